"""The morning digest of persons: composed, told, put off; what each chose. One transaction an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from progress.database import Database
from progress.digest_facts import DigestFacts
from progress.digest_settings import DigestRules, DigestSettings
from progress.digests import Digest, Snooze, compose_digest
from progress.keys import storable_text
from progress.obligations import Obligations
from progress.person_rows import ALIVE, living_person, people_in
from progress.persons import Person
from progress.refusals import NotAllowed, ReasonMissing, TaskUnknown
from progress.roles import NO_AGENCY, Act, Role
from progress.tables.digests import (
    DigestRoundRow,
    DigestSettingsRow,
    DigestSnoozeRow,
    DigestThanksRow,
    DigestToldRow,
)
from progress.tables.people import MembershipRow, PersonRow

_TOLD_ROLES = (Role.REPORTER.value, Role.LEADER.value, Role.COORDINATOR.value)
_WITH_PART = PersonRow.id.in_(
    select(MembershipRow.person_id).where(
        MembershipRow.role.in_(_TOLD_ROLES), MembershipRow.ended_at.is_(None)
    )
)
_RECIPIENTS = ALIVE.where(_WITH_PART)
_SETTINGS = select(DigestSettingsRow.__table__)
_MINUTES = select(DigestSettingsRow.minute).where(DigestSettingsRow.minute.is_not(None)).distinct()
_ROUNDS = select(DigestRoundRow.minute).where(DigestRoundRow.day == bindparam("day"))


@dataclass(frozen=True, slots=True)
class ToldDigest:
    """A digest with what its numbers stand for, in order."""

    digest: Digest
    person: int
    actions: tuple[str, ...] = ()


class DigestDesk:
    """Composes for those who ask and for all; keeps what each chose and what he was told."""

    def __init__(
        self,
        database: Database,
        obligations: Obligations,
        rules: DigestRules,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self.rules = rules
        self._database = database
        self._obligations = obligations
        self._clock = clock
        self._facts = DigestFacts(database, obligations)
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        settings, told = insert(DigestSettingsRow), insert(DigestToldRow)
        self._keep_settings = settings.on_conflict_do_update(
            index_elements=["person_id"],
            set_={
                "minute": settings.excluded.minute,
                "rhythm": settings.excluded.rhythm,
                "quiet_until": settings.excluded.quiet_until,
                "changed_at": settings.excluded.changed_at,
            },
        )
        snooze = insert(DigestSnoozeRow)
        self._keep_snooze = snooze.on_conflict_do_update(
            index_elements=["person_id", "task_id"],
            set_={
                "until": snooze.excluded.until,
                "reason": snooze.excluded.reason,
                "at": snooze.excluded.at,
            },
        )
        # Composed once more on the same day, the day before stays the day before.
        is_later = DigestToldRow.day < told.excluded.day
        self._keep_told = told.on_conflict_do_update(
            index_elements=["person_id"],
            set_={
                "day": told.excluded.day,
                "day_before": case((is_later, DigestToldRow.day), else_=DigestToldRow.day_before),
                "actions": told.excluded.actions,
            },
            where=DigestToldRow.day <= told.excluded.day,
        )
        self._keep_thanks = insert(DigestThanksRow).on_conflict_do_nothing(
            index_elements=["person_id", "period"]
        )
        self._keep_round = insert(DigestRoundRow).on_conflict_do_nothing(index_elements=["day", "minute"])

    # --- what waits ---

    def digest(self, person: Person, today: dt.date) -> Digest | None:
        """What waits for one person on a day; None when nothing does."""
        return next(iter(self.digests([person], today)))[1]

    def digests(self, people: Sequence[Person], today: dt.date) -> Iterator[tuple[Person, Digest | None]]:
        """The same for many, by as many queries as for one."""
        composed: dict[object, Digest | None] = {}
        for person, facts in zip(people, self._facts.of(people, today), strict=True):
            # Those who report for the same agency and put nothing off are told the same.
            if facts.key not in composed:
                composed[facts.key] = compose_digest(facts, today, self.rules)
            yield person, composed[facts.key]

    def counts(self, actor: Person, today: dt.date) -> Mapping[Role, int]:
        """How many would be told something as what on a day. Raises NotAllowed and PersonUnknown."""
        with self._database.reading() as connection:
            if not living_person(connection, actor.id).may(Act.PREVIEW_DIGESTS):
                raise NotAllowed(Act.PREVIEW_DIGESTS, NO_AGENCY)
        found = dict.fromkeys((Role.REPORTER, Role.LEADER, Role.COORDINATOR), 0)
        people = [one for one, _ in self.recipients(today)]
        for _, digest in self.digests(people, today):
            if digest is not None:
                found[Role.REPORTER] += digest.focal is not None
                found[Role.LEADER] += bool(digest.leader)
                found[Role.COORDINATOR] += digest.coordinator is not None
        return found

    # --- for those who send ---

    def recipients(self, day: dt.date) -> tuple[tuple[Person, dt.time], ...]:
        """Who may be told something and wants to be on a day, and at what time."""
        with self._database.reading() as connection:
            chosen = {row.person_id: _settings(row) for row in connection.execute(_SETTINGS)}
            people = people_in(connection.execute(_RECIPIENTS))
        usual = DigestSettings()
        found = []
        for person in people:
            settings = chosen.get(person.id, usual)
            if settings.is_wanted(day, self.rules.working_days):
                found.append((person, settings.at or self.rules.usual_time))
        return tuple(found)

    def times_left(self, day: dt.date) -> tuple[dt.time, ...]:
        """The times of a day at which somebody may want a digest and none were composed yet."""
        with self._database.reading() as connection:
            wanted = {_minute(self.rules.usual_time), *connection.execute(_MINUTES).scalars()}
            done = set(connection.execute(_ROUNDS, {"day": day}).scalars())
        return tuple(_time(minute) for minute in sorted(wanted - done))

    def keep_told(self, told: Iterable[ToldDigest]) -> None:
        """Note what is about to be sent, so that nothing is opened or thanked for twice."""
        rows, thanks = [], []
        for one in told:
            actions = "\n".join(one.actions)
            day = one.digest.day
            rows.append({"person_id": one.person, "day": day, "day_before": None, "actions": actions})
            if one.digest.focal and one.digest.focal.thanks:
                thanks.append({"person_id": one.person, "period": one.digest.focal.thanks, "day": day})
        if not rows:
            return
        with self._database.writing() as connection:
            connection.execute(self._keep_told, rows)
            if thanks:
                connection.execute(self._keep_thanks, thanks)

    def finish(self, day: dt.date, times: Collection[dt.time]) -> None:
        """The digests of these times are queued."""
        rows = [{"day": day, "minute": _minute(one), "at": self._clock()} for one in times]
        with self._database.writing() as connection:
            connection.execute(self._keep_round, rows)

    # --- what one person chose ---

    def settings(self, person: Person) -> DigestSettings:
        with self._database.reading() as connection:
            row = connection.execute(_SETTINGS.where(DigestSettingsRow.person_id == person.id)).first()
        return DigestSettings() if row is None else _settings(row)

    def change(self, person: Person, settings: DigestSettings) -> None:
        """Keep what a person chose. Raises PersonUnknown."""
        with self._database.writing() as connection:
            living_person(connection, person.id)
            connection.execute(
                self._keep_settings,
                {
                    "person_id": person.id,
                    "minute": _minute(settings.at) if settings.at else None,
                    "rhythm": settings.rhythm,
                    "quiet_until": settings.quiet_until,
                    "changed_at": self._clock(),
                },
            )

    def snooze(self, person: Person, snooze: Snooze) -> Snooze:
        """Put a task off in the digest of one person. Raises PersonUnknown, TaskUnknown and ReasonMissing."""
        if snooze.task_id not in self._obligations.plan.task_by_id:
            raise TaskUnknown(snooze.task_id)
        if not (reason := storable_text(snooze.reason)):
            raise ReasonMissing
        kept = replace(snooze, reason=reason)
        with self._database.writing() as connection:
            living_person(connection, person.id)
            connection.execute(
                self._keep_snooze,
                {
                    "person_id": person.id,
                    "task_id": kept.task_id,
                    "until": kept.until,
                    "reason": kept.reason,
                    "at": self._clock(),
                },
            )
        return kept

    def end_snooze(self, person: Person, task_id: str) -> bool:
        """Remind of a task again; False where it was not put off."""
        ending = delete(DigestSnoozeRow).where(
            DigestSnoozeRow.person_id == person.id, DigestSnoozeRow.task_id == task_id
        )
        with self._database.writing() as connection:
            return connection.execute(ending).rowcount > 0

    def snoozes(self, person: Person, today: dt.date) -> tuple[Snooze, ...]:
        """What a person put off and is not yet reminded of, the first to come back in front."""
        query = (
            select(DigestSnoozeRow.task_id, DigestSnoozeRow.until, DigestSnoozeRow.reason)
            .where(DigestSnoozeRow.person_id == person.id, DigestSnoozeRow.until > today)
            .order_by(DigestSnoozeRow.until, DigestSnoozeRow.task_id)
        )
        with self._database.reading() as connection:
            return tuple(Snooze(*row) for row in connection.execute(query))

    def told_actions(self, person: Person) -> tuple[str, ...]:
        """What the numbers of the last digest sent to a person stand for, the first in front."""
        query = select(DigestToldRow.actions).where(DigestToldRow.person_id == person.id)
        with self._database.reading() as connection:
            found = connection.execute(query).scalar()
        return tuple(found.split("\n")) if found else ()


def _settings(row: Any) -> DigestSettings:
    minute = row.minute
    at = None if minute is None else _time(minute)
    return DigestSettings(at, row.rhythm, row.quiet_until)


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)
