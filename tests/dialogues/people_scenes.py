"""Reads scenes of several people: who says (nói) or taps (bấm) what on which channel, and what must hold.

A file is a list of scenes, each with ``tên`` and ``lượt``, and before them, where needed:
``có sẵn`` (people and their roles), ``mã mời`` (codes by a name of their own), ``hỏi`` (all, registered).
A turn has ``ai`` (by default who spoke before), ``kênh`` (telegram), ``ở nhóm``, ``nói`` or ``bấm``, ``đáp``;
or ``sau`` alone: so much time passes. In what is said, ``{mã}`` is the code that was shown last, and
``{M1}`` the code prepared under this name.
Of an answer may be said: ``có``, ``không có`` (words), ``chọn`` (exactly these labels), ``tệp`` (of files),
``được hỏi`` (it is an answer from the plan).
At the end: ``vai trò`` (of each person, exactly), ``sổ`` (what the scene added to the audit log, in order).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_UNITS = {"phút": "minutes", "giờ": "hours", "ngày": "days"}
_TIME = re.compile(r"(\d+) (phút|giờ|ngày)")
_SCENE_KEYS = {"tên", "có sẵn", "mã mời", "hỏi", "lượt", "vai trò", "sổ"}
_TURN_KEYS = {"ai", "kênh", "ở nhóm", "nói", "bấm", "đáp"}
_REPLY_KEYS = {"có", "không có", "chọn", "tệp", "được hỏi"}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, or the label of a choice tapped, and what is expected back."""

    who: str
    channel: str
    is_in_group: bool
    words: str
    is_tap: bool
    contains: tuple[str, ...]
    lacks: tuple[str, ...]
    choices: tuple[str, ...] | None
    files: tuple[str, ...]
    is_from_plan: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Several people on several channels, from the first word to what is then in the database."""

    name: str
    people: Mapping[str, tuple[str, ...]]
    invitations: Mapping[str, str]
    is_asking_open: bool
    turns: tuple[Said | dt.timedelta, ...]
    roles: Mapping[str, tuple[str, ...]]
    deeds: tuple[str, ...] | None


def read_scenes(path: Path) -> tuple[Scene, ...]:
    """All scenes of a file. Raises ValueError where a key is unknown or missing."""
    return tuple(_scene(path.stem, one) for one in yaml.safe_load(path.read_text(encoding="utf-8")))


def _scene(stem: str, told: dict[str, Any]) -> Scene:
    name = f"{stem}: {told['tên']}"
    _check(name, told, _SCENE_KEYS)
    people = {who: tuple(roles or ()) for who, roles in told.get("có sẵn", {}).items()}
    turns: list[Said | dt.timedelta] = []
    speaker, channel = next(iter(people), "Khách"), "telegram"
    for turn in told["lượt"]:
        if "sau" in turn:
            turns.append(_time(turn["sau"]))
            continue
        _check(name, turn, _TURN_KEYS)
        if ("nói" in turn) is ("bấm" in turn):
            raise ValueError(f"{name}: a turn has nói or bấm: {turn}")
        if turn.get("ai", speaker) != speaker:
            speaker, channel = turn["ai"], "telegram"
        channel = turn.get("kênh", channel)
        turns.append(_said(name, turn, speaker, channel))
    return Scene(
        name=name,
        people=people,
        invitations=told.get("mã mời", {}),
        is_asking_open=told.get("hỏi", "all") == "all",
        turns=tuple(turns),
        roles={who: tuple(roles or ()) for who, roles in told.get("vai trò", {}).items()},
        deeds=tuple(told["sổ"]) if "sổ" in told else None,
    )


def _said(name: str, turn: dict[str, Any], who: str, channel: str) -> Said:
    reply = turn["đáp"]
    _check(name, reply, _REPLY_KEYS)
    return Said(
        who=who,
        channel=channel,
        is_in_group=bool(turn.get("ở nhóm")),
        words=str(turn.get("nói", turn.get("bấm"))),
        is_tap="bấm" in turn,
        contains=tuple(reply.get("có", ())),
        lacks=tuple(reply.get("không có", ())),
        choices=tuple(reply["chọn"]) if "chọn" in reply else None,
        files=tuple(reply.get("tệp", ())),
        is_from_plan=bool(reply.get("được hỏi")),
    )


def _time(told: str) -> dt.timedelta:
    found = _TIME.fullmatch(told)
    if found is None:
        raise ValueError(f"no span of time: {told}")
    return dt.timedelta(**{_UNITS[found[2]]: int(found[1])})


def _check(name: str, told: dict[str, Any], known: set[str]) -> None:
    if unknown := set(told) - known:
        raise ValueError(f"{name}: unknown {sorted(unknown)}")
