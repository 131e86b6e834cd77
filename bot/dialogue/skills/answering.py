"""Takes the answer to a question of the desk: a choice that was tapped, or words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import Pick, Reply, SayReport
from bot.dialogue.draft_content import OTHER, WORK, entry_of, with_target, with_words
from bot.dialogue.drafts import TEXT_LIMIT, Draft, InHand
from bot.dialogue.intents import Manners
from bot.dialogue.report_subjects import finder
from bot.dialogue.skills.deciding import to_decide
from bot.dialogue.skills.desk_replies import asked, told
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.reporting import proceed, say_report
from bot.dialogue.understanding.reading import read
from bot.dialogue.understanding.reported import Asks, NamedTask, Reports, reported
from bot.dialogue.understanding.understand import understand
from bot.dialogue.visits import Visit
from bot.texts import report_questions, reports
from corpus.vietnamese import fold, tidy
from progress.records import Content

_WORK = re.compile(r"\b(?:tien do|khoi luong|cong viec|phan tram cong viec)\b")
_OTHER = re.compile(r"\b(?:khac|khong phai|so lieu khac)\b")
_LEFT_OUT = re.compile(
    r"^(?:bo|xoa|khong co|het)\s+(?:phan\s+)?"
    r"(kho khan|vuong mac|de xuat|kien nghi|ghi chu|so lieu|tien do|tinh trang)"
)
_FIELDS = {
    "kho khan": "difficulty",
    "vuong mac": "difficulty",
    "de xuat": "proposal",
    "kien nghi": "proposal",
    "ghi chu": "note",
    "so lieu": "measures",
    "tien do": "percent",
    "tinh trang": "state",
}
_NOTE = re.compile(
    r"^\s*(?:ghi chú|ghi chu|lưu ý|luu y|note)\s*[:,-]?\s*(?P<note>\S.*)$", re.IGNORECASE | re.DOTALL
)


def pick(intent: Pick, conversation: Conversation, visit: Visit) -> Turn:
    """A choice of the question that is in hand; one of an earlier question is stale."""
    hand = conversation.in_hand
    if hand is None or hand.mark != intent.mark or intent.place >= len(hand.options):
        return told(reports.nothing_in_hand(), conversation, ("Báo cáo", "owed:1"))
    return _given(hand, hand.options[intent.place], conversation, visit)


def _given(hand: InHand, value: str, conversation: Conversation, visit: Visit) -> Turn:
    draft = hand.draft if hand.drafts else Draft()
    match hand.asks:
        case "task":
            draft = replace(draft, task_id=value, candidates=())
        case "agency":
            draft = replace(draft, agency=value)
        case "meaning":
            draft = replace(draft, meanings=(*draft.meanings, value))
        case "target":
            draft = with_target(draft, value, visit)
        case "which":
            return _ask_change(replace(hand, at=int(value)), conversation)
        case _:
            return told(reports.nothing_in_hand(), conversation)
    return proceed(hand.with_draft(draft), conversation, visit)


def reply(intent: Reply, conversation: Conversation, visit: Visit) -> Turn | None:
    """Words while a question is in hand; None when they ask something else, and the question waits on."""
    hand = conversation.in_hand
    if hand is None:
        return None
    text = tidy(intent.text)
    if hand.asks in ("reason", "note"):
        return None if _asks_openly(text, visit) else to_decide(hand, text[:TEXT_LIMIT], conversation, visit)
    takes: dict[str, Callable[[], Turn | None]] = {
        "task": lambda: _task(hand, text, conversation, visit),
        "agency": lambda: _agency(hand, text, conversation, visit),
        "meaning": lambda: _meaning(hand, text, conversation, visit),
        "target": lambda: _meaning(hand, text, conversation, visit),
        "content": lambda: _content(hand, text, conversation, visit),
        "change": lambda: change(hand, text, conversation, visit),
        "which": lambda: _which(hand, text, conversation, visit),
    }
    return takes[hand.asks]() if hand.asks in takes else None


# --- which task, for whom ---


def _task(hand: InHand, text: str, conversation: Conversation, visit: Visit) -> Turn | None:
    knowledge = visit.knowledge
    codes = read(text, knowledge.lexicon).codes
    reading = reported(text, knowledge.lexicon, visit.periods)
    if isinstance(reading, Asks):
        return None
    if isinstance(reading, Reports) and any(not one.is_empty for one in reading.tasks):
        if any(one.task.is_named for one in reading.tasks):
            return say_report(SayReport(text), conversation, visit)
        anew = replace(hand.draft, said=text, place=0, content=Content(), is_read=False, meanings=())
        return proceed(hand.with_draft(anew), conversation, visit)
    if codes:
        leaves = knowledge.leaves(codes[0])
        found: str | tuple[str, ...] = leaves[0] if len(leaves) == 1 else leaves
    elif _is_polite(text, conversation, visit):
        return None
    else:
        found = finder(knowledge)(NamedTask(words=text))
    if isinstance(found, str):
        draft = replace(hand.draft, task_id=found, candidates=())
        return proceed(hand.with_draft(draft), conversation, visit)
    if not found:
        return None
    return proceed(hand.with_draft(replace(hand.draft, candidates=found)), conversation, visit)


def _agency(hand: InHand, text: str, conversation: Conversation, visit: Visit) -> Turn | None:
    said = fold(text)
    meant = [one for one in hand.options if fold(one) in said or said in fold(one)]
    named = [one.agency.name for one in read(text, visit.knowledge.lexicon).agencies]
    meant = meant or [one for one in hand.options if one in named]
    return _given(hand, meant[0], conversation, visit) if len(meant) == 1 else None


# --- what is said ---


def _meaning(hand: InHand, text: str, conversation: Conversation, visit: Visit) -> Turn | None:
    folded = fold(text)
    if WORK in hand.options and _WORK.search(folded) and len(folded.split()) < 8:
        return _given(hand, WORK, conversation, visit)
    if OTHER in hand.options and _OTHER.search(folded):
        return _given(hand, OTHER, conversation, visit)
    return _content(hand, text, conversation, visit, is_free=False)


def _content(
    hand: InHand, text: str, conversation: Conversation, visit: Visit, *, is_free: bool = True
) -> Turn | None:
    """The result of the task that was asked for; plain words become a note where ``is_free``."""
    reading = reported(text, visit.knowledge.lexicon, visit.periods)
    if isinstance(reading, Asks):
        return None
    if isinstance(reading, Reports) and _names_another(reading, hand.draft, visit):
        return say_report(SayReport(text), conversation, visit)
    combined = f"{hand.draft.task_id}: {text}"
    entry = entry_of(combined, 0, visit)
    if entry is not None and not entry.is_empty:
        draft = replace(hand.draft, said=combined, place=0, meanings=(), is_read=False)
        return proceed(hand.with_draft(draft), conversation, visit)
    if not is_free or _is_polite(text, conversation, visit):
        return None
    content = hand.draft.content.updated(Content(note=_noted(text)))
    return proceed(hand.with_draft(replace(hand.draft, content=content, is_read=True)), conversation, visit)


def _noted(text: str) -> str:
    found = _NOTE.match(text)
    return (found["note"] if found else text)[:TEXT_LIMIT]


def _names_another(reading: Reports, draft: Draft, visit: Visit) -> bool:
    codes = [code for one in reading.tasks for code in one.task.codes if visit.knowledge.plan.has_row(code)]
    return any(code != draft.task_id for code in codes)


# --- what is to be changed ---


def ask_change(conversation: Conversation, visit: Visit, rest: str = "") -> Turn | None:
    """Sửa was chosen: of several tasks which one, then what."""
    hand = conversation.in_hand
    if hand is None:
        return told(reports.nothing_in_hand(), conversation, ("Báo cáo", "owed:1"))
    if hand.kind != "report":
        asks = "note" if hand.kind == "note" else "reason"
        return asked(report_questions.say_anew(), replace(hand, asks=asks, text=""), conversation)  # type: ignore[arg-type]
    if rest:
        return change(hand, rest, conversation, visit)
    if len(hand.drafts) == 1:
        return _ask_change(hand, conversation)
    tasks = [visit.knowledge.task(one.task_id) for one in hand.drafts]
    options = tuple((reports.task_label(task), str(place)) for place, task in enumerate(tasks))
    return asked(report_questions.which_changes(), replace(hand, asks="which"), conversation, *options)


def _ask_change(hand: InHand, conversation: Conversation) -> Turn:
    return asked(report_questions.what_changes(), replace(hand, asks="change"), conversation)


def _which(hand: InHand, text: str, conversation: Conversation, visit: Visit) -> Turn | None:
    codes = read(text, visit.knowledge.lexicon).codes
    places = [place for place, one in enumerate(hand.drafts) if one.task_id in codes]
    if len(places) != 1:
        return None
    hand = replace(hand, at=places[0])
    reading = reported(text, visit.knowledge.lexicon, visit.periods)
    if isinstance(reading, Reports) and any(not one.is_empty for one in reading.tasks):
        return change(hand, text, conversation, visit)
    return _ask_change(hand, conversation)


def change(hand: InHand, text: str, conversation: Conversation, visit: Visit) -> Turn | None:
    """What is said is laid over the draft: figures, words, the period, the task; None for a question."""
    knowledge, draft = visit.knowledge, hand.draft
    reading = reported(text, knowledge.lexicon, visit.periods)
    if isinstance(reading, Asks):
        return None
    if left_out := _LEFT_OUT.match(fold(text)):
        empty = getattr(Content(), _FIELDS[left_out[1]])
        content = replace(draft.content, **{_FIELDS[left_out[1]]: empty})
        return proceed(hand.with_draft(replace(draft, content=content)), conversation, visit)
    if period := visit.periods.find(text, visit.today):
        return proceed(hand.with_draft(replace(draft, period=period.key, expects=0)), conversation, visit)
    if isinstance(reading, Reports) and _names_another(reading, draft, visit):
        return say_report(SayReport(text), conversation, visit)
    if noted := _NOTE.match(text):
        content = draft.content.updated(Content(note=noted["note"][:TEXT_LIMIT]))
        return proceed(hand.with_draft(replace(draft, content=content)), conversation, visit)
    changed = with_words(draft, text, visit)
    if changed is not None:
        return proceed(hand.with_draft(changed), conversation, visit)
    codes = read(text, knowledge.lexicon).codes
    if len(codes) == 1 and codes[0] in knowledge.plan.task_by_id and len(text.split()) < 5:
        moved = replace(draft, task_id=codes[0], agency="", expects=0, is_read=not draft.said)
        return proceed(hand.with_draft(moved), conversation, visit)
    if _is_polite(text, conversation, visit):
        return None
    return asked(report_questions.unread_change(), _changing(hand), conversation)


def _changing(hand: InHand) -> InHand:
    return replace(hand, asks="change")


# --- whether it is an answer at all ---


def _is_polite(text: str, conversation: Conversation, visit: Visit) -> bool:
    return isinstance(understand(text, conversation, visit.knowledge.lexicon), Manners)


def _asks_openly(text: str, visit: Visit) -> bool:
    """Whether words that may be a reason are a question instead."""
    if "?" in text:
        return True
    lexicon = visit.knowledge.lexicon
    return bool(read(text, lexicon).codes) and isinstance(reported(text, lexicon, visit.periods), Asks)
