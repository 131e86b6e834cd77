"""The words of one plan and of its office, looked up while reading a message."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bot.dialogue.understanding.cues import FORGIVING, Cue, phrases
from bot.dialogue.understanding.initials import Initials
from bot.dialogue.understanding.phrases import PhraseBook, words_of
from corpus.agencies import Directory
from corpus.compounds import common_pairs
from corpus.corrections import corrected
from corpus.glossary import Glossary
from corpus.loanwords import loanwords
from corpus.model import Plan, Section
from corpus.places import bundled_places
from corpus.shorthand import Shorthand
from corpus.spelling import Speller
from corpus.vietnamese import fold

_SHORT_INITIALS = 3  # so few letters stand for a phrase only if it recurs or stands beside the same words
_COMMON = 5  # a word of the questions themselves weighs like one used this often in the plan
# Words of section titles that tell nothing apart.
_TITLE_NOISE = frozenset(
    {"cong", "tac", "cai", "cach", "den", "doi", "va", "cua", "trong", "cac", "nhung", "ve", "voi", "tinh"}
)


@dataclass(frozen=True)
class Lexicon:
    """Built once per plan; every look-up is a dictionary or a set."""

    plan: Plan
    directory: Directory
    glossary: Glossary
    shorthand: Shorthand
    cues: PhraseBook[Cue]
    speller: Speller
    pairs: Counter[tuple[str, str]]
    vocabulary: frozenset[str]
    plan_text: str  # folded, one space between words, padded
    known_words: frozenset[str]  # folded words of cues and agencies
    initials: Initials  # of the phrases of the plan
    home: str  # the province that issued the plan, "" when it is no province's
    loanwords: dict[str, str]  # English words mixed into Vietnamese; "" for one that adds nothing
    title_forms: frozenset[str]  # words of section titles as written, lower case
    bare_forms: frozenset[str]  # words the plan writes without marks: "thu", "công"
    section_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    section_weight: dict[str, float] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the plan's time frames."""
        found = [
            int(year) for task in self.plan.tasks for year in re.findall(r"\b(20\d\d)\b", task.timeframe)
        ]
        return (min(found), max(found)) if found else None

    @cached_property
    def timeframes(self) -> str:
        """Every time frame once, folded."""
        return " | ".join({fold(task.timeframe) for task in self.plan.tasks})

    @cached_property
    def citing(self) -> dict[str, tuple[str, ...]]:
        """Digits of a cited document's number -> the tasks that cite it, in plan order."""
        found: dict[str, list[str]] = {}
        for task in self.plan.tasks:
            for cited in task.cited_documents:
                if cited.number:
                    found.setdefault(digits_of(cited.number), []).append(task.id)
        return {number: tuple(dict.fromkeys(ids)) for number, ids in found.items()}

    @cached_property
    def tasks_by_title(self) -> dict[str, tuple[str, ...]]:
        """Folded title -> the tasks of that title, in plan order."""
        found: dict[str, list[str]] = {}
        for task in self.plan.tasks:
            found.setdefault(fold(task.title), []).append(task.id)
        return {title: tuple(ids) for title, ids in found.items()}

    @cached_property
    def parent_titles(self) -> dict[str, frozenset[str]]:
        """Parent row id -> the folded words of its title, short forms written out."""
        return {
            parent.id: frozenset(word.folded for word in words_of(self.shorthand.expand(parent.title).text))
            for parent in self.plan.parents
        }

    @cached_property
    def _title_pairs(self) -> dict[str, set[tuple[str, str]]]:
        return {roman: _pairs(words) for roman, words in self.section_words.items()}

    def in_plan(self, phrase: str) -> bool:
        """Whether a folded phrase stands in the plan, word for word."""
        return f" {phrase} " in self.plan_text

    def joins(self, left: str, right: str) -> bool:
        """Whether two folded words stand side by side in the plan, or form one word in office language."""
        return (left, right) in self.pairs or (left, right) in common_pairs()

    def clings(self, left: str, right: str) -> bool:
        """Whether two folded words belong together more than by chance: twice in the plan, or one word."""
        return self.pairs[(left, right)] > 1 or (left, right) in common_pairs()

    def share_of_title(self, words: set[str], roman: str) -> float:
        """Share (0-1, words that tell sections apart weigh more) of a title that these folded words hold."""
        title = {word for word in self.section_words[roman] if word not in _TITLE_NOISE}
        whole = sum(self.section_weight[word] for word in title)
        return sum(self.section_weight[word] for word in title & words) / whole if whole else 0.0

    def phrase_of(self, letters: str, before: str, after: str) -> str | None:
        """The phrase of the plan that these initials stand for; few letters need a neighbour the phrase
        stands beside."""
        best, best_score = None, 0.0
        for phrase, count in self.initials.phrases(letters).items():
            words = phrase.split()
            beside = self.joins(before, words[0]) + self.joins(words[-1], after)
            score = count + 10.0 * beside
            sure = beside or len(letters) > _SHORT_INITIALS or (len(letters) == _SHORT_INITIALS and count > 1)
            if sure and score > best_score:
                best, best_score = phrase, score
        return best

    def section_titled(self, words: tuple[str, ...], *, at_least: float) -> Section | None:
        """The section whose title these folded words name, if one fits clearly better than the others.

        ``at_least`` is the share (0-1, rare words weigh more) of the words that the title must hold.
        """
        wanted = [word for word in words if word not in _TITLE_NOISE]
        if not wanted:
            return None
        weights = [(word, self.section_weight.get(word, 2.0)) for word in wanted]
        total = sum([weight for _, weight in weights])
        titles = [self.section_words[section.roman] for section in self.plan.sections]
        shares = [sum([weight for word, weight in weights if word in title]) / total for title in titles]
        if max(shares) < at_least:
            return None
        scores = []
        for section, share in zip(self.plan.sections, shares, strict=True):
            pairs = sum(1 for pair in pairwise(wanted) if pair in self._title_pairs[section.roman])
            scores.append((share + 0.1 * pairs, share, section))
        scores.sort(key=lambda item: -item[0])
        best, share, section = scores[0]
        runner_up = scores[1][0] if len(scores) > 1 else 0.0
        return section if share >= at_least and best > runner_up + 0.05 else None


def digits_of(number: str) -> str:
    """The digits a document's number opens with: "26" of "26/CT-TTg", "5" of "05-CT/TW"."""
    return re.split(r"[/-]", number)[0].lstrip("0")


def build_lexicon(plan: Plan, directory: Directory, glossary: Glossary, shorthand: Shorthand) -> Lexicon:
    """Read the plan once for its words; the search layer's corrections are applied first."""
    texts = [plan.document.title]
    texts += [section.title for section in plan.sections]
    texts += [parent.title for parent in plan.parents]
    texts += [corrected(task.text, task.corrections) for task in plan.tasks]
    spoken = [fold(text) for text in texts]
    spoken += [fold(shorthand.expand(text).text) for text in texts]
    counts = Counter(word for text in spoken for word in text.split())
    pairs = Counter(pair for text in spoken for pair in pairwise(text.split()))
    cues = PhraseBook(phrases(), forgiving=FORGIVING)
    office = Counter(counts)
    for word in cues.vocabulary():
        office[word] += _COMMON
    for agency in directory.agencies:
        office.update(fold(agency.name).split())
    titles = {section.roman: _title_words(section.title, shorthand) for section in plan.sections}
    spread = Counter(word for words in titles.values() for word in set(words))
    title_forms = frozenset(
        word.text
        for section in plan.sections
        for word in words_of(f"{section.title} {shorthand.expand(section.title).text}")
    )
    return Lexicon(
        plan=plan,
        directory=directory,
        glossary=glossary,
        shorthand=shorthand,
        cues=cues,
        speller=Speller(office, {*pairs, *cues.pairs(), *_pairs_of_names(directory)}),
        pairs=pairs,
        vocabulary=frozenset(counts),
        known_words=cues.vocabulary()
        | {word for agency in directory.agencies for word in fold(agency.name).split()},
        initials=Initials(spoken),
        home=next((place.now for place in bundled_places().provinces_in(plan.document.issuer)), ""),
        loanwords=loanwords(),
        plan_text=" " + " | ".join(spoken) + " ",
        title_forms=title_forms,
        bare_forms=_bare_forms(texts) - title_forms,
        section_words=titles,
        section_weight={word: 1.0 / count for word, count in spread.items()},
    )


def _bare_forms(texts: list[str]) -> frozenset[str]:
    words = (word for text in texts for word in words_of(text))
    return frozenset(word.text for word in words if not word.is_marked and word.text.isalpha())


def _title_words(title: str, shorthand: Shorthand) -> tuple[str, ...]:
    plain = re.sub(r"\([^)]*\)", " ", title)
    words = [word.folded for word in words_of(shorthand.expand(plain).text)]
    words += [word.folded for word in words_of(title)]
    return tuple(words)


def _pairs(words: tuple[str, ...]) -> set[tuple[str, str]]:
    return set(pairwise(words))


def _pairs_of_names(directory: Directory) -> set[tuple[str, str]]:
    return {pair for agency in directory.agencies for pair in _pairs(tuple(fold(agency.name).split()))}
