"""In what state a part of a line says its task is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.understanding.report_cues import CueAt, ReportCue
from bot.dialogue.understanding.report_line import ReadLine
from bot.dialogue.understanding.report_values import Figure
from progress.states import TaskState

_STATES = (
    (ReportCue.PAUSED, TaskState.PAUSED),
    (ReportCue.NOT_STARTED, TaskState.NOT_STARTED),
    (ReportCue.DOING, TaskState.IN_PROGRESS),
    (ReportCue.DONE, TaskState.DONE),
)
_OF_A_PART = re.compile(
    r"\s*(?:khau|buoc|phan|mot phan|1 phan|giai doan|du thao|mot nua|so bo|co ban|viec)(?![^\W_])"
)


def state_in(read: ReadLine, figures: Sequence[Figure], start: int, end: int) -> TaskState | None:
    told = [cue for cue in read.outside if start <= cue.start < end and not _is_to_come(read, cue)]
    half_way = any(one.kind == "work" and one.value is not None and one.value < 100 for one in figures)
    for label, state in _STATES:
        for cue in told:
            if label not in cue.labels or (
                label is ReportCue.DONE and (half_way or _counts(read, figures, cue))
            ):
                continue
            return state
    if not half_way and any(_is_finished(read, figures, cue) for cue in told):
        return TaskState.DONE
    return None


def _is_to_come(read: ReadLine, cue: CueAt) -> bool:
    """Whether it is told of later, or of a part: "dự kiến tháng 11 xong", "xong khâu khảo sát"."""
    clause = read.line.clause_at(cue.start)
    if _OF_A_PART.match(read.line.bare, cue.end):
        return True
    return any(ReportCue.FORECAST in one.labels for one in read.cues if clause.start <= one.start < cue.start)


def _counts(read: ReadLine, figures: Sequence[Figure], cue: CueAt) -> bool:
    """Whether "xong" speaks of a number in its clause ("sửa xong 3/5 lỗi"), not of the task."""
    clause = read.line.clause_at(cue.start)
    return any(clause.start <= one.start < clause.end for one in figures)


def _is_finished(read: ReadLine, figures: Sequence[Figure], cue: CueAt) -> bool:
    if ReportCue.FINISHED not in cue.labels or _counts(read, figures, cue):
        return False
    return any(row.codes for row in read.rows) or read.closes(cue)
