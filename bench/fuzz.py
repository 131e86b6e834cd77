"""Random updates through the whole dialogue: commands, sentences, presses, files and rubbish; none may fail.

Half of the senders have a role. Exit code 1 when an answer is an exception, empty, or not for a person.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from app.wiring import Assistant, build_assistant
from bench.figures import Bar, Figure, Report
from bench.province import NOW
from bot.commands import COMMANDS
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Attachment, Incoming
from progress.persons import OPERATOR
from progress.roles import Role

UPDATES = 10_000
SENDERS = 10
SEED = 201
BANKS = (
    Path(__file__).parent.parent / "tests" / "questions",
    Path(__file__).parent.parent / "tests" / "reports",
)
_RUBBISH = (
    "", " ", "\n\n", "\x00", "\ud800", "\u202e%", "\U0001f600" * 50, "a" * 5_000, "/" * 40, "<b>&", "'; --",
    "%s %d {}", "\u0663\u066b\u0665 %", "\u2162.\uff14", "\uff49\uff49\uff49.4 100\uff05", "e\u0301" * 30,
    "\u200b\u200d\ufeff", "1e999999 %", "-0", "NaN %", "0/0", "III.4" * 60, "999999999999999999999%",
    "/baocao " + "9" * 300, "\t/start@", "@troly_cchc_bot",
)  # fmt: skip
_ACTION_KINDS = ("ask", "more", "rate", "lead", "target", "coordinate", "timeframe", "report", "save", "pick")


@dataclass(frozen=True, slots=True)
class Failure:
    """An update that failed, and how."""

    update: str
    trouble: str


class Fuzz:
    """Updates by chance; each seed gives the same ones again."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._said = _sentences()
        self._actions: list[str] = []

    def update(self, number: int) -> Incoming:
        dice = self._dice
        sender = str(dice.randrange(SENDERS))
        action = self._action() if dice.random() < 0.3 else None
        text = "" if action and dice.random() < 0.5 else self._text()
        photo = Attachment("a.jpg", "image/jpeg", dice.randrange(10**8), "x")
        files = (photo,) if dice.random() < 0.05 else ()
        return Incoming("telegram", sender, sender, str(number), text, NOW, action, files)

    def saw(self, actions: Sequence[str]) -> None:
        """Remember the choices of an answer, to press them now or long after."""
        self._actions = [*actions, *self._actions][:200]

    def _text(self) -> str:
        dice = self._dice
        match dice.randrange(6):
            case 0:
                command = dice.choice(COMMANDS)
                name = dice.choice((command.name, *command.aliases))
                return f"/{name} {dice.choice((command.example.partition(' ')[2], self._sentence(), ''))}"
            case 1:
                return dice.choice(_RUBBISH)
            case 2:
                return str(dice.randrange(-2, 12))
            case 3:
                return self._torn(self._sentence())
            case _:
                return self._sentence()

    def _sentence(self) -> str:
        return self._dice.choice(self._said)

    def _torn(self, text: str) -> str:
        """A sentence with signs lost, doubled, changed and other words put between."""
        signs = list(text)
        for _ in range(self._dice.randint(1, 6)):
            place = self._dice.randrange(len(signs) + 1)
            signs[place : place + self._dice.randrange(3)] = self._dice.choice(
                ("", chr(self._dice.randrange(32, 0x2FFF)), "%", "/", "\n", ".", self._sentence()[:20])
            )
        return "".join(signs)

    def _action(self) -> str:
        dice = self._dice
        if self._actions and dice.random() < 0.7:
            known = dice.choice(self._actions)
            return known if dice.random() < 0.7 else _cut(self._torn(known))
        return _cut(f"{dice.choice(_ACTION_KINDS)}:{dice.choice((self._text(), str(dice.randrange(99))))}")


def run(assistant: Assistant, updates: int, seed: int = SEED) -> list[Failure]:
    """Send updates one after another; those that failed."""
    fuzz, failures = Fuzz(seed), []
    _give_roles(assistant)
    for number in range(updates):
        update = fuzz.update(number)
        try:
            replies = assistant.dialogue.handle(update)
        except Exception:  # noqa: BLE001 - that is what is looked for
            failures.append(Failure(repr((update.text, update.action)), traceback.format_exc()))
            continue
        failures += [
            Failure(repr((update.text, update.action)), repr(reply))
            for reply in replies
            if not reply.full_text.strip() or "Traceback" in reply.full_text
        ]
        fuzz.saw([choice.action for reply in replies for choice in reply.choices])
    return failures


def open_assistant(folder: Path) -> Assistant:
    """An assistant that keeps what it hears, in the days of the first period."""
    # `_env_file` is an argument of BaseSettings itself, which the type checker does not see.
    settings = Settings(_env_file=None, data_folder=folder)  # type: ignore[call-arg]
    return build_assistant(settings, clock=lambda: NOW)


def _give_roles(assistant: Assistant) -> None:
    if assistant.reporting is None:
        return
    people, agencies = assistant.reporting.people, assistant.reporting.obligations.agencies
    roles = (Role.REPORTER, Role.REPORTER, Role.LEADER, Role.COORDINATOR, Role.ADMINISTRATOR)
    for sender, role in enumerate(roles):
        code = people.invite(role, agencies[0], by=OPERATOR, channel="cli").code
        people.register("telegram", str(sender), code, f"Người {sender}")


def _sentences() -> list[str]:
    found = []
    files = [path for bank in BANKS for path in sorted(bank.glob("*.jsonl"))]
    for line in (line for path in files for line in path.read_text("utf-8").splitlines() if line.strip()):
        row = json.loads(line)
        turns = row.get("turns") or [row]
        found += [str(turn.get("question") or turn.get("text") or "") for turn in turns]
    return found


def _cut(action: str) -> str:
    return action.encode("utf-8", "ignore")[:ACTION_LIMIT_BYTES].decode("utf-8", "ignore")


def main() -> int:
    """Send UPDATES, or as many as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=UPDATES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        assistant = open_assistant(Path(folder))
        failures = run(assistant, given.updates, given.seed)
        assistant.close()
    for failure in failures[:10]:
        print(failure.update, failure.trouble, sep="\n")
    return Report(
        title="Random updates",
        beside="-",
        figures=(Figure("updates", "count", given.updates),),
        bars=(Bar("failures", len(failures), "at most", 0),),
    ).finish(given.json)


if __name__ == "__main__":
    sys.exit(main())
