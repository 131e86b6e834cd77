"""Gathers the facts of digests from SQL: for thousands of persons with as many queries as for a few."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, bindparam, func, select

from progress.agency_facts import AGENCIES_AT_ONCE, AgenciesOnDay
from progress.database import Database
from progress.digest_settings import moment_on, monday_of
from progress.digests import AgencyFacts, PersonFacts, Snooze
from progress.obligations import Obligations
from progress.persons import Person
from progress.province_count import ProvinceCount
from progress.roles import Act, Role
from progress.tables.asking import QuestionRow
from progress.tables.base import BigId
from progress.tables.digests import DigestSnoozeRow, DigestThanksRow, DigestToldRow
from progress.working_days import vietnamese_day

PERSONS_AT_ONCE = 5_000

_UNANSWERED = select(func.count()).where(
    QuestionRow.kind == "refused",
    QuestionRow.asked_at >= bindparam("start"),
    QuestionRow.asked_at < bindparam("end"),
)
_OF_PERSONS = bindparam("persons", expanding=True, type_=BigId)
_SNOOZES = select(DigestSnoozeRow.__table__).where(DigestSnoozeRow.person_id.in_(_OF_PERSONS))
_TOLD = select(DigestToldRow.person_id, DigestToldRow.day, DigestToldRow.day_before).where(
    DigestToldRow.person_id.in_(_OF_PERSONS)
)
_THANKS = select(DigestThanksRow.__table__).where(DigestThanksRow.person_id.in_(_OF_PERSONS))


class DigestFacts:
    """Reads what digests rest on; who sees what follows from the roles that each person holds."""

    def __init__(self, database: Database, obligations: Obligations) -> None:
        self._database = database
        self._obligations = obligations

    def of(self, people: Sequence[Person], today: dt.date) -> Iterator[PersonFacts]:
        """The facts of each person, in their order."""
        wanted: set[str] = set()
        led: set[str] = set()
        for person in people:
            wanted.update(agencies_reported(person), agencies_led(person))
            led.update(agencies_led(person))
        reads_all = any(person.may(Act.READ_ALL) for person in people)
        with self._database.reading() as connection:
            day = AgenciesOnDay(connection, self._obligations, today)
            agencies: dict[str, AgencyFacts] = {}
            province = ProvinceCount(self._obligations, day.current)
            asked = self._obligations.agencies if reads_all else sorted(wanted)
            for first in range(0, len(asked), AGENCIES_AT_ONCE):
                some = asked[first : first + AGENCIES_AT_ONCE]
                for agency, statuses in day.statuses(connection, some):
                    province.add(agency, statuses)
                    if agency in wanted:
                        agencies[agency] = day.facts(agency, statuses)
            day.complete(connection, agencies, led)
            whole = province.facts(_questions(connection, today)) if reads_all else None
            for first in range(0, len(people), PERSONS_AT_ONCE):
                some_people = people[first : first + PERSONS_AT_ONCE]
                own = _Own(connection, some_people, today)
                for person in some_people:
                    opened = day.opened_since(own.last_told(person)) if _has_part(person) else ()
                    yield PersonFacts(
                        person.id,
                        tuple(agencies[one] for one in agencies_reported(person)),
                        tuple(agencies[one] for one in agencies_led(person)),
                        whole if person.may(Act.READ_ALL) else None,
                        own.snoozes[person.id],
                        opened,
                        (person.id, day.current) in own.thanked,
                        own.last_told(person) >= monday_of(today),
                    )


def agencies_reported(person: Person) -> tuple[str, ...]:
    return person.agencies_to(Act.REPORT)


def agencies_led(person: Person) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.agency for one in person.memberships if one.role is Role.LEADER))


def _has_part(person: Person) -> bool:
    return bool(agencies_reported(person)) or person.may(Act.READ_ALL)


def _questions(connection: Connection, today: dt.date) -> int:
    """How many questions of the week before this one were not answered."""
    end = moment_on(monday_of(today), dt.time())
    return connection.execute(_UNANSWERED, {"start": end - dt.timedelta(days=7), "end": end}).scalar_one()


class _Own:
    """What is known of each person beside what his agencies owe."""

    def __init__(self, connection: Connection, people: Sequence[Person], today: dt.date) -> None:
        asked = {"persons": [one.id for one in people]}
        self._today = today
        self.snoozes: dict[int, tuple[Snooze, ...]] = defaultdict(tuple)
        for row in connection.execute(_SNOOZES, asked):
            self.snoozes[row.person_id] += (Snooze(row.task_id, row.until, row.reason),)
        self._told = {
            row.person_id: row.day_before if row.day >= today else row.day
            for row in connection.execute(_TOLD, asked)
        }
        # Composed once more on the same day, the thanks are said as before.
        self.thanked = {
            (row.person_id, row.period) for row in connection.execute(_THANKS, asked) if row.day != today
        }

    def last_told(self, person: Person) -> dt.date:
        """The day of his last digest before today; of who never had one, the day before he came."""
        return self._told.get(person.id) or vietnamese_day(person.joined_at) - dt.timedelta(days=1)
