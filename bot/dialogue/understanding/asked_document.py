"""Recognises questions on the document itself, on documents it names, on short forms, and on missing rows."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import (
    About,
    AskCitedDocument,
    AskDocument,
    AskMeaning,
    DocumentField,
    Intent,
    MissingRow,
    OutOfScope,
)
from bot.dialogue.understanding.cues import Cue
from bot.dialogue.understanding.lexicon import digits_of
from bot.dialogue.understanding.reading import Reading
from corpus.dates import dates_in
from corpus.vietnamese import fold

# Kinds of documents, named before their number.
_NUMBER = re.compile(r"0*\d+[a-z]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TYPES = frozenset(
    {
        "ke hoach", "chi thi", "quyet dinh", "nghi dinh", "nghi quyet", "thong tu", "luat", "cong van",
        "de an", "chuong trinh", "bao cao", "ket luan",
    }
)  # fmt: skip
# Parts of phrases that can only ask what a word means; "là gì" alone may ask anything.
_EXPLAINING = (
    "viet tat", "nghia", "hieu", "day du", "giai thich", "khai niem", "viet du", "cum tu", "chu gi", "tu gi",
)  # fmt: skip
_QUESTION_WORDS = frozenset({"ai", "la", "gi"})
_FIELDS: dict[Cue, DocumentField] = {
    Cue.DOCUMENT_DATE: "date",
    Cue.DOCUMENT_NUMBER: "number",
    Cue.DOCUMENT_TITLE: "title",
    Cue.DOCUMENT_ISSUER: "issuer",
}
_DOCUMENT_FRAME = (*_FIELDS, Cue.WHOLE_PLAN, Cue.VAGUE, Cue.WHEN, Cue.LEGAL_DOCUMENT)
_LONGEST_TERM = 3  # typed words of a short form
_FEW_BESIDE = 2  # words a question on a short form may hold beside it, when it only says "là gì"
_MANY_BESIDE, _MANY_BESIDE_TERM = 5, 6  # the same when it says "nghĩa là gì": without and with a known form


def missing_row(reading: Reading) -> Intent | None:
    """A code or a section that the plan does not have."""
    plan = reading.lexicon.plan
    for code in reading.codes:
        if not plan.has_row(code):
            return MissingRow(code, code.split(".")[0])
    if reading.missing_section and not reading.has_subject:
        return MissingRow(reading.missing_section, reading.missing_section)
    return None


def meaning(reading: Reading) -> Intent | None:
    """ "CQCM nghĩa là gì", "par index la gi", "ĐVSNCL là viết tắt của từ nào"."""
    if not reading.has(Cue.MEANING) or reading.has(Cue.POINTING):
        return None
    explicit = any(any(word in span.phrase for word in _EXPLAINING) for span in reading.spans_of(Cue.MEANING))
    if not explicit and (
        reading.codes or reading.has(Cue.LEAD, Cue.COORDINATE, Cue.WHEN, Cue.TARGET, Cue.HOW_MUCH, Cue.WHICH)
    ):
        return None
    if reading.has(Cue.DOCUMENT_TITLE) and reading.has(Cue.WHOLE_PLAN) and not _abbreviation_in(reading):
        return None
    term = _abbreviation_in(reading)
    if term and _other_words(term, reading) <= (_MANY_BESIDE_TERM if explicit else _FEW_BESIDE):
        return AskMeaning(term)
    if explicit and reading.has_subject and not reading.codes and _other_words("", reading) <= _MANY_BESIDE:
        return AskMeaning(reading.subject(with_agencies=True))
    return None


def _other_words(term: str, reading: Reading) -> int:
    """Content words beside the term and its full form."""
    entry = reading.lexicon.glossary.lookup(term) if term else None
    own = set(fold(f"{term} {entry.full if entry else ''}").split())
    words = [
        reading.words[i].folded
        for i in reading.subject_positions(Cue.WHOLE_PLAN, Cue.VAGUE, Cue.CONTENT, Cue.DOCUMENT_TITLE)
    ]
    return sum(1 for word in words if word not in own)


def document(reading: Reading, conversation: Conversation) -> Intent | None:
    """The plan's own number, date, issuer and name; and the documents it cites."""
    if any("ky" in span.phrase.split() for span in reading.spans_of(Cue.PERSON)):
        return OutOfScope("person")  # "ai ký": a person, whom the plan does not name
    for number in reading.documents:
        if fold(number) == fold(reading.lexicon.plan.document.number):
            return _own_field(reading, claimed=_claimed_date(reading))
        named = _named_document(number, reading)
        if named:
            return named
    return (
        _shortly_named_document(cited_number(reading), reading)
        or _document_again(reading, conversation)
        or _plan_itself(reading, conversation)
        or _cited_documents(reading, conversation)
    )


def _named_document(number: str, reading: Reading) -> Intent | None:
    """Another document by its whole number, unless it only describes a task."""
    if reading.has(Cue.IS_IT_SO) and _same_kind(number, reading.lexicon.plan.document.number):
        return AskDocument("number", claimed=number.upper())
    if is_cited(number, reading) and _fact_asked(reading):
        return None
    return AskCitedDocument(number, is_claim=reading.has(Cue.IS_IT_SO), said=reading.raw)


def _shortly_named_document(number: str, reading: Reading) -> Intent | None:
    """ "Chỉ thị 26", "kế hoạch 201": a document by its kind and the digits of its number."""
    field = _field(reading)
    if number and field and is_own(number, reading):
        return AskDocument(field, _claimed_date(reading))
    if number and is_cited(number, reading) and not _fact_asked(reading):
        return AskCitedDocument(number, is_claim=reading.has(Cue.IS_IT_SO), said=reading.raw)
    return None


def _document_again(reading: Reading, conversation: Conversation) -> Intent | None:
    """ "Ngày ban hành?", "của ai?" after the documents of a task."""
    if conversation.asked != "documents" or not conversation.topic_tasks or reading.has_subject:
        return None
    asks_field = _field(reading) is not None or reading.has(Cue.WHO)
    return AskCitedDocument(about=About(is_follow_up=True)) if asks_field else None


def _plan_itself(reading: Reading, conversation: Conversation) -> Intent | None:
    """A field of the plan, named or spoken of last."""
    goes_on = conversation.asked == "document" and not reading.has_subject
    numbers = reading.spans_of(Cue.DOCUMENT_NUMBER)
    named = reading.has(Cue.WHOLE_PLAN) or any(
        span.phrase.startswith(("ke hoach", "phu luc")) for span in numbers
    )
    field = _field(reading) if named or goes_on else None
    if not field or reading.codes or _role_asked(reading) or _subject_beyond_plan(reading):
        return None
    return AskDocument(field, _claimed_date(reading))


def _cited_documents(reading: Reading, conversation: Conversation) -> Intent | None:
    """Those a task names, those of the task spoken of, or all."""
    if not _asks_documents(reading):
        return None
    if reading.has_subject or reading.codes:
        return AskCitedDocument(about=About(words=reading.subject(), codes=reading.codes))
    follow = reading.has(Cue.POINTING, Cue.GOING_ON) and bool(conversation.topic_tasks)
    return AskCitedDocument(about=About(is_follow_up=True) if follow else None)


def _same_kind(number: str, other: str) -> bool:
    """Two numbers with the same tail: "210/KH-UBND" beside "201/KH-UBND"."""
    return fold(number.partition("/")[2]) == fold(other.partition("/")[2])


def _claimed_date(reading: Reading) -> str:
    """A full date that is stated, day/month/year."""
    for found in dates_in(reading.text):
        if reading.has(Cue.IS_IT_SO) and found.day and found.month and found.year:
            return f"{found.day}/{found.month}/{found.year}"
    return ""


def _fact_asked(reading: Reading) -> bool:
    """The document only describes a task; what is asked is the task's."""
    return reading.has(Cue.LEAD, Cue.COORDINATE, Cue.WHEN, Cue.TARGET, Cue.HOW_MUCH)


def is_own(number: str, reading: Reading) -> bool:
    """Whether a typed number, whole or only its digits, is the plan's own."""
    return digits_of(number) == digits_of(reading.lexicon.plan.document.number)


def is_cited(number: str, reading: Reading) -> bool:
    """Whether a typed number, whole or only its digits, is that of a document the plan names."""
    return digits_of(number) in reading.lexicon.citing


def _abbreviation_in(reading: Reading) -> str:
    """The short form asked about: the longest run of typed words the glossary knows."""
    typed = re.findall(r"[^\W_]+", _without_agencies(reading))
    for length in range(_LONGEST_TERM, 0, -1):
        for start in range(len(typed) - length + 1):
            term = " ".join(typed[start : start + length])
            entry = reading.lexicon.glossary.lookup(term)
            if entry and _looks_short(term, entry.short):
                return entry.short
    shouted = [
        word for word in typed if len(word) > 1 and word.isupper() and not re.fullmatch(r"[IVX]+", word)
    ]
    return shouted[0] if shouted and not all(word.isupper() for word in typed if word.isalpha()) else ""


def _without_agencies(reading: Reading) -> str:
    """The message without agency names, whose own short forms are not asked about."""
    text = reading.raw
    for mention in reading.lexicon.directory.find(text):
        if not mention.agency.is_group and " " in mention.text.strip():
            text = text.replace(mention.text, " , ")
    return text


def _looks_short(term: str, short: str) -> bool:
    """Whether a term is the short form itself; "AI" is one only in capitals, and "ai" asks who."""
    joined = fold(term).replace(" ", "")
    return term == short or (joined == fold(short).replace(" ", "") and joined not in _QUESTION_WORDS)


def _role_asked(reading: Reading) -> bool:
    return reading.has(Cue.LEAD, Cue.COORDINATE)


def _field(reading: Reading) -> DocumentField | None:
    return next((field for cue, field in _FIELDS.items() if reading.has(cue)), None)


def _own_field(reading: Reading, claimed: str) -> Intent | None:
    if reading.has_subject or _role_asked(reading) or reading.section or reading.agencies:
        return None  # "Kế hoạch 201/KH-UBND giao ai chủ trì tài sản công"
    return AskDocument(_field(reading) or "all", claimed)


def _subject_beyond_plan(reading: Reading) -> bool:
    """Content words that are not part of naming the document."""
    document = reading.lexicon.plan.document
    name = set(fold(f"{document.annex} {document.title} ban hanh ke hoach phu luc so").split())
    words = [reading.words[i].folded for i in reading.subject_positions(*_DOCUMENT_FRAME)]
    return any(word not in name and not word.isdecimal() for word in words)


def _asks_documents(reading: Reading) -> bool:
    spans = reading.spans_of(Cue.LEGAL_DOCUMENT)
    wide = [span for span in spans if span.last - span.first > 1 and span.phrase not in _TYPES]
    listed = reading.has(Cue.LIST, Cue.WHICH, Cue.HOW_MANY) and any(span.phrase in _TYPES for span in spans)
    return bool(wide) or listed


def cited_number(reading: Reading) -> str:
    """The digits of a document named by its type: "26" in "chỉ thị 26", "843" in "quyết định số 843"."""
    folded = [word.folded for word in reading.words]
    for i in range(2, len(folded)):
        if not _NUMBER.fullmatch(folded[i]) or _YEAR.fullmatch(folded[i]):
            continue
        kind = f"{folded[i - 2]} {folded[i - 1]}"
        if folded[i - 1] == "so" and i >= 3:
            kind = f"{folded[i - 3]} {folded[i - 2]}"
        if kind in _TYPES:
            return folded[i]
    return ""
