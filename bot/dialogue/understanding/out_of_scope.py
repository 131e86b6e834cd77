"""Recognises what no plan answers, whatever the subject: other places, persons, money, results, chatter."""

from __future__ import annotations

import re

from bot.dialogue.intents import Intent, OutOfScope, Outside
from bot.dialogue.understanding.asked_document import cited_number, is_cited, is_own
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.phrases import Span
from bot.dialogue.understanding.reading import Reading, read
from corpus.places import ministries_in
from corpus.vietnamese import fold

_ANNEX_NUMBER = re.compile(r"[IVX]+|[ivx]{2,}|\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ASKING = (
    Cue.WHO, Cue.LEAD, Cue.COORDINATE, Cue.TARGET, Cue.HOW_MUCH, Cue.HOW_MANY, Cue.WHEN, Cue.WHICH,
    Cue.CONTENT, Cue.MEANING, Cue.LIST,
)  # fmt: skip
PLAIN_QUESTION = (Cue.WHO, Cue.LEAD, Cue.COORDINATE, Cue.TARGET, Cue.HOW_MUCH, Cue.WHEN)
_CLAUSE_END = re.compile(r"[!?;\n]+|[.,](?!\d)|\brồi\b|\bsau đó\b|:")
_REASONS: dict[Cue, Outside] = {
    Cue.PERSON: "person",
    Cue.CONTACT: "contact",
    Cue.MONEY: "money",
    Cue.RESULT: "result",
    Cue.REASON: "reason",
    Cue.OPINION: "opinion",
    Cue.CLOCK: "clock",
    Cue.PLACE: "place",
    Cue.HOW_TO: "how to",
    Cue.SCORE: "score",
    Cue.PENALTY: "penalty",
}
# Words that merely describe a task when the question plainly asks who leads or coordinates it.
_OVERRULED = frozenset(
    {Cue.CONTACT, Cue.PLACE, Cue.RESULT, Cue.HOW_TO, Cue.CLOCK, Cue.PENALTY, Cue.MONEY, Cue.SCORE}
)
# What a message opens with that wants something done; typed without marks, only what reads as nothing else.
_ORDERS = frozenset(
    {
        "sửa", "xóa", "đổi", "gửi", "nhắn", "tạo", "viết", "soạn", "vẽ", "dịch", "tắt", "bật", "khóa", "hủy",
        "thêm", "chuyển",
    }
)  # fmt: skip
_UNMARKED_ORDERS = frozenset({"sua", "xoa", "gui", "nhan", "viet", "soan", "huy"})
# Words that may stand before an order.
_POLITE = frozenset(
    {"hay", "xin", "vui", "long", "lam", "on", "giup", "em", "anh", "chi", "ban", "oi", "a", "da"}
)
# What makes an order a question after all: "cho biết ai ...", "thêm bao nhiêu".
_QUESTIONS = (Cue.WHO, Cue.HOW_MANY, Cue.HOW_MUCH, Cue.WHEN, Cue.WHICH, Cue.MEANING, Cue.CONTENT)
_AMOUNT = (Cue.HOW_MANY, Cue.HOW_MUCH, Cue.TARGET)


def without_override(reading: Reading) -> tuple[Reading, OutOfScope | None]:
    """Leave out clauses that try to command the assistant or chat; refuse when nothing is left to answer."""
    if not _strong(reading, Cue.OVERRIDE, Cue.CHATTER):
        return reading, None
    reason: Outside = "override" if _strong(reading, Cue.OVERRIDE) else "chatter"
    kept = []
    for clause in _CLAUSE_END.split(reading.raw):
        part = read(clause, reading.lexicon)
        if part.words and not _strong(part, Cue.OVERRIDE, Cue.CHATTER):
            kept.append(clause.strip())
    rest = read(", ".join(kept), reading.lexicon)
    asks = rest.has(*PLAIN_QUESTION) and (rest.has_subject or rest.agencies or rest.codes or rest.section)
    return (rest, None) if asks else (reading, OutOfScope(reason))


def elsewhere(reading: Reading) -> Intent | None:
    """Another province, another plan or decision, a year the plan does not reach."""
    if reading.foreign and not any(reading.lexicon.in_plan(fold(place)) for place in reading.foreign):
        return OutOfScope("elsewhere", reading.foreign[0])
    if _ministry_asked(reading):
        return OutOfScope("elsewhere", ministries_in(reading.raw)[0])
    other = _other_document(reading)
    if other:
        return OutOfScope("other document", other)
    if commands(reading):
        return OutOfScope("override")
    year = _other_year(reading)
    if year and reading.has(*_ASKING):
        return OutOfScope("other year", year)
    return None


def _ministry_asked(reading: Reading) -> bool:
    """A ministry that the plan does not speak of, or one that is itself asked for a role."""
    for ministry in ministries_in(reading.raw):
        name = fold(ministry)
        if not reading.lexicon.in_plan(name):
            return True
        said = " ".join(word.folded for word in reading.words)
        if re.search(rf"{name} (?:co |duoc |se )?(?:giao |phan cong |lam )?(?:chu tri|phoi hop)", said):
            return True
    return False


def _other_document(reading: Reading) -> str:
    """ "Phụ lục I" beside the plan's own Phụ lục II; "công văn 4455", which the plan does not name."""
    folded = [word.folded for word in reading.words]
    own = fold(reading.lexicon.plan.document.annex).split()
    for i in range(2, len(folded) if own[:2] == ["phu", "luc"] else 0):
        if folded[i - 2] != "phu" or folded[i - 1] != "luc" or folded[i - 2 : i + 1] == own:
            continue
        if _ANNEX_NUMBER.fullmatch(reading.text, reading.words[i].start, reading.words[i].end):
            return " ".join(reading.words[j].text for j in range(i - 2, i + 1))
    number = cited_number(reading)
    return number if number and not is_cited(number, reading) and not is_own(number, reading) else ""


def commands(reading: Reading) -> bool:
    """An order to do something ("sửa ... thành", "gửi ...") rather than a question."""
    first = next((word for word in reading.words if word.folded not in _POLITE), None)
    if first is None or reading.has(*_QUESTIONS, Cue.IS_IT_SO, Cue.GREETING, Cue.THANKS):
        return False
    place = reading.words.index(first)
    following = reading.words[place + 1].folded if place + 1 < len(reading.words) else ""
    if reading.lexicon.clings(first.folded, following):
        return False  # "dịch vụ ...", "thêm vào"
    return first.text in _ORDERS if first.is_marked else first.folded in _UNMARKED_ORDERS


def attribute(reading: Reading) -> Intent | None:
    """An attribute no task carries: a name, a sum of money, a result, a reason."""
    asks_role = reading.has(Cue.WHO) and reading.has(Cue.LEAD, Cue.COORDINATE)
    states_figure = reading.has(Cue.REACHED) and any(word.folded[0].isdigit() for word in reading.words)
    for span in reading.spans:
        for cue in _REASONS:  # in this order: of two reasons one word may give, the first is said
            if cue not in span.labels or not span.is_exact:
                continue
            if asks_role and cue in _OVERRULED:
                continue
            if states_figure and cue in (Cue.RESULT, Cue.MONEY, Cue.CLOCK):
                continue
            if _asks_for(cue, span, reading):
                return OutOfScope(_REASONS[cue], reading.subject())
    return None


def unclear(reading: Reading) -> Intent:
    """Nothing was recognised."""
    return OutOfScope("subject", reading.subject(with_agencies=True))


def _asks_for(cue: Cue, span: Span[Cue], reading: Reading) -> bool:
    """A phrase the plan itself uses ("kinh phí") only counts when an amount is asked with it."""
    if not reading.lexicon.in_plan(span.phrase):
        if cue is Cue.MONEY and span.last - span.first == 1:
            return not reading.has(Cue.WHO, Cue.WHEN) or reading.has(*_AMOUNT)
        return True
    if cue is Cue.MONEY:
        much = any("nhieu" in other.phrase for other in reading.spans_of(Cue.TARGET))
        amount = much or reading.has(Cue.HOW_MANY)
        alone = not reading.has(*_ASKING) and not reading.has_subject  # "Kinh phí của kế hoạch?"
        return alone or (amount and not reading.has(Cue.HOW_MUCH))
    return False


def _strong(reading: Reading, *cues: Cue) -> bool:
    return any(span.is_exact and not reading.lexicon.in_plan(span.phrase) for span in reading.spans_of(*cues))


def _other_year(reading: Reading) -> str:
    """A single year outside the plan's own frame, when it is not part of a document's name."""
    frame = reading.lexicon.years
    if frame is None:
        return ""
    for word in reading.words:
        if _YEAR.fullmatch(word.folded) and not frame[0] <= int(word.folded) <= frame[1]:
            return word.folded
    return ""
