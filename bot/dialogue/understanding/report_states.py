"""In what state a part of a line says its task is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.dialogue.understanding.report_cues import CueAt, ReportCue
from bot.dialogue.understanding.report_line import STATED, ReadLine
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_units import unit_behind
from bot.dialogue.understanding.report_values import Figure, lies_in, spans_of
from progress.states import TaskState

_STATES = (
    (ReportCue.PAUSED, TaskState.PAUSED),
    (ReportCue.NOT_STARTED, TaskState.NOT_STARTED),
    (ReportCue.DOING, TaskState.IN_PROGRESS),
    (ReportCue.DONE, TaskState.DONE),
)
_OF_A_ROUND = re.compile(r"\s*(?:cuoc|lop|dot|buoi|vong|dau muc|ho so|thu tuc|van ban|du an)(?![^\W_])")
_A_PART = re.compile(
    r"\s*(?:con |rieng |moi |chi )(?:lai )?(?:cai )?(?:phan(?! cap| anh| mem)|khau|buoc|giai doan)(?![^\W_])"
)
_ACT = re.compile(
    r"(?:da )?(?:ban hanh|ban giao|cong bo|to chuc|nop|trinh|ky|hop|gui|phe duyet|thong qua|bat dau"
    r"|lam roi|thuc hien roi)"
)
_ALREADY = re.compile(
    r"(?<![^\W_])da\s+(?:trinh|hop|soan|ra soat|xay dung|lay y kien|gui|lap|lam|khao sat"
    r"|tham dinh|ky)(?![^\W_])"
)
_UNDERWAY = re.compile(r"(?<![^\W_])đang(?=\s[^\W\d_])")
_UNDERWAY_BARE = re.compile(
    r"(?<![^\W_])dang(?=\s[^\W\d_])(?! (?:ky|vien|tai|tin|bai|nhap|bo|uy|dung|xai|co|lam viec"
    r"|vuong|ket|thieu|gap))"
)
_ENDED = frozenset({ReportCue.DONE, ReportCue.FINISHED})
_NOT_YET = re.compile(r"(?<![^\W_])chua(?![^\W_])")
_OF_A_PART = re.compile(
    r"\s*(?:khau|buoc|phan(?! cap| anh| tich| bo| cong| loai| quyen)|mot phan|1 phan"
    r"|giai doan|du thao|mot nua|so bo|co ban)(?![^\W_])"
)


def states_in(read: ReadLine, figures: Sequence[Figure], start: int, end: int) -> tuple[TaskState, ...]:
    """The states that a part tells of its task, each once; more than one contradict each other."""
    told = [cue for cue in read.outside if start <= cue.start < end and not _is_to_come(read, cue)]
    denied = [cue for cue in told if cue.labels & _ENDED and is_denied(read.line, cue)]
    told = [cue for cue in told if cue not in denied]
    if _is_whole(read, figures, told):
        return (TaskState.DONE,)
    half_way = any(one.kind == "work" and one.value is not None and one.value < 100 for one in figures)
    found = []
    for label, state in _STATES:
        cues = [cue for cue in told if label in cue.labels]
        if label is ReportCue.DONE:
            cues = [cue for cue in cues if not half_way and not _counts(read, figures, cue)]
        found += [state] if cues else []
    if len(found) > 1 and TaskState.DONE in found and not any(_is_whole_task(read, cue) for cue in told):
        found.remove(TaskState.DONE)
    if any(_is_of_part(read, cue) for cue in told if cue.labels & STATED):
        return (TaskState.IN_PROGRESS, TaskState.DONE)  # how far the whole is was not said
    if TaskState.NOT_STARTED in found and _has_begun(read, told, start, end):
        return (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)
    if denied and not found:
        found.append(TaskState.IN_PROGRESS)
    is_left = any(ReportCue.REMAINING in cue.labels for cue in told)
    if not found and not is_left and any(_ends_a_count(read, figures, cue) for cue in told):
        found += [TaskState.IN_PROGRESS, TaskState.DONE]  # "sắp xếp xong 3 phòng": all of them?
    if not half_way and not found and any(_is_finished(read, figures, cue) for cue in told):
        found.append(TaskState.DONE)
    if not found and any(start <= place < end for place in _underway(read)):
        found.append(TaskState.IN_PROGRESS)
    return tuple(found)


def _is_whole_task(read: ReadLine, cue: CueAt) -> bool:
    """Whether it is the task that is done, not one thing of it: "đã ban hành kế hoạch, đang triển khai"."""
    is_act = bool(_ACT.match(cue.phrase))
    return ReportCue.DONE in cue.labels and (not is_act or read.closes(cue))


def _is_of_part(read: ReadLine, cue: CueAt) -> bool:
    """ "còn phần bán đấu giá chưa làm" """
    clause = read.line.clause_at(cue.start)
    return bool(_A_PART.match(read.line.bare, clause.start, clause.end))


def _has_begun(read: ReadLine, told: Sequence[CueAt], start: int, end: int) -> bool:
    """Whether another clause tells what was done: "đã trình UBND tỉnh, chưa ban hành"."""
    held = [read.line.clause_at(cue.start) for cue in told if ReportCue.NOT_STARTED in cue.labels]
    spans = [*spans_of(held), *spans_of(read.reasons)]
    return any(not lies_in(*match.span(), spans) for match in _ALREADY.finditer(read.line.bare, start, end))


def is_denied(line: Line, cue: CueAt) -> bool:
    """ "chưa kết nối xong" is under way."""
    return bool(_NOT_YET.search(line.bare, line.clause_at(cue.start).start, cue.start))


def _underway(read: ReadLine) -> Iterator[int]:
    """Where "đang" stands before any word, in a clause without figures."""
    line = read.line
    held = [*spans_of(read.reasons), *((cue.start, cue.end) for cue in read.cues)]
    for match in (_UNDERWAY if line.is_marked else _UNDERWAY_BARE).finditer(line.text):
        clause = line.clause_at(match.start())
        is_told = bool(re.search(r"\d", line.bare[clause.start : clause.end]))
        if not is_told and not lies_in(*match.span(), held):
            yield match.start()


def _is_whole(read: ReadLine, figures: Sequence[Figure], told: Sequence[CueAt]) -> bool:
    """ "hoàn thành 100 %", and nothing else of how it goes."""
    starts = {
        one.start
        for one in figures
        if one.value == 100
        and one.unit == "%"
        and not one.denominator
        and not unit_behind(read.line, one.end)
    }
    if any(cue.labels & (STATED - {ReportCue.DONE}) for cue in told):
        return False
    return any(
        cue.labels & {ReportCue.FINISHED, ReportCue.DONE}
        and any(not read.line.bare[cue.end : start].strip() for start in starts if start >= cue.end)
        for cue in told
    )


def _is_to_come(read: ReadLine, cue: CueAt) -> bool:
    """Whether it is told of later, or of a part: "dự kiến tháng 11 xong", "xong khâu khảo sát"."""
    clause = read.line.clause_at(cue.start)
    if _OF_A_PART.match(read.line.bare, cue.end):
        return True
    if cue.phrase.endswith("xong") and _OF_A_ROUND.match(read.line.bare, cue.end):
        return True
    return any(
        ReportCue.FORECAST in one.labels for one in read.cues if clause.start <= one.start < clause.end
    )


def _counts(read: ReadLine, figures: Sequence[Figure], cue: CueAt) -> bool:
    """Whether "xong" speaks of a number in its clause ("sửa xong 3/5 lỗi"), not of the task."""
    clause = read.line.clause_at(cue.start)
    return any(one.start < clause.end and clause.start < one.end for one in figures)


def _ends_a_count(read: ReadLine, figures: Sequence[Figure], cue: CueAt) -> bool:
    """Whether something counted is done, and it was not said of how many."""
    plain = {one.start for one in figures if one.kind == "count" and one.denominator is None}
    return cue.phrase.endswith("xong") and any(
        place >= cue.end and not read.line.bare[cue.end : place].strip() for place in plain
    )


def _is_finished(read: ReadLine, figures: Sequence[Figure], cue: CueAt) -> bool:
    if ReportCue.FINISHED not in cue.labels or _counts(read, figures, cue):
        return False
    return any(row.codes for row in read.rows) or read.closes(cue)
