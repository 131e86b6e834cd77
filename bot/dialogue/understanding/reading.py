"""One message taken apart: cues, agencies, codes, sections, figures and what is left, the subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.dialogue.understanding.cues import FUNCTION_WORDS, OUTSIDE, Cue
from bot.dialogue.understanding.lexicon import Lexicon
from bot.dialogue.understanding.phrases import Span, Word, words_of
from bot.dialogue.understanding.references import references_in
from bot.dialogue.understanding.respelling import respell
from corpus.agencies import Agency
from corpus.keystrokes import decode_typing
from corpus.model import Section
from corpus.places import foreign_places
from corpus.vietnamese import fold, has_marks, tidy

_DOCUMENT = re.compile(r"^\d+[a-z]*(?:-[a-z]+)?/(?:\d{4}/)?[^\W\d_]")
# Cues whose own words may be part of the subject: they stay in what is searched.
_STAYS = OUTSIDE | {
    Cue.LEGAL_DOCUMENT, Cue.DOCUMENT_ISSUER, Cue.DOCUMENT_TITLE, Cue.DOCUMENT_NUMBER, Cue.HELP, Cue.CHATTER,
    Cue.OVERRIDE, Cue.WHOLE_PLAN, Cue.VAGUE, Cue.TARGET, Cue.WHEN, Cue.CONTENT, Cue.LIST, Cue.TAKE_PART,
    Cue.ASSIGNED, Cue.UNIT_TASK, Cue.UNIT_SECTION, Cue.UNIT_AGENCY, Cue.UNIT_TARGET,
}  # fmt: skip
# Words of the question itself, never of its subject.
_FRAME = frozenset(
    {
        Cue.WHO, Cue.LEAD, Cue.COORDINATE, Cue.FILLER, Cue.HOW_MUCH, Cue.HOW_MANY, Cue.WHICH, Cue.IS_IT_SO,
        Cue.REACHED, Cue.GOING_ON, Cue.POINTING, Cue.MEANING,
    }
)  # fmt: skip
_WHO_ASKED = frozenset({"ai", "nao", "gi", "dau", "mo"})
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
        return self.agency.is_group


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
    missing_section: str  # "IX" when a section is named that the plan does not have
    row_number: str  # "2" in "nhiệm vụ 2", also when its section made a code of it
    documents: tuple[str, ...]
    foreign: tuple[str, ...]
    taken: frozenset[int]  # word positions used by references and numbers

    def has(self, *cues: Cue) -> bool:
        return not self.cues.isdisjoint(cues)

    @cached_property
    def cues(self) -> frozenset[Cue]:
        return frozenset().union(*[span.labels for span in self.spans])

    def first_span(self, *cues: Cue) -> Span[Cue] | None:
        return next(iter(self.spans_of(*cues)), None)

    def spans_of(self, *cues: Cue) -> tuple[Span[Cue], ...]:
        if self.cues.isdisjoint(cues):
            return ()
        return tuple([span for span in self.spans if not span.labels.isdisjoint(cues)])

    @property
    def asks_who(self) -> bool:
        """Whether "ai", "cơ quan nào" is asked, rather than "cơ quan chủ trì" merely said."""
        return any(_WHO_ASKED.intersection(span.phrase.split()) for span in self.spans_of(Cue.WHO))

    def subject(self, *asked: Cue, with_groups: bool = True, with_agencies: bool = False) -> str:
        """The words left to search for, in order: no question words, no fillers, no references.

        ``asked`` are the cues the question turns on; their words are not part of the subject either.
        """
        positions = self.subject_positions(*asked, with_groups=with_groups, with_agencies=with_agencies)
        return self.words_at(positions)

    def words_at(self, positions: Iterable[int]) -> str:
        """The words at these places, as typed."""
        return " ".join(self.words[i].text for i in positions)

    def subject_parts(self, *asked: Cue) -> tuple[str, ...]:
        """The subject of each clause that has one, when the message has several."""
        positions = self.subject_positions(*asked)
        if not positions:
            return ()
        parts: list[list[int]] = [[positions[0]]]
        for before, after in pairwise(positions):
            between = self.text[self.words[before].end : self.words[after].start]
            if _CLAUSE_BREAK.search(between):
                parts.append([after])
            else:
                parts[-1].append(after)
        return tuple(self.words_at(part) for part in parts) if len(parts) > 1 else ()

    def subject_positions(
        self, *asked: Cue, with_groups: bool = True, with_agencies: bool = False
    ) -> tuple[int, ...]:
        """Where these words stand."""
        wanted = (asked, with_groups, with_agencies)
        found = self._positions.get(wanted)
        if found is None:
            found = self._positions[wanted] = self._left_to_search(asked, with_groups, with_agencies)
        return found

    @cached_property
    def _positions(self) -> dict[tuple[tuple[Cue, ...], bool, bool], tuple[int, ...]]:
        """Several readers of one message ask for the same."""
        return {}

    def _left_to_search(
        self, asked: tuple[Cue, ...], with_groups: bool, with_agencies: bool
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
        return tuple(i for i in range(len(self.words)) if i not in gone and len(self.words[i].folded) > 1)

    def _has_role_beside(self, mention: AgencySpan) -> bool:
        return any(
            0 <= span.first - mention.last <= 1 or 0 <= mention.first - span.last <= 1
            for span in self.spans_of(Cue.LEAD, Cue.COORDINATE)
        )

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

    @cached_property
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
    # In a marked message a bare word of the plan ("thu", "do") is meant as it stands, not as "thủ", "đó".
    bare = frozenset(i for i, word in enumerate(words) if word.text in lexicon.bare_forms)
    as_typed = bare if has_marks(raw) else frozenset()
    spans = _settle(lexicon.cues.find(words, named, as_typed), words, named, lexicon)
    references = references_in(text, words, named | as_typed, lexicon)
    figures = {i for i, word in enumerate(words) if word.folded[0].isdigit() or word.folded == "%"}
    return Reading(
        lexicon=lexicon,
        raw=raw,
        text=text,
        words=words,
        spans=spans,
        agencies=agencies,
        codes=references.codes,
        section=references.section,
        missing_section=references.missing_section,
        row_number=references.row_number,
        documents=tuple(word.folded for word in words if _DOCUMENT.match(word.folded)),
        foreign=foreign_places(raw, lexicon.home) if lexicon.home else (),
        taken=references.taken | figures,
    )


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
        may_be = span.labels & OUTSIDE or Cue.HOW_MANY in span.labels  # "cơ cấu | số lượng"
        return bool(may_be) and lexicon.clings(before, words[span.first].folded)
    word = words[span.first].folded
    is_function = word in FUNCTION_WORDS
    for neighbour in (span.first - 1, span.first + 1):
        if not 0 <= neighbour < len(words) or neighbour in fixed:
            continue
        other = words[neighbour].folded
        pair = (other, word) if neighbour < span.first else (word, other)
        firmly = is_function or neighbour in loose or other in FUNCTION_WORDS
        if lexicon.clings(*pair) if firmly else lexicon.joins(*pair):
            return True
    return False
