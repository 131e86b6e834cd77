"""Reads transcripts: what a person says (nói) or taps (bấm), and what must hold of the answer (đáp).

A file is a list of conversations, each with ``tên``, ``lượt`` and, while it goes otherwise than written,
``chưa đạt`` (what is still wrong). Of an answer may be said:
``loại`` (trả lời, từ chối, hỏi lại), ``có`` and ``không có`` (words in the answer), ``trích`` (in the quote),
``nguồn`` (in the source line), ``nhiệm vụ`` (exactly these), ``qua nhóm`` (exactly these, or how many),
``chọn`` (labels of next steps).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.messages import AnswerKind

KINDS: Mapping[str, AnswerKind] = {"trả lời": "answered", "từ chối": "refused", "hỏi lại": "clarify"}
_EXPECTED_KEYS = {"loại", "có", "không có", "nhiệm vụ", "qua nhóm", "trích", "nguồn", "chọn"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What must hold of one answer; what is None or empty may be anything."""

    kind: AnswerKind
    contains: tuple[str, ...]
    lacks: tuple[str, ...]
    task_ids: tuple[str, ...] | None
    group_task_ids: tuple[str, ...] | int | None
    quote: tuple[str, ...]
    source: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing said, or the label of a choice tapped, and what is expected back."""

    said: str
    is_tap: bool
    expected: Expected


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation from its first word to its last."""

    name: str
    exchanges: tuple[Exchange, ...]
    owed: str = ""  # what is still wrong; the test then expects to fail, and tells when it no longer does


def read_transcripts(path: Path) -> tuple[Transcript, ...]:
    """All conversations of a file. Raises ValueError where a key is unknown or missing."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Transcript(
            name=f"{path.stem}: {one['tên']}",
            exchanges=tuple(_exchange(turn, one["tên"]) for turn in one["lượt"]),
            owed=one.get("chưa đạt", ""),
        )
        for one in told
    )


def _exchange(turn: dict[str, Any], name: str) -> Exchange:
    if set(turn) not in ({"nói", "đáp"}, {"bấm", "đáp"}):
        raise ValueError(f"{name}: a turn has nói or bấm, and đáp, not {sorted(turn)}")
    expected = turn["đáp"]
    if unknown := set(expected) - _EXPECTED_KEYS:
        raise ValueError(f"{name}: đáp has no {sorted(unknown)}")
    return Exchange(str(turn.get("nói", turn.get("bấm"))), "bấm" in turn, _expected(expected))


def _expected(told: dict[str, Any]) -> Expected:
    through_group = told.get("qua nhóm")
    return Expected(
        kind=KINDS[told.get("loại", "trả lời")],
        contains=_words(told.get("có")),
        lacks=_words(told.get("không có")),
        task_ids=None if told.get("nhiệm vụ") is None else _words(told["nhiệm vụ"]),
        group_task_ids=through_group
        if through_group is None or isinstance(through_group, int)
        else _words(through_group),
        quote=_words(told.get("trích")),
        source=_words(told.get("nguồn")),
        choices=_words(told.get("chọn")),
    )


def _words(value: str | list[object] | None) -> tuple[str, ...]:
    """One word or a list of them, as strings."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)
