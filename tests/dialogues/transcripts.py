"""Reads transcripts: what a person says (nói) or taps (bấm), and what must hold of the answer (đáp).

A file is a list of conversations, each with ``tên``, ``lượt`` and, while it goes otherwise than written,
``chưa đạt`` (what is still wrong). Of an answer may be said:
``loại`` (trả lời, từ chối, hỏi lại), ``có`` and ``không có`` (words in the answer), ``trích`` (in the quote),
``nguồn`` (in the source line), ``nhiệm vụ`` (exactly these), ``qua nhóm`` (exactly these, or how many),
``chọn`` (labels of next steps), ``không chọn`` (labels that are not offered), ``đã lưu`` (how many versions
of reports are stored by then), ``minh chứng`` (how many files are kept on reports), ``tệp`` (handed over).

A conversation at the desk of reports names its ``người``, each with their roles ("đầu mối Sở Tài chính";
none for somebody unknown), and its ``ngày`` ("10/6/2026 9:00" in Vietnam). A turn may say who speaks (``ai``,
else the first), that time has come to another ``ngày``, that it is said in a ``nhóm``, or that the same
message is delivered once more (``lặp``, instead of ``nói``); ``tệp`` are files sent with it. At a ``sáng``
("18/6/2026 7:30") nobody speaks: what the morning round sends to the person is shown, and ``không gửi`` says
that it is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.messages import AnswerKind

KINDS: Mapping[str, AnswerKind] = {"trả lời": "answered", "từ chối": "refused", "hỏi lại": "clarify"}
_EXPECTED_KEYS = {
    "loại", "có", "không có", "nhiệm vụ", "qua nhóm", "trích", "nguồn", "chọn", "không chọn", "đã lưu",
    "minh chứng", "tệp", "không gửi",
}  # fmt: skip
_SAID = ({"nói"}, {"bấm"}, {"lặp"}, {"sáng"})
_BESIDE = {"đáp", "ai", "ngày", "nhóm", "tệp"}


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
    not_offered: tuple[str, ...]
    stored: int | None
    evidence: int | None
    files: tuple[str, ...]
    is_nothing: bool = False  # no digest is sent


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing said, or the label of a choice tapped, and what is expected back."""

    said: str
    is_tap: bool
    expected: Expected
    by: str = ""  # who, the first person when empty
    day: str = ""  # when, as before when empty
    in_group: bool = False
    files: tuple[str, ...] = ()  # names of files sent with it
    is_again: bool = False  # the same message once more
    is_morning: bool = False  # the round at ``day``


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation from its first word to its last."""

    name: str
    exchanges: tuple[Exchange, ...]
    owed: str = ""  # what is still wrong; the test then expects to fail, and tells when it no longer does
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # name -> "đầu mối Sở Tài chính", ...
    day: str = ""


def read_transcripts(path: Path) -> tuple[Transcript, ...]:
    """All conversations of a file. Raises ValueError where a key is unknown or missing."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Transcript(
            name=f"{path.stem}: {one['tên']}",
            exchanges=tuple(_exchange(turn, one["tên"]) for turn in one["lượt"]),
            owed=one.get("chưa đạt", ""),
            people={name: _words(roles) for name, roles in one.get("người", {}).items()},
            day=str(one.get("ngày", "")),
        )
        for one in told
    )


def _exchange(turn: dict[str, Any], name: str) -> Exchange:
    if "đáp" not in turn or set(turn) - _BESIDE not in _SAID:
        raise ValueError(f"{name}: a turn has nói, bấm, lặp or sáng, and đáp, not {sorted(turn)}")
    expected = turn["đáp"]
    if unknown := set(expected) - _EXPECTED_KEYS:
        raise ValueError(f"{name}: đáp has no {sorted(unknown)}")
    return Exchange(
        said=str(turn.get("nói", turn.get("bấm", ""))),
        is_tap="bấm" in turn,
        expected=_expected(expected),
        by=turn.get("ai", ""),
        day=str(turn.get("ngày", turn.get("sáng", ""))),
        in_group=bool(turn.get("nhóm")),
        files=_words(turn.get("tệp")),
        is_again="lặp" in turn,
        is_morning="sáng" in turn,
    )


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
        not_offered=_words(told.get("không chọn")),
        stored=told.get("đã lưu"),
        evidence=told.get("minh chứng"),
        files=_words(told.get("tệp")),
        is_nothing=bool(told.get("không gửi")),
    )


def _words(value: str | list[object] | None) -> tuple[str, ...]:
    """One word or a list of them, as strings."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)
