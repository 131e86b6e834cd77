"""Questions from a JSONL file answered one conversation a line, as `troly answer` does."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.mistakes import OperatorMistake
from bot.dialogue.messages import Incoming, Outgoing

CHANNEL = "batch"


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the file: an id and the questions of one conversation, in order."""

    id: str
    questions: tuple[str, ...]


def read_questions(path: Path) -> tuple[Asked, ...]:
    """All lines of ``path``; empty ones are passed over. Raises OperatorMistake naming the first bad line."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise OperatorMistake(f"{path}: không đọc được ({error.strerror}).") from None
    asked = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = _asked(json.loads(line.decode("utf-8-sig")))
        except UnicodeDecodeError:
            raise OperatorMistake(f"{path}, dòng {number}: không phải văn bản UTF-8.") from None
        except json.JSONDecodeError as error:
            raise OperatorMistake(
                f"{path}, dòng {number}: không phải JSON (sai từ ký tự {error.colno})."
            ) from None
        except _BadLine as bad:
            raise OperatorMistake(f"{path}, dòng {number}: {bad}") from None
        if one.id in seen:
            raise OperatorMistake(f"{path}, dòng {number}: id “{one.id}” đã có ở dòng {seen[one.id]}.")
        seen[one.id] = number
        asked.append(one)
    if not asked:
        raise OperatorMistake(f"{path}: không có câu hỏi nào.")
    return tuple(asked)


def answer_line(
    asked: Asked, handle: Callable[[Incoming], Sequence[Outgoing]], now: dt.datetime
) -> dict[str, Any]:
    """The answers of one conversation: ``{"id", "turns": [...]}``."""
    turns = []
    for number, question in enumerate(asked.questions, start=1):
        incoming = Incoming(
            channel=CHANNEL,
            conversation=asked.id,
            sender=CHANNEL,
            message_id=f"{asked.id}:{number}",
            text=question,
            received_at=now,
        )
        turns.append(turn_of(handle(incoming)))
    return {"id": asked.id, "turns": turns}


def turn_of(messages: Iterable[Outgoing]) -> dict[str, Any]:
    """One turn as plain data; ``text`` is the whole answer before quote, source and next steps."""
    said = tuple(messages)
    answer = next((message.answer for message in said if message.answer), None)
    return {
        "text": "\n\n".join(message.whole_text or message.text for message in said),
        "quote": "\n\n".join(message.quote for message in said if message.quote),
        "source": "\n".join(message.source for message in said if message.source),
        "kind": answer.kind if answer else "answered",
        "task_ids": list(answer.task_ids) if answer else [],
        "group_task_ids": list(answer.group_task_ids) if answer else [],
    }


class _BadLine(Exception):
    """The line is JSON but no question."""


def _asked(line: object) -> Asked:
    if not isinstance(line, dict):
        raise _BadLine("cần một đối tượng JSON có “id” và “question” hoặc “turns”.")
    match line.get("id"):
        case str() | int() as given if not isinstance(given, bool) and str(given):
            name = str(given)
        case _:
            raise _BadLine("thiếu “id”.")
    match line:
        case {"turns": [_, *_] as turns}:
            questions = tuple(_question(turn) for turn in turns)
        case {"question": _}:
            questions = (_question(line),)
        case _:
            raise _BadLine("thiếu “question” hoặc “turns”.")
    return Asked(name, questions)


def _question(turn: object) -> str:
    match turn:
        case {"question": str(text)}:
            return text
        case _:
            raise _BadLine("“question” phải là một chuỗi.")
