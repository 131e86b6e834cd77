"""The morning digest in a conversation: shown on request, set, put off, and answered by its numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from bot.dialogue.actions import desk_intent_of
from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import AskDigest, DeskIntent, SayReport
from bot.dialogue.digest_messages import DigestMessages
from bot.dialogue.skills.desk_replies import refused, told
from bot.dialogue.skills.replies import Turn
from bot.dialogue.understanding.digest_words import (
    BeQuiet,
    DigestWish,
    Other,
    PutOff,
    RemindAgain,
    SetRhythm,
    SetTime,
    ShowToday,
    digest_wish,
)
from bot.dialogue.understanding.reading import read
from bot.dialogue.visits import Visit
from bot.texts import digests, refusals, reports
from corpus.vietnamese import fold
from progress.digest_settings import QUIET_LIMIT, SNOOZE_LIMIT, DigestSettings, may_send_at
from progress.digests import Digest, Snooze
from progress.refusals import NotAllowed
from progress.roles import Role

_NUMBERED = re.compile(
    r"(?:(?:việc|viec|dòng|dong|số|so)\s+)?(?P<number>[1-9]|10)(?P<sign>\s*[.):\-–]|\s)\s*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(r"(?:(?:việc|viec|dòng|dong|số|so)\s+)?(?P<number>[1-9]|10)[.)]?", re.IGNORECASE)
_TELLING = re.compile(r"(?:da |dang |chua |xong|hoan thanh|dat |duoc )")
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*(?:%|phần trăm|phan tram)", re.IGNORECASE)
_JUST_DONE = re.compile(r"(?:da\s+)?(?:xong|hoan thanh)(?:\s+(?:roi|r|het|ca|a|nhe|nha|het roi))*")


def ask_digest(intent: AskDigest, conversation: Conversation, visit: Visit) -> Turn | None:
    """/bantin; None for a sentence that turns out to be about something else, or comes from nobody known."""
    if visit.person is None:
        return refused(reports.needs_reading_role(), conversation) if intent.is_command else None
    if visit.incoming.is_group:
        return refused(reports.private_only(), conversation)
    if intent.page > 1:
        return _today(conversation, visit, intent.page)
    turn = _granted(digest_wish(intent.argument, visit.today), conversation, visit)
    if turn is None and intent.is_command:
        return refused(digests.not_understood(), conversation)
    return turn


def _granted(wish: DigestWish, conversation: Conversation, visit: Visit) -> Turn | None:
    """The turn for a wish; None for none that is known."""
    match wish:
        case ShowToday():
            return _today(conversation, visit)
        case SetTime():
            return _at_time(wish, conversation, visit)
        case SetRhythm():
            return _rhythm(wish, conversation, visit)
        case BeQuiet():
            return _quiet(wish, conversation, visit)
        case PutOff():
            return _put_off(wish, conversation, visit)
        case RemindAgain():
            return _remind_again(wish, conversation, visit)
        case Other(kind="settings"):
            return _settings(conversation, visit)
        case Other(kind="preview"):
            return _preview(conversation, visit)
        case Other():
            return None
    assert_never(wish)


# --- shown ---


def _today(conversation: Conversation, visit: Visit, page: int = 1) -> Turn:
    digest = visit.reporting.digests.digest(visit.actor, visit.today)
    chosen = visit.reporting.digests.settings(visit.actor)
    until = chosen.quiet_until if chosen.quiet_until and visit.today < chosen.quiet_until else None
    tail = digests.not_wanted(is_off=chosen.rhythm == "off", until=until)
    if digest is None:
        text = "\n".join(part for part in (digests.nothing(visit.today), tail) if part)
        return told(text, conversation)
    speaker = DigestMessages(visit.reporting.obligations)
    picture = b"" if page > 1 else painted(digest, visit)
    message = speaker.message(digest, page=page, picture=picture, tail=tail)
    lines = digest.focal.lines if digest.focal else ()
    tasks = tuple(dict.fromkeys(one.task_id for one in lines))
    if len(tasks) == 1:  # "xong" then speaks of it
        conversation = replace(conversation, topic_tasks=tasks, section="", agency="", role="", asked="")
    return Turn(message, conversation)


def painted(digest: Digest, visit: Visit) -> bytes:
    """The picture of the roll-up; empty where there is none to draw."""
    part = digest.coordinator
    if part is None or not part.sections:
        return b""
    heading = digests.picture_heading(part, digest.day, visit.periods.by_key)
    return visit.reporting.paint(part, heading)


def _settings(conversation: Conversation, visit: Visit) -> Turn:
    desk = visit.reporting.digests
    chosen = desk.settings(visit.actor)
    until = chosen.quiet_until if chosen.quiet_until and visit.today < chosen.quiet_until else None
    snoozes = desk.snoozes(visit.actor, visit.today)
    time = chosen.at or desk.rules.usual_time
    return told(digests.settings(time, chosen.rhythm, until, snoozes), conversation)


def _preview(conversation: Conversation, visit: Visit) -> Turn:
    try:
        counts = visit.reporting.digests.counts(visit.actor, visit.today)
    except NotAllowed:
        return refused(digests.for_administrators(), conversation)
    text = digests.preview(visit.today, counts[Role.REPORTER], counts[Role.LEADER], counts[Role.COORDINATOR])
    own = _today(conversation, visit)
    return replace(own, reply=replace(own.reply, text=f"{text}\n\n{own.reply.text}"))


# --- set ---


def _at_time(wish: SetTime, conversation: Conversation, visit: Visit) -> Turn:
    if wish.time is None:
        return refused(digests.which_time(), conversation)
    if not may_send_at(wish.time):
        return refused(digests.night(), conversation)
    chosen = _chosen(visit)
    rhythm = "daily" if chosen.rhythm == "off" else chosen.rhythm
    visit.reporting.digests.change(visit.actor, replace(chosen, at=wish.time, rhythm=rhythm))
    text = digests.weekly(wish.time) if rhythm == "weekly" else digests.at_time(wish.time)
    return told(text, conversation)


def _rhythm(wish: SetRhythm, conversation: Conversation, visit: Visit) -> Turn:
    desk, chosen = visit.reporting.digests, _chosen(visit)
    until = None if wish.rhythm == "daily" else chosen.quiet_until
    desk.change(visit.actor, replace(chosen, rhythm=wish.rhythm, quiet_until=until))
    time = chosen.at or desk.rules.usual_time
    match wish.rhythm:
        case "off":
            return told(digests.turned_off(), conversation)
        case "daily":
            return told(digests.turned_on(time), conversation)
        case "weekly":
            return told(digests.weekly(time), conversation)
    assert_never(wish.rhythm)


def _quiet(wish: BeQuiet, conversation: Conversation, visit: Visit) -> Turn:
    if wish.until is None or not visit.today < wish.until <= visit.today + QUIET_LIMIT:
        return refused(digests.until_when(QUIET_LIMIT.days), conversation)
    visit.reporting.digests.change(visit.actor, replace(_chosen(visit), quiet_until=wish.until))
    return told(digests.quiet(wish.until), conversation)


def _chosen(visit: Visit) -> DigestSettings:
    return visit.reporting.digests.settings(visit.actor)


# --- put off ---


def _put_off(wish: PutOff, conversation: Conversation, visit: Visit) -> Turn:
    task_id, refusal = _own_task(wish.words, visit)
    if refusal:
        return refused(refusal, conversation)
    if wish.until is None or not wish.reason:
        return refused(digests.how_to_snooze(), conversation)
    if not visit.today < wish.until <= visit.today + SNOOZE_LIMIT:
        return refused(digests.until_when(SNOOZE_LIMIT.days), conversation)
    kept = visit.reporting.digests.snooze(visit.actor, Snooze(task_id, wish.until, wish.reason))
    return told(digests.snoozed(kept), conversation)


def _remind_again(wish: RemindAgain, conversation: Conversation, visit: Visit) -> Turn:
    task_id, refusal = _own_task(wish.words, visit)
    if refusal:
        return refused(refusal, conversation)
    if not visit.reporting.digests.end_snooze(visit.actor, task_id):
        return refused(digests.was_not_snoozed(task_id), conversation)
    return told(digests.reminding_again(task_id), conversation)


def _own_task(words: str, visit: Visit) -> tuple[str, str]:
    """The task named, or why it is none that this person is reminded of."""
    codes = read(words, visit.knowledge.lexicon).codes
    if not codes:
        return "", digests.how_to_snooze()
    plan, code = visit.knowledge.plan, codes[0]
    if code not in plan.task_by_id:
        return "", refusals.missing_task(plan, code, code.split(".", 1)[0])
    role = visit.reporting.obligations.role
    if not any(role(code, agency) == "lead" for agency in visit.reports_for):
        return "", digests.not_yours_to_snooze(code)
    return code, ""


# --- answered ---


def answered_line(intent: SayReport, conversation: Conversation, visit: Visit) -> DeskIntent:
    """What a message means that answers a line of the digest by its number ("2", "2. 81%", "2 xong").

    The message itself where it answers none; "xong" alone answers the only line there is.
    """
    said = intent.text.strip()
    bare, numbered = _BARE.fullmatch(said), _NUMBERED.fullmatch(said)
    if numbered is not None and not _tells(numbered["sign"], numbered["rest"]):
        numbered = None
    is_done = not conversation.topic_tasks and bool(_JUST_DONE.fullmatch(fold(said)))
    if not (bare or numbered or is_done) or conversation.in_hand is not None or not visit.reports_for:
        return intent
    actions = _actions(conversation, visit)
    if is_done:
        return _about(actions[0], said) or intent if len(actions) == 1 else intent
    found = bare or numbered
    place = int(found["number"]) - 1 if found else 0
    if place >= len(actions):
        return intent
    kind, _, value = actions[place].partition(":")
    if bare:
        return desk_intent_of(kind, value) or intent
    return _about(actions[place], numbered["rest"] if numbered else "") or intent


def _actions(conversation: Conversation, visit: Visit) -> tuple[str, ...]:
    """What the numbers stand for: of a digest shown last in this conversation, else of the last one sent."""
    shown = [action for _, action in conversation.choices]
    numbered = tuple(action for action in shown if action.startswith(("report:", "resend:")))
    return numbered or visit.reporting.digests.told_actions(visit.actor)


def _tells(sign: str, rest: str) -> bool:
    """Whether what follows a number reports: "3 cuộc thanh tra" is a figure, not the third line."""
    return bool(sign.strip() or _SHARE.match(rest) or _TELLING.match(f"{fold(rest)} "))


def _about(action: str, words: str) -> SayReport | None:
    """The words as a report on the task that a line names."""
    kind, _, value = action.partition(":")
    return SayReport(f"{value.partition(':')[0]} {words}") if kind == "report" else None
