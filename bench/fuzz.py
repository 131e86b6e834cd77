"""Ten thousand random updates (`bench.random_updates`) through the whole dialogue; none may fail.

Most of the senders have a role, in two agencies. Exit code 1 when an answer is an exception, empty, in no
Vietnamese, or none that a channel could show.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from app.settings import Settings
from app.wiring import Assistant, build_assistant
from bench.figures import Bar, Figure, Report
from bench.random_updates import Calendar, RandomUpdates, fetched_file
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Outgoing
from progress.persons import OPERATOR
from progress.roles import NO_AGENCY, Role
from progress.tables.whole import METADATA

UPDATES = 10_000
SEED = 201
ROLES_LAST = 250  # updates; people leave, are revoked and erase themselves by chance
_OF_EXCEPTIONS = ("Traceback", " object at 0x", "NoneType", "KeyError", "psycopg", "sqlite3")
AGENCIES = ("Sở Tài chính", "Sở Tư pháp")


@dataclass(frozen=True, slots=True)
class Failure:
    """An update that failed, and how."""

    update: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all updates: the failures, how many answers of each kind, how many rows of each table."""

    failures: tuple[Failure, ...]
    kinds: Counter[str]
    stored: dict[str, int]


def run(assistant: Assistant, updates: int, calendar: Calendar, seed: int = SEED) -> Outcome:
    """Send updates one after another; how they were answered, and those that failed."""
    random_updates, failures, kinds = RandomUpdates(seed, calendar), [], Counter[str]()
    for number in range(updates):
        if number % ROLES_LAST == 0:
            _give_roles(assistant)
        update = random_updates.update(number)
        try:
            replies = assistant.dialogue.handle(update)
        except Exception:  # noqa: BLE001 - that is what is looked for
            failures.append(Failure(repr(update), traceback.format_exc()))
            continue
        failures += [
            Failure(repr(update), f"{wrong}: {reply!r}")
            for reply in replies
            if (wrong := _wrong(reply, update.text))
        ]
        kinds.update(reply.answer.kind if reply.answer else "else" for reply in replies)
        random_updates.saw(
            update.conversation, [choice.action for reply in replies for choice in reply.choices]
        )
    return Outcome(tuple(failures), kinds, _stored(assistant))


def _stored(assistant: Assistant) -> dict[str, int]:
    """How much was done at the desk: updates that never got so far would prove little."""
    if assistant.store is None:
        return {}
    with assistant.store.database.reading() as connection:
        return {
            table: connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one()
            for table in ("reports", "reviews", "notes", "evidence", "period_locks")
        }


def _wrong(reply: Outgoing, said: str) -> str:
    """Why nobody should be sent this; "" when it is well. What was ``said`` may be told again."""
    text = reply.full_text
    if not text.strip():
        return "empty"
    if any(sign in text and sign not in said for sign in _OF_EXCEPTIONS):
        return "an exception told"
    if not any(unicodedata.combining(sign) for sign in unicodedata.normalize("NFD", reply.text)):
        return "no Vietnamese"
    for choice in reply.choices:
        if not choice.label.strip() or not 0 < len(choice.action.encode()) <= ACTION_LIMIT_BYTES:
            return f"no button: {choice!r}"
    return ""


def open_assistant(folder: Path, calendar: Calendar) -> Assistant:
    """An assistant that keeps what it hears, in the days of the first period."""
    # `_env_file` is an argument of BaseSettings itself, which the type checker does not see.
    settings = Settings(_env_file=None, data_folder=folder)  # type: ignore[call-arg]
    assistant = build_assistant(settings, clock=calendar)
    if assistant.reporting is not None:
        assistant.reporting.attachments.add("telegram", fetched_file)
    return assistant


def _give_roles(assistant: Assistant) -> None:
    if assistant.reporting is None:
        return
    people = assistant.reporting.people
    roles = (
        (Role.REPORTER, AGENCIES[0]),
        (Role.REPORTER, AGENCIES[0]),
        (Role.REPORTER, AGENCIES[1]),
        (Role.LEADER, AGENCIES[0]),
        (Role.OFFICIAL, AGENCIES[1]),
        (Role.COORDINATOR, NO_AGENCY),
        (Role.ADMINISTRATOR, NO_AGENCY),
    )
    for sender, (role, agency) in enumerate(roles):
        known = people.person_of("telegram", str(sender))
        if known is None or not known.memberships:
            code = people.invite(role, agency, by=OPERATOR, channel="cli").code
            people.register("telegram", str(sender), code, f"Người {sender}")


def main() -> int:
    """Send UPDATES, or as many as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=UPDATES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    calendar = Calendar()
    with tempfile.TemporaryDirectory() as folder:
        assistant = open_assistant(Path(folder), calendar)
        outcome = run(assistant, given.updates, calendar, given.seed)
        assistant.close()
    for failure in outcome.failures[:10]:
        print(failure.update, failure.trouble, sep="\n")
    kinds, stored = (
        ", ".join(f"{name} {count}" for name, count in counted.items())
        for counted in (outcome.kinds, outcome.stored)
    )
    return Report(
        title="Random updates",
        beside="-",
        figures=(Figure("updates", "count", given.updates),),
        bars=(Bar("failures", len(outcome.failures), "at most", 0),),
        notes=(f"Replies: {kinds}. Stored: {stored}. The days went on to {calendar.now:%d/%m/%Y}.",),
    ).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
