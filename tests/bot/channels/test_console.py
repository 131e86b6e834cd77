"""The console talks through a pipe and through a real terminal."""

from __future__ import annotations

import datetime as dt
import io
import os
import pty
import pwd
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import pytest
from structlog.testing import capture_logs

from bot.channels.console import GOODBYE, PROMPT, Console, wrapped
from bot.dialogue.messages import Choice, Incoming, Outgoing, OutgoingFile

ROOT = Path(__file__).parents[3]
PROGRAM = """
import datetime as dt, sys
from pathlib import Path
from bot.channels.console import Console
from tests.bot.channels.test_console import answer
console = Console(answer, lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
sys.exit(console.chat(Path(sys.argv[1])))
"""


def answer(incoming: Incoming) -> list[Outgoing]:
    if incoming.text == "hỏng":
        raise LookupError
    if incoming.action:
        return [Outgoing(f"đã bấm {incoming.action}")]
    return [
        Outgoing(
            f"nghe: {incoming.text}",
            quote="lời kế hoạch",
            source="Nguồn: Mục I, STT 1",
            choices=(Choice("Chủ trì", "lead"), Choice("Chỉ tiêu", "target")),
        )
    ]


def spoken_to(lines: str | bytes) -> str:
    raw = lines.encode() if isinstance(lines, str) else lines
    source = io.TextIOWrapper(io.BytesIO(raw), encoding="ascii")
    out = io.StringIO()
    assert Console(answer, lambda: dt.datetime.now(dt.UTC), source=source, out=out).chat() == 0
    return out.getvalue()


def test_a_piped_question_is_answered_and_ends_with_a_goodbye() -> None:
    assert spoken_to("ai chủ trì?\n") == (
        "nghe: ai chủ trì?\n\n“lời kế hoạch”\n\nNguồn: Mục I, STT 1\n\n"
        f"Chọn bằng cách gõ số:\n1. Chủ trì\n2. Chỉ tiêu\n\n{GOODBYE}\n\n"
    )


def test_a_number_takes_the_choice_shown_last() -> None:
    assert "đã bấm target" in spoken_to("một câu\n2\n")


def test_a_number_with_nothing_to_choose_is_a_question() -> None:
    assert "nghe: 2" in spoken_to("2\n")


def test_leaving_stops_before_the_next_line() -> None:
    assert "nghe: sau" not in spoken_to("thoát\nsau\n")


def test_empty_lines_ask_nothing() -> None:
    assert spoken_to("\n  \n") == f"{GOODBYE}\n\n"


def test_bytes_that_are_no_utf8_are_a_question_like_any_other() -> None:
    assert "nghe: \ufffd\ufffd" in spoken_to(b"\xff\xfe\n")


def test_a_failure_is_told_with_a_reference_and_the_talk_goes_on() -> None:
    with capture_logs() as logs:
        said = spoken_to("hỏng\ntiếp\n")
    [log] = logs
    assert f"Xin lỗi, có lỗi khi trả lời. Mã tra cứu: {log['reference']}." in said
    assert "nghe: tiếp" in said


@pytest.mark.parametrize(("text", "status"), [("ai chủ trì?", 0), ("hỏng", 1)])
def test_one_question_prints_one_answer_and_tells_success_by_status(text: str, status: int) -> None:
    out = io.StringIO()
    assert Console(answer, lambda: dt.datetime.now(dt.UTC), out=out).ask(text) == status
    if status == 0:
        assert out.getvalue().endswith("Có thể hỏi tiếp:\n- Chủ trì\n- Chỉ tiêu\n\n")


def test_a_file_handed_over_is_written_for_this_account_alone_and_over_nothing(tmp_path: Path) -> None:
    def hand_over(incoming: Incoming) -> list[Outgoing]:
        return [
            Outgoing("đây ạ", files=(OutgoingFile("a.json", "application/json", incoming.text.encode()),))
        ]

    out = io.StringIO()
    console = Console(hand_over, lambda: dt.datetime.now(dt.UTC), out=out, folder=tmp_path)
    for text in ("một", "hai"):
        assert console.ask(text) == 0
    assert [(tmp_path / name).read_text() for name in ("a.json", "a-2.json")] == ["một", "hai"]
    assert (tmp_path / "a.json").stat().st_mode & 0o077 == 0
    assert f"Đã ghi tệp: {tmp_path / 'a-2.json'}" in out.getvalue()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    def hand_over(_: Incoming) -> list[Outgoing]:
        return [Outgoing("đây ạ", files=(OutgoingFile("a.json", "application/json", b""),))]

    out = io.StringIO()
    folder = tmp_path / "không có"
    assert Console(hand_over, lambda: dt.datetime.now(dt.UTC), out=out, folder=folder).ask("một") == 0
    assert "Không ghi được tệp a.json" in out.getvalue()


def test_the_sender_is_the_account_of_the_machine_whatever_the_environment_claims(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[Incoming] = []

    def listen(incoming: Incoming) -> list[Outgoing]:
        heard.append(incoming)
        return [Outgoing("vâng")]

    monkeypatch.setenv("LOGNAME", "nguoi-khac")
    assert Console(listen, lambda: dt.datetime.now(dt.UTC), out=io.StringIO()).ask("một") == 0
    account = pwd.getpwuid(os.getuid()).pw_name
    assert heard[0].sender == account
    assert heard[0].conversation.endswith(f":{account}")


def test_long_lines_break_between_words_and_list_items_hang() -> None:
    text = "12. Văn phòng Ủy ban nhân dân tỉnh phối hợp\n- Sở Nội vụ chủ trì thực hiện"
    assert wrapped(text, 24) == (
        "12. Văn phòng Ủy ban\n    nhân dân tỉnh phối\n    hợp\n- Sở Nội vụ chủ trì thực\n  hiện"
    )
    assert wrapped(text, 0) == text


PATIENCE_SECONDS = 30.0
PRESSES = 6


class Terminal:
    """``troly chat`` in a pseudo terminal."""

    def __init__(self, folder: Path) -> None:
        self._side, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, folder / "history"],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT, start_new_session=True,
            preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(theirs)
        self._shown = b""

    def type(self, keys: Sequence[str] | str) -> None:
        os.write(self._side, "".join(keys).encode())

    def press_until(self, keys: str, text: str) -> str:
        """Press again as a person would: a signal sent while the line editor takes the terminal is lost."""
        for _ in range(PRESSES):
            self.type(keys)
            if text in (shown := self._listen(text, 1, PATIENCE_SECONDS / PRESSES)):
                return shown
        raise AssertionError(shown)

    def wait_for(self, text: str, times: int = 1) -> str:
        shown = self._listen(text, times, PATIENCE_SECONDS)
        assert shown.count(text) >= times, shown
        return shown

    def _listen(self, text: str, times: int, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while self._shown.decode(errors="replace").count(text) < times and time.monotonic() < deadline:
            if select.select([self._side], [], [], 0.1)[0]:
                try:
                    self._shown += os.read(self._side, 4096)
                except OSError:  # the other side is closed
                    break
        return self._shown.decode(errors="replace")

    def close(self) -> int:
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._side)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize("farewell", ["\x04", "\x03"], ids=["Ctrl-D", "Ctrl-C"])
def test_in_a_terminal_both_ways_out_say_goodbye(tmp_path: Path, farewell: str) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("ai chủ trì?\n")
        terminal.wait_for("2. Chỉ tiêu")
        terminal.wait_for(PROMPT, times=2)  # a key typed while the line editor takes the terminal may be lost
        terminal.type("2\n")
        terminal.wait_for("đã bấm target")
        terminal.wait_for(PROMPT, times=3)
        time.sleep(0.5)  # the line editor looks for signals a moment after it has shown the prompt
        shown = terminal.press_until(farewell, GOODBYE)
        assert terminal.close() == 0
    assert "Traceback" not in shown
    assert (tmp_path / "history").read_text(encoding="utf-8").split() == ["ai", "chủ", "trì?", "2"]
