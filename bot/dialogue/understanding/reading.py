"""One message taken apart: cues, agencies, codes, sections, figures and what is left, the subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.understanding.cues import FUNCTION_WORDS, OUTSIDE, Cue
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import Span, Word, words_of
from bot.dialogue.understanding.respelling import respell
from corpus.agencies import Agency
from corpus.model import Section
from corpus.places import foreign_places
from corpus.keystrokes import decode_typing
from corpus.vietnamese import fold, tidy

_ROMAN = re.compile(r"^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})$")
_CODE = re.compile(r"^([ivx]+)[.\-](\d{1,3}(?:\.\d{1,3})*)$")
_ROW_NUMBER = re.compile(r"^\d{1,3}[a-z]?(?:\.\d{1,2})?$")
_DOCUMENT = re.compile(r"^\d+[a-z]*(?:-[a-z]+)?/(?:\d{4}/)?[^\W\d_]")
_SECTION_WORDS = frozenset({"muc", "phan", "chuong", "linh vuc", "mang"})
_SECTION_FORMS = frozenset({"mục", "phần", "chương", "lĩnh", "vực", "mảng", "số", "thứ"})
_ROW_WORDS = frozenset(
    {
        "nhiem vu",
        "viec",
        "dau viec",
        "cong viec",
        "stt",
        "so thu tu",
        "so tt",
        "dong",
        "nhiem vu so",
        "y",
        "cai",
        "viec so",
        "muc con",
    }
)
_ROW_OPENINGS = frozenset(
    opening
    for row in _ROW_WORDS
    for opening in (row, f"{row} so", f"{row} thu", f"{row} so thu tu", f"{row} stt")
)
_COUNTING_WORDS = {
    "mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip

# Cues whose own words may be part of the subject: they stay in what is searched.
_STAYS = OUTSIDE | {
    Cue.LEGAL_DOCUMENT, Cue.DOCUMENT_ISSUER, Cue.HELP, Cue.CHATTER, Cue.OVERRIDE, Cue.WHOLE_PLAN, Cue.VAGUE, Cue.TARGET, Cue.WHEN,
    Cue.CONTENT, Cue.LIST, Cue.TAKE_PART, Cue.DOCUMENT_TITLE, Cue.DOCUMENT_NUMBER, Cue.ASSIGNED,
    Cue.UNIT_TASK, Cue.UNIT_SECTION, Cue.UNIT_AGENCY, Cue.UNIT_TARGET,
}  # fmt: skip
# Words of the question itself, never of its subject.
_FRAME = frozenset(
    {
        Cue.WHO, Cue.LEAD, Cue.COORDINATE, Cue.FILLER, Cue.HOW_MUCH, Cue.HOW_MANY, Cue.WHICH, Cue.IS_IT_SO, Cue.REACHED, Cue.GOING_ON,
        Cue.POINTING, Cue.MEANING,
    }
)  # fmt: skip
_CLAUSE_BREAK = re.compile(r"[,.;:!?()\n]| - ")


@dataclass(frozen=True, slots=True)
class AgencySpan:
    """An agency named at words [first, last)."""

    agency: Agency
    first: int
    last: int
    is_weak: bool

    @property
    def is_group(self) -> bool:
        return self.agency.kind == "nhóm"


@dataclass(frozen=True)
class Reading:
    """A message as understood so far; positions are word indices."""

    lexicon: Lexicon
    raw: str
    text: str
    words: tuple[Word, ...]
    spans: tuple[Span[Cue], ...]
    agencies: tuple[AgencySpan, ...]
    codes: tuple[str, ...]
    section: Section | None
    section_span: tuple[int, int] | None
    missing_section: str  # "IX" when a section is named that the plan does not have
    row_number: str  # "2" in "nhiệm vụ 2", when no code was given
    documents: tuple[str, ...]
    foreign: tuple[str, ...]
    taken: frozenset[int]  # word positions used by references and numbers

    def has(self, *cues: Cue) -> bool:
        return any(cue in self.cues for cue in cues)

    @cached_property
    def cues(self) -> frozenset[Cue]:
        return frozenset(label for span in self.spans for label in span.labels)

    def first_span(self, *cues: Cue) -> Span[Cue] | None:
        for span in self.spans:
            if span.labels.intersection(cues):
                return span
        return None

    def spans_of(self, *cues: Cue) -> tuple[Span[Cue], ...]:
        return tuple(span for span in self.spans if span.labels.intersection(cues))

    def subject(self, *asked: Cue, with_groups: bool = True, with_agencies: bool = False) -> str:
        """The words left to search for, in order: no question words, no fillers, no references.

        ``asked`` are the cues the question turns on; their words are not part of the subject either.
        """
        positions = self.subject_positions(*asked, with_groups=with_groups, with_agencies=with_agencies)
        return " ".join(self.words[i].text for i in positions)

    def subject_parts(self, *asked: Cue) -> tuple[str, ...]:
        """The subject of each clause that has one, when the message has several."""
        positions = self.subject_positions(*asked)
        if not positions:
            return ()
        parts: list[list[int]] = [[positions[0]]]
        for before, after in zip(positions, positions[1:], strict=False):
            between = self.text[self.words[before].end : self.words[after].start]
            if _CLAUSE_BREAK.search(between):
                parts.append([after])
            else:
                parts[-1].append(after)
        return tuple(" ".join(self.words[i].text for i in part) for part in parts) if len(parts) > 1 else ()

    def subject_positions(
        self, *asked: Cue, with_groups: bool = True, with_agencies: bool = False
    ) -> tuple[int, ...]:
        gone = set(self.taken) | self._home_positions
        turning = _FRAME.union(asked)
        for span in self.spans:
            if not span.labels & _STAYS or span.labels & turning:
                gone.update(range(span.first, span.last))
        for mention in self.agencies:
            loose = mention.is_weak and not self._has_role_beside(mention)
            keep = with_agencies or loose or (with_groups and mention.is_group)
            if keep:
                gone.difference_update(range(mention.first, mention.last))
            else:
                gone.update(range(mention.first, mention.last))
        return tuple(i for i in range(len(self.words)) if i not in gone)

    def _has_role_beside(self, mention: AgencySpan) -> bool:
        spans = self.spans_of(Cue.LEAD, Cue.COORDINATE)
        return any(0 <= span.first - mention.last <= 1 or 0 <= mention.first - span.last <= 1 for span in spans)

    @cached_property
    def _home_positions(self) -> set[int]:
        """Where the plan's own province is named: it tells no task apart."""
        home = tuple(fold(self.lexicon.home).split())
        folded = tuple(word.folded for word in self.words)
        length = len(home)
        return {
            j
            for i in range(len(folded) - length + 1)
            if home and folded[i : i + length] == home
            for j in range(i, i + length)
        }

    @property
    def has_subject(self) -> bool:
        """Whether something is named that could be searched; the question's own words do not count."""
        frame = {i for span in self.spans for i in range(span.first, span.last)}
        return any(
            i not in frame and len(self.words[i].folded) > 1
            for i in self.subject_positions(with_groups=False)
        )


def read(message: str, lexicon: Lexicon) -> Reading:
    """Tidy, undo typing slips, expand short forms, then find everything that has a name."""
    raw = tidy(message)
    text = respell(lexicon.shorthand.expand(decode_typing(raw)).text, lexicon)
    words = words_of(text)
    agencies = _agencies_in(text, words, lexicon)
    named = frozenset(
        i for mention in agencies if not mention.is_weak for i in range(mention.first, mention.last)
    )
    spans = _settle(lexicon.cues.find(words, named), words, named, lexicon)
    codes, section, section_span, missing, row, taken = _references(text, words, named, lexicon)
    documents = tuple(word.folded for word in words if _DOCUMENT.match(word.folded))
    taken |= {i for i, word in enumerate(words) if word.folded[0].isdigit() or word.folded == "%"}
    return Reading(
        lexicon=lexicon, raw=raw, text=text, words=words, spans=spans, agencies=agencies, codes=codes, section=section,
        section_span=section_span, missing_section=missing, row_number=row, documents=documents, foreign=foreign_places(raw, lexicon.home) if lexicon.home else (),
        taken=frozenset(taken),
    )  # fmt: skip


def _agencies_in(text: str, words: tuple[Word, ...], lexicon: Lexicon) -> tuple[AgencySpan, ...]:
    found = []
    for mention in lexicon.directory.find(text):
        inside = [i for i, word in enumerate(words) if word.start < mention.end and word.end > mention.start]
        if inside:
            found.append(AgencySpan(mention.agency, inside[0], inside[-1] + 1, mention.is_weak))
    return tuple(found)


def _settle(
    spans: tuple[Span[Cue], ...], words: tuple[Word, ...], named: frozenset[int], lexicon: Lexicon
) -> tuple[Span[Cue], ...]:
    """Drop cues that are really content: tied to a neighbour as one word ("chuyển đổi | số")."""
    loose = {span.first for span in spans if span.last - span.first == 1}
    fixed = named | {i for span in spans if span.last - span.first > 1 for i in range(span.first, span.last)}
    return tuple(span for span in spans if not _is_content(span, words, fixed, loose, lexicon))


def _is_content(
    span: Span[Cue], words: tuple[Word, ...], fixed: frozenset[int], loose: set[int], lexicon: Lexicon
) -> bool:
    if span.last - span.first > 1:
        # "quản lý | do ai": a word of an outside cue that belongs to the word before it
        before = words[span.first - 1].folded if span.first and span.first - 1 not in fixed else ""
        return bool(span.labels & OUTSIDE) and lexicon.clings(before, words[span.first].folded)
    word = words[span.first].folded
    if word in FUNCTION_WORDS:
        return False
    for neighbour in (span.first - 1, span.first + 1):
        if not 0 <= neighbour < len(words) or neighbour in fixed:
            continue
        other = words[neighbour].folded
        pair = (other, word) if neighbour < span.first else (word, other)
        if lexicon.clings(*pair) if neighbour in loose or other in FUNCTION_WORDS else lexicon.joins(*pair):
            return True
    return False


def _references(
    text: str, words: tuple[Word, ...], named: frozenset[int], lexicon: Lexicon
) -> tuple[tuple[str, ...], Section | None, tuple[int, int] | None, str, str, set[int]]:
    """Codes, the section named, a row number without code, and the word positions they took."""
    codes: list[str] = []
    taken: set[int] = set()
    for i, word in enumerate(words):
        match = _CODE.match(word.folded)
        if match and _ROMAN.match(match[1]):
            codes.append(f"{match[1].upper()}.{match[2]}")
            taken.update(range(i - _opening_before(words, i), i + 1))
    taken |= _own_annex(words, lexicon)
    section, span, missing = _section_in(text, words, lexicon, taken | named)
    if span:
        taken.update(range(*span))
    row = ""
    row_at = _row_in(words, taken)
    if row_at:
        first, last, row = row_at
        taken.update(range(first, last))
    if row and section and not codes:
        codes.append(f"{section.roman}.{row}")
    elif row and missing and not codes:
        codes.append(f"{missing}.{row}")
    return tuple(dict.fromkeys(codes)), section, span, missing, row, taken


def _own_annex(words: tuple[Word, ...], lexicon: Lexicon) -> set[int]:
    """The number of the plan's own annex ("Phụ lục | II"): it names the plan, no section."""
    own = fold(lexicon.plan.document.annex).split()
    folded = [word.folded for word in words]
    return {i + len(own) - 1 for i in range(len(folded)) if own and folded[i : i + len(own)] == own}


def _opening_before(words: tuple[Word, ...], position: int) -> int:
    """How many words before a code only announce it: "mục", "nhiệm vụ số"."""
    for length in (3, 2, 1):
        opening = " ".join(word.folded for word in words[max(0, position - length) : position])
        if opening in _ROW_OPENINGS or opening in _SECTION_WORDS:
            return length
    return 0


def _section_in(
    text: str, words: tuple[Word, ...], lexicon: Lexicon, taken: set[int]
) -> tuple[Section | None, tuple[int, int] | None, str]:
    by_roman = lexicon.plan.section_by_roman
    for i, word in enumerate(words):
        roman = word.folded.upper()
        if not _ROMAN.match(word.folded) or not word.folded:
            continue
        if " ".join(other.folded for other in words[max(0, i - 2) : i]) == "phu luc":
            continue  # an annex, not a section
        after_cue = i > 0 and _section_word_before(words, i)
        typed = text[word.start : word.end]
        alone = typed.isupper() and (len(typed) > 1 or text[word.start - 1 : word.start] == "(")
        if after_cue or alone:
            first = i - after_cue if after_cue else i
            if roman in by_roman:
                return by_roman[roman], (first, i + 1), ""
            if after_cue:
                return None, (first, i + 1), roman
    return _titled_section(words, lexicon, taken)


def _section_word_before(words: tuple[Word, ...], position: int) -> int:
    """How many words back the section word reaches: 1 for "mục", 2 for "lĩnh vực" or "mục số", 0 for none."""
    if words[position - 1].is_marked and words[position - 1].text not in _SECTION_FORMS:
        return 0  # "mức", not "mục"
    one = words[position - 1].folded
    two = f"{words[position - 2].folded} {one}" if position >= 2 else ""
    if two in _SECTION_WORDS:
        return 2
    if one in ("so", "thu") and position >= 2 and words[position - 2].folded in _SECTION_WORDS:
        return 2
    return 1 if one in _SECTION_WORDS else 0


def _titled_section(
    words: tuple[Word, ...], lexicon: Lexicon, taken: set[int]
) -> tuple[Section | None, tuple[int, int] | None, str]:
    """ "mục cải cách thể chế": a section word followed by words of a title."""
    for i in range(1, len(words)):
        back = _section_word_before(words, i)
        if (
            not back
            or i in taken
            or (i > back and lexicon.clings(words[i - back - 1].folded, words[i - back].folded))
        ):
            continue  # "một phần chi", "phần mềm" name no section
        best: tuple[Section, int] | None = None
        for end in range(min(len(words), i + 14), i, -1):
            if any(word.is_marked and word.text not in lexicon.title_forms for word in words[i:end]):
                continue
            run = tuple(word.folded for word in words[i:end])
            found = lexicon.section_titled(run, at_least=0.99)
            if found and run[-1] in lexicon.section_words[found.roman]:
                best = (found, end)
                break
        if best:
            return best[0], (i - back, best[1]), ""
        if words[i].folded.isdigit() and words[i - 1].folded != "nhom":
            number = int(words[i].folded)
            if not _row_in(words, set(range(i - back, i + 1))):
                if 1 <= number <= len(lexicon.plan.sections):
                    return lexicon.plan.sections[number - 1], (i - back, i + 1), ""
                if words[i - 1].folded in ("muc", "phan"):
                    return None, (i - back, i + 1), words[i].folded
    return None, None, ""


def _row_in(words: tuple[Word, ...], taken: set[int]) -> tuple[int, int, str] | None:
    """ "nhiệm vụ 2", "STT 8.2", "việc thứ ba": first word, past-last word, the number."""
    for i in range(1, len(words)):
        if i in taken:
            continue
        is_ordinal = words[i - 1].folded == "thu"
        for length in (4, 3, 2, 1):
            start = i - length
            if start < 0 or " ".join(word.folded for word in words[start:i]) not in _ROW_OPENINGS:
                continue
            number = words[i].folded
            if _ROW_NUMBER.match(number) and not _is_unit_next(words, i):
                return start, i + 1, number
            if is_ordinal and number in _COUNTING_WORDS:
                return start, i + 1, str(_COUNTING_WORDS[number])
    return None


def _is_unit_next(words: tuple[Word, ...], position: int) -> bool:
    following = words[position + 1].folded if position + 1 < len(words) else ""
    return following in ("%", "phan", "nhiem", "viec", "nam", "thang", "ty", "trieu")
