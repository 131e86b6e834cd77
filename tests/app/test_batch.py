"""A file of questions becomes a file of answers, or one line that names what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.batch import Asked, answer_line, read_questions, turn_of
from app.files import written_whole
from app.mistakes import OperatorMistake
from bot.dialogue.messages import Answer, Incoming, Outgoing
from tests.conftest import NOON


def written(folder: Path, *lines: str | bytes) -> Path:
    path = folder / "questions.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return path


def test_lines_hold_one_question_or_a_conversation(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        b"\xef\xbb\xbf" + '{"id": "a", "question": "Ai chủ trì?", "intent": "x"}'.encode(),
        "",
        '{"id": 2, "turns": [{"question": "một"}, {"question": "hai"}]}',
    )
    assert read_questions(path) == (Asked("a", ("Ai chủ trì?",)), Asked("2", ("một", "hai")))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "không phải JSON"),
        ("[]", "cần một đối tượng JSON"),
        ('{"question": "a"}', "thiếu “id”"),
        ('{"id": true, "question": "a"}', "thiếu “id”"),
        ('{"id": "b"}', "thiếu “question” hoặc “turns”"),
        ('{"id": "b", "turns": []}', "thiếu “question” hoặc “turns”"),
        ('{"id": "b", "turns": ["a"]}', "“question” phải là một chuỗi"),
        ('{"id": "b", "question": 3}', "“question” phải là một chuỗi"),
        ('{"id": "a", "question": "lại"}', "id “a” đã có ở dòng 1"),
        (b'{"id": "b", "question": "\xff"}', "không phải văn bản UTF-8"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str | bytes, said: str) -> None:
    path = written(tmp_path, '{"id": "a", "question": "tốt"}', line)
    with pytest.raises(OperatorMistake, match=f"dòng 2: .*{said}") as caught:
        read_questions(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_questions_is_a_mistake(tmp_path: Path, content: str) -> None:
    with pytest.raises(OperatorMistake, match="không có câu hỏi nào"):
        read_questions(written(tmp_path, content))


def test_the_turns_of_a_line_are_one_conversation() -> None:
    spoken: list[tuple[str, str]] = []

    def repeat(incoming: Incoming) -> list[Outgoing]:
        spoken.append((incoming.conversation, incoming.text))
        return [Outgoing(incoming.text.upper())]

    line = answer_line(Asked("7", ("a", "b")), repeat, NOON)
    assert spoken == [("7", "a"), ("7", "b")]
    assert [turn["text"] for turn in line["turns"]] == ["A", "B"]


def test_a_turn_gives_the_whole_list_and_keeps_quote_and_source_apart() -> None:
    answer = Answer("answered", task_ids=("III.4",), group_task_ids=("I.1",))
    said = Outgoing("trang 1", quote="lời", source="Nguồn: Mục III", answer=answer, whole_text="tất cả")
    expected: dict[str, Any] = {
        "text": "tất cả",
        "quote": "lời",
        "source": "Nguồn: Mục III",
        "kind": "answered",
        "task_ids": ["III.4"],
        "group_task_ids": ["I.1"],
    }
    assert turn_of([said]) == expected


def test_an_interrupted_file_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text("cũ")

    def fail() -> None:
        with written_whole(path) as file:
            file.write(json.dumps({"id": 1}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_text() == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(OperatorMistake, match="không ghi được"),
        written_whole(tmp_path / "khong" / "a.jsonl"),
    ):
        pass
