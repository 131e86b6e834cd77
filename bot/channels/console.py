"""The console channel: ``troly chat`` and ``troly ask``, in a terminal as through a pipe."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import pwd
import shutil
import sys
import textwrap
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import structlog

from bot.channels import plain
from bot.channels.failures import apology, new_reference
from bot.dialogue.messages import Choice, Incoming, Outgoing, OutgoingFile

CHANNEL = "console"
PROMPT = "Anh/chị hỏi: "
WELCOME = "Trợ lý CCHC xin chào. Gõ câu hỏi rồi Enter; gõ “thoát” hoặc Ctrl-D để dừng."
GOODBYE = "Tạm biệt anh/chị."
LEAVING = frozenset({"thoát", "thoat", "/thoat", "exit", "quit"})
HISTORY_LINES = 1000
WIDEST = 100  # columns; longer lines are hard to read

_log = structlog.get_logger(__name__)


class Console:
    """One person at a terminal or a script at a pipe; one conversation from start to end.

    The sender is the account of the machine. Files handed over are written into ``folder``.
    """

    def __init__(
        self,
        answer: Callable[[Incoming], Sequence[Outgoing]],
        clock: Callable[[], dt.datetime],
        *,
        source: TextIO | None = None,
        out: TextIO | None = None,
        folder: Path = Path(),
    ) -> None:
        self._answer = answer
        self._clock = clock
        self._source = _speaking_utf8(source or sys.stdin)
        self._out = _speaking_utf8(out or sys.stdout)
        self._folder = folder
        self._account = _account()
        self._talk = uuid.uuid4().hex
        self._asked = 0
        self._choices: tuple[Choice, ...] = ()

    def chat(self, history: Path | None = None) -> int:
        """Talk until the person leaves; returns the exit status. ``history`` is for the arrow keys."""
        is_terminal = self._source.isatty() and self._out.isatty()
        if is_terminal:
            self._say(WELCOME)
        # Ctrl-C is a goodbye, also in the middle of an answer.
        with contextlib.suppress(KeyboardInterrupt):
            for line in _typed_lines(history) if is_terminal else self._source:
                text = line.strip()
                if text.casefold() in LEAVING:
                    break
                if text:
                    self._turn(text)
        if is_terminal:
            self._out.write("\n")
        self._say(GOODBYE)
        return 0

    def ask(self, text: str) -> int:
        """Print one answer. Returns the exit status: 0, or 1 when no answer could be made."""
        messages, is_well = self._messages(text, None)
        for message in messages:
            further = "".join(f"\n- {choice.label}" for choice in message.choices)
            self._say(message.full_text + (f"\n\nCó thể hỏi tiếp:{further}" if further else ""))
            self._write(message.files)
        return 0 if is_well else 1

    def _turn(self, text: str) -> None:
        messages, _ = self._messages(text, plain.pressed(text, self._choices))
        self._choices = tuple(choice for message in messages for choice in message.choices)
        for message in _numbered_through(messages):
            self._say(message)
        for one in messages:
            self._write(one.files)

    def _messages(self, text: str, choice: Choice | None) -> tuple[Sequence[Outgoing], bool]:
        self._asked += 1
        # Arguments and pipes may carry bytes that are no UTF-8.
        text = text.encode("utf-8", errors="replace").decode("utf-8")
        incoming = Incoming(
            channel=CHANNEL,
            conversation=f"{self._talk}:{self._account}",
            sender=self._account,
            message_id=f"{self._talk}:{self._asked}",
            text=choice.label if choice else text,
            received_at=self._clock(),
            action=choice.action if choice else None,
            sender_name=self._account,
        )
        try:
            return self._answer(incoming), True
        except Exception:  # noqa: BLE001 - the last net
            reference = new_reference()
            _log.exception("console_answer_failed", reference=reference)
            return [apology(reference)], False

    def _write(self, files: Sequence[OutgoingFile]) -> None:
        for file in files:
            try:
                path = _new_file(self._folder / file.name, file.content)
            except OSError as error:
                self._say(f"Không ghi được tệp {file.name} ({error.strerror}).")
            else:
                self._say(f"Đã ghi tệp: {path}")

    def _say(self, text: str) -> None:
        width = min(shutil.get_terminal_size().columns, WIDEST) if self._out.isatty() else 0
        self._out.write(wrapped(text, width) + "\n\n")
        self._out.flush()


def _account() -> str:
    """The account that runs this process, by the system and not by what the environment claims."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container may run under a number without a name
        return str(os.getuid())


def _new_file(path: Path, content: bytes) -> Path:
    """Write what only this account may read, over no file that is there already. Raises OSError."""
    fresh, number = path, 1
    while True:
        try:
            with open(fresh, "xb", opener=_private) as file:
                file.write(content)
        except FileExistsError:
            number += 1
            fresh = path.with_stem(f"{path.stem}-{number}")
        else:
            return fresh


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def wrapped(text: str, width: int) -> str:
    """Lines broken between words at ``width`` columns, list items hanging; a width under 20 leaves all."""
    if width < 20:
        return text
    return "\n".join(_wrapped_line(line, width) for line in text.split("\n"))


def _wrapped_line(line: str, width: int) -> str:
    body = line.lstrip(" ")
    mark, _, _ = body.partition(" ")
    is_item = mark in ("-", "+", "*", "•") or (mark[:-1].isdigit() and mark[-1:] in (".", ")"))
    hanging = len(line) - len(body) + (len(mark) + 1 if is_item else 0)
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )


def _numbered_through(messages: Sequence[Outgoing]) -> Iterator[str]:
    """The messages as text; the choices of all of them are numbered in one row."""
    first = 1
    for message in messages:
        yield plain.render(message, first)
        first += len(message.choices)


def _typed_lines(history: Path | None) -> Iterator[str]:
    """Lines with editing and history, until Ctrl-D."""
    with _line_editing(history), contextlib.suppress(EOFError):
        while True:
            yield input(PROMPT)


@contextlib.contextmanager
def _line_editing(history: Path | None) -> Iterator[None]:
    try:
        import readline
    except ImportError:  # a Python built without it still reads lines
        yield
        return
    if not history:
        yield
        return
    readline.set_history_length(HISTORY_LINES)
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(history)


def _speaking_utf8(stream: TextIO) -> TextIO:
    """Vietnamese under LANG=C, too; what is no UTF-8 becomes a replacement sign, never a traceback."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return stream
