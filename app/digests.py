"""The morning round: who is due a digest now, composed and queued once, however often it is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from app.clock import Clock
from app.mistakes import told_plainly
from app.reporting import open_digests, open_obligations
from app.settings import Settings
from app.store import Store
from bot.delivery.outbox import DIGEST, QueuedMessage
from bot.delivery.outbox import Outbox as OutboxInSql
from bot.dialogue.digest_messages import DigestMessages
from bot.dialogue.messages import Outgoing
from bot.dialogue.ports import RollUpPainter
from bot.roll_up_picture import roll_up_picture
from bot.texts import digests
from corpus.agencies import Directory
from corpus.plans import BUNDLED_PLAN, PlanError, read_plan
from corpus.tables import TableError
from progress.digest_desk import DigestDesk, ToldDigest
from progress.digest_settings import LATE_AFTER, last_moment, may_send_at, moment_on
from progress.digests import Digest
from progress.obligations import Obligations
from progress.persons import Person
from progress.working_days import VIETNAM_TIME

PERSONS_AT_ONCE = 500  # as many messages are held in memory


class Outbox(Protocol):
    """Where messages are queued; see ``bot.outbox.Outbox``."""

    def queue(self, messages: Iterable[QueuedMessage]) -> int: ...


class DigestRounds:
    """Composes for all; what was composed before on a day is neither sent twice nor missed."""

    def __init__(
        self, desk: DigestDesk, obligations: Obligations, paint: RollUpPainter, outbox: Outbox
    ) -> None:
        self._desk = desk
        self._periods = obligations.periods
        self._messages = DigestMessages(obligations)
        self._paint = paint
        self._outbox = outbox

    def compose_due_digests(self, now: dt.datetime) -> int:
        """Queue the digest of everybody whose time of day has come, and say how many were new.

        Late, it says so; when its last moment is over, it is left to the next working day. Asked again, in
        this process or another, it does what is left.
        """
        here = now.astimezone(VIETNAM_TIME)
        day = here.date()
        if not may_send_at(here.time()):
            return 0
        due = [at for at in self._desk.times_left(day) if moment_on(day, at) <= here < last_moment(day, at)]
        # Last, for the library of holidays takes 10 MiB, which who tells nobody does not need.
        if not due or not self._desk.rules.working_days.is_working_day(day):
            return 0
        times = {person.id: (person, at) for person, at in self._desk.recipients(day) if at in due}
        made = 0
        some: list[tuple[Person, Digest]] = []
        for person, digest in self._desk.digests([person for person, _ in times.values()], day):
            if digest is not None:
                some.append((person, digest))
            if len(some) == PERSONS_AT_ONCE:
                made += self._queue(some, times, here)
                some = []
        made += self._queue(some, times, here)
        self._desk.finish(day, due)
        return made

    def preview(self, day: dt.date) -> Iterator[tuple[Person, dt.time, Outgoing]]:
        """What would be sent on a day and at what time; nothing is kept."""
        times = {person.id: (person, at) for person, at in self._desk.recipients(day)}
        for person, digest in self._desk.digests([person for person, _ in times.values()], day):
            if digest is not None:
                yield person, times[person.id][1], self._message(digest, is_late=False)

    def _queue(
        self,
        some: Sequence[tuple[Person, Digest]],
        times: Mapping[int, tuple[Person, dt.time]],
        here: dt.datetime,
    ) -> int:
        """Note what is told before it is queued: nothing is then thanked for twice, whatever happens."""
        self._desk.keep_told(
            ToldDigest(digest, person.id, self._messages.actions(digest)) for person, digest in some
        )
        queued = []
        for person, digest in some:
            at = times[person.id][1]
            is_late = here - moment_on(digest.day, at) > LATE_AFTER
            message = self._message(digest, is_late=is_late)
            until = last_moment(digest.day, at)
            queued.append(QueuedMessage(person.id, DIGEST, digest.day, (message,), expires_at=until))
        return self._outbox.queue(queued) if queued else 0

    def _message(self, digest: Digest, *, is_late: bool) -> Outgoing:
        part, picture = digest.coordinator, b""
        if part is not None and part.sections:
            heading = digests.picture_heading(part, digest.day, self._periods.by_key)
            picture = self._paint(part, heading)
        return self._messages.message(digest, is_late=is_late, picture=picture)


def open_rounds(settings: Settings, store: Store, *, clock: Clock) -> DigestRounds:
    """The rounds without anything that answers questions, for a command. Raises OperatorMistake."""
    with told_plainly(PlanError, TableError):
        plan = read_plan(settings.plan or BUNDLED_PLAN)
        directory = Directory.load(settings.directory)
    obligations = open_obligations(settings, plan, directory)
    desk = open_digests(settings, obligations, store, clock=clock)
    return DigestRounds(desk, obligations, roll_up_picture, OutboxInSql(store.database, clock))
