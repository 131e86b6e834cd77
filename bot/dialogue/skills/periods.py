"""The reporting periods: their days, whether they take reports; for the coordinator, locking them."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation
from bot.dialogue.desk_intents import AskPeriod, DecideOnPeriod
from bot.dialogue.skills.deciding import decide_on_period
from bot.dialogue.skills.desk_replies import refused, told
from bot.dialogue.skills.replies import Turn
from bot.dialogue.visits import Visit
from bot.texts import progress_refusals, standing
from corpus.vietnamese import fold
from progress.periods import Period
from progress.roles import Act

_LOCK = re.compile(r"^(?:khoa)(?:\s+ky)?\b\s*")
_REOPEN = re.compile(r"^(?:mo lai|mo khoa|mo)(?:\s+ky)?\b\s*")


def ask_period(intent: AskPeriod, conversation: Conversation, visit: Visit) -> Turn | None:
    """/kybaocao; None for a sentence of somebody unknown, so that it is answered as a question."""
    if not intent.is_command and visit.person is None:
        return None
    argument = fold(intent.argument) if intent.is_command else ""
    for pattern, is_lock in ((_LOCK, True), (_REOPEN, False)):
        if match := pattern.match(argument):
            period = _named(argument[match.end() :], visit)
            key = period.key if period else ""
            return decide_on_period(DecideOnPeriod(key, is_lock=is_lock), conversation, visit)
    period = _named(intent.argument if intent.is_command else "", visit)
    if intent.is_command and period is None and intent.argument.strip():
        return refused(progress_refusals.no_period(), conversation)
    if period is None:
        return refused(progress_refusals.none_open(visit.periods.upcoming(visit.today)), conversation)
    lock = visit.reporting.desk.lock_of(period.key)
    lines = [standing.period(period, visit.today, lock)]
    following = visit.periods.upcoming(visit.today)
    if following is not None and following.key != period.key:
        lines.append(standing.next_period(following))
    return told("\n".join(lines), conversation, *_steps(period, visit, is_locked=lock is not None))


def _named(argument: str, visit: Visit) -> Period | None:
    """The period said, or the current one; where all are locked, the last one begun."""
    if argument.strip():
        return visit.periods.find(argument, visit.today)
    current = visit.current() or visit.periods.current(visit.today)
    return current or visit.periods.upcoming(visit.today)


def _steps(period: Period, visit: Visit, *, is_locked: bool) -> list[tuple[str, str]]:
    if visit.incoming.is_group or visit.person is None:
        return []
    if visit.person.may(Act.LOCK_PERIOD):
        decision = ("Mở lại kỳ", f"reopen:{period.key}") if is_locked else ("Khóa kỳ", f"lock:{period.key}")
        return [decision, ("Chờ xác nhận", "reviews:1:")]
    return [("Báo cáo", "owed:1"), ("Tiến độ", "standing:1:")] if visit.reports_for else []
