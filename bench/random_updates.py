"""Updates by chance, as a province sends them on its worst day: commands, sentences, presses, files, rubbish.

Some are said in a group, some come again, some press what was offered to another person or to nobody, and the
days go by from one reporting period to the next.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Sequence
from pathlib import Path

from bench.province import NOW
from bot.commands import COMMANDS
from bot.dialogue.attachments import AttachmentGone, AttachmentTooLarge
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Attachment, Incoming

SENDERS = 10
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
# Of every button there is: a person may forge any, with any value.
_ACTION_KINDS = (
    "ask", "more", "rate", "lead", "target", "coordinate", "timeframe", "yes", "change", "drop", "pick",
    "report", "correct", "owed", "sent", "withdraw", "note", "standing", "history", "period", "lock",
    "reopen", "reviews", "review", "confirm", "return",
    "attach", "evidence", "resend", "me:link", "me:invite", "me:leave!",
    "me:revoke!", "me:data", "me:erase", "me:token", "me:no", "no-such",
)  # fmt: skip
_OF_A_REPORT = ("review", "confirm", "return", "attach", "evidence", "resend")
_VALUES = (
    "1", "2", "7", "999999999999999999", "-1", "VI.1", "IV.2", "XX.9", "2026-6T", "2026-Q3", "1900-Q1",
    "up:x", "VI.1:Sở Tài chính", "1:#0", "1:#9999", "IV.2:#3", "1:VI.1", "deadbeef", "deadbeef:0", ":", "",
)  # fmt: skip
_OWED = ("VI.1", "VI.2", "VI.3", "I.5", "II.1", "II.2", "IV.2", "III.5")
_TOLD = (
    "35%", "100% công việc", "xong rồi", "vướng vì chưa có kinh phí", "120/125 thủ tục", "2 cuộc",
    "đạt 81,25%", "quý III 40%", "-5%", "chưa làm", "0/0",
)  # fmt: skip
_FILES = {
    "anh.jpg": b"\xff\xd8\xff\xe0" + b"0" * 64,
    "biên bản.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    "a.exe": b"MZ" + b"\x00" * 64,
    "trống.txt": b"",
    "\u202efdp.exe": b"\x00",
}
_LARGE, _GONE = "lớn.pdf", "mất.pdf"
_GROUP = "-100"
_DAYS = (1, 2, 7, 21)  # that go by at once


class Calendar:
    """The time of the assistant; days go by as an update says."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


class RandomUpdates:
    """Updates by chance; each seed gives the same ones again."""

    def __init__(self, seed: int, calendar: Calendar) -> None:
        self._dice = random.Random(seed)
        self._calendar = calendar
        self._said = _sentences()
        self._actions: list[str] = []  # shown to anybody
        self._offered: dict[str, list[str]] = {}  # in each conversation, the last time
        self._sent: list[Incoming] = []

    def update(self, number: int) -> Incoming:
        dice = self._dice
        if dice.random() < 0.005:
            self._calendar.now += dt.timedelta(days=dice.choice(_DAYS))
        if self._sent and dice.random() < 0.05:
            return dice.choice(self._sent)
        sender = str(dice.randrange(SENDERS))
        is_group = dice.random() < 0.08
        conversation = _GROUP if is_group else sender
        action = self._action(conversation) if dice.random() < 0.5 else None
        text = "" if action and dice.random() < 0.5 else self._text()
        made = Incoming(
            channel="telegram",
            conversation=conversation,
            sender="" if dice.random() < 0.02 else sender,
            message_id=str(number),
            text=text,
            received_at=self._calendar.now,
            action=action,
            attachments=self._files(),
            is_group=is_group,
            sender_name=self._text()[:64],
        )
        self._sent = [made, *self._sent][:100]
        return made

    def _files(self) -> tuple[Attachment, ...]:
        dice = self._dice
        if dice.random() > 0.06:
            return ()
        names = dice.choices((*_FILES, _LARGE, _GONE), k=dice.choice((1, 1, 2, 12)))
        return tuple(Attachment(name, "image/jpeg", dice.randrange(10**8), name) for name in names)

    def saw(self, conversation: str, actions: Sequence[str]) -> None:
        """Remember the choices of an answer, to press them now or long after, there or elsewhere."""
        self._actions = [*actions, *self._actions][:200]
        self._offered[conversation] = list(actions)

    def _text(self) -> str:
        dice = self._dice
        match dice.randrange(10):
            case 0 | 1:
                command = dice.choice(COMMANDS)
                name = dice.choice((command.name, *command.aliases))
                return f"/{name} {dice.choice((command.example.partition(' ')[2], self._sentence(), ''))}"
            case 2:
                return dice.choice(_RUBBISH)
            case 3:
                return dice.choice((str(dice.randrange(-2, 12)), "đúng", "sửa 40%", "hủy", "thiếu số liệu"))
            case 4:
                return self._torn(self._sentence())
            case 5:
                signs = dice.choices(range(1, 0x11000), k=dice.randint(1, 40))
                return "".join(map(chr, signs))
            case 6 | 7:
                return f"{dice.choice(_OWED)} {dice.choice(_TOLD)}"
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

    def _action(self, conversation: str) -> str:
        dice = self._dice
        if (offered := self._offered.get(conversation)) and dice.random() < 0.6:
            return dice.choice((offered[0], *offered))
        if dice.random() < 0.3:
            return f"{dice.choice(_OF_A_REPORT)}:{dice.randrange(1, 40)}"
        if self._actions and dice.random() < 0.7:
            known = dice.choice(self._actions)
            return known if dice.random() < 0.7 else _cut(self._torn(known))
        value = dice.choice((self._text(), str(dice.randrange(99)), dice.choice(_VALUES)))
        return _cut(f"{dice.choice(_ACTION_KINDS)}:{value}")


def fetched_file(attachment: Attachment) -> bytes:
    """What the channel gives for a file. Raises AttachmentTooLarge and AttachmentGone."""
    if attachment.reference == _LARGE:
        raise AttachmentTooLarge(20 * 2**20)
    if attachment.reference == _GONE:
        raise AttachmentGone
    return _FILES[attachment.reference]


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
