"""Which numbers of a report are results, and what a percent among them measures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.understanding.report_cues import CueAt, ReportCue, listed
from bot.dialogue.understanding.report_text import Line
from bot.dialogue.understanding.report_units import unit_behind
from bot.dialogue.understanding.report_values import Kind
from corpus.quantities import Quantity

_NEAR = 14  # letters between a cue and the number it speaks of
_DATE_BEFORE = re.compile(
    r"(?<![^\W_])(?:den|toi|truoc|tu|han|sau|vao|hom|hen|cuoi|dau|bua|mung|sang|chieu|toi ngay)\s+$"
)
_BESIDE = re.compile(r"(?:thap|cao|it|nhieu) hon\s+(?:khoang |gan )?$")  # "thấp hơn 4,2 % so với cùng kỳ"
_COMPARING = re.compile(
    r"\s*(?:%|phan tram|diem|[^\W\d_]+)?(?:\s+[^\W\d_]+){0,2}\s+(?:so voi|so|cung ky)(?![^\W_])"
)
_HEADING = re.compile(
    r"(?:\d+|hai|ba|bon|may)\s*(?:viec|nhiem vu|noi dung|muc|y|cai|task|nv)(?:\s+(?!(?:dat"
    r"|xong|duoc)\b)[^\W\d_]+){0,2}\s*:"
)  # "3 việc: ..."
_PLANNED = re.compile(
    r"(?<![^\W_])(?<!vuot )(?:ke hoach|chi tieu|muc tieu)(?: ca nam| nam nay| nam| de ra"
    r"| giao| von| quy| la| co| phai)*\s*:?\s*$"
)  # "120 học viên/kế hoạch 150"
_NUMBERED = re.compile(r"(?<![^\W_])(?:lop|dot|cuoc|buoi|lan|khoa|hoi nghi)(?: thu| so)? $")
_BY_THEN = re.compile(r"\s*(?:%|phan tram)?\s*(?:vao|den|trong|o) (?:cuoi|het) (?:nam|quy|thang)(?![^\W_])")
_GOALS = ("chi tieu", "ke hoach", "muc tieu", "yeu cau")
_THAN = re.compile(
    r"(?<![^\W_])(?:thap|cao|it|nhieu) hon (?:so voi )?(?:cung ky |nam truoc |nam ngoai "
    r"|ky truoc |quy truoc )+(?:khoang |gan |la )?$"
)  # "thấp hơn năm trước 3 %"
_DOWN = re.compile(r"(?<![^\W_])(?:giam|rut ngan|ha|xuong)(?: [^\W\d_]+){0,2} con$")  # "giảm còn 2,5 ngày"
_BOTH = re.compile(r"(?<!xong )(?<!het )(?<!duoc )(?<![^\W_])ca\s+$")  # "cả hai chỉ tiêu"
_OF_THING = re.compile(
    r"(?:dinh|vien|van|hoach|tu|thi|quyet|trinh|bao|ban|cao|luat|moi|bieu|mau|phong|to|kenh|duong|vu"
    r"|viec|muc|nha"
    r"|luan|lenh|ap|khom|xa|tuyen|lo|thua|an)\s+$"
)
_BOUND_TAIL = re.compile(r"\s*(?:%|phan tram)?\s*(?:tro len|tro xuong|nua(?![^\W_])|theo quy dinh)")
_LEFT_AFTER = re.compile(r"\s*(?:con lai|nua(?![^\W_])|con no|con ton|chua)(?![^\W_])")
_BETWEEN_BOUND = re.compile(
    r"[\s:]*(?:(?:[ivx]+\.\d+(?:\.\d+)?|dat|phai dat|phai|nhiem vu|cua|la|tu"
    r"|>=|≥|khoang|duoc giao|giao)[\s:]*)*$"
)
WORK_AFTER = re.compile(
    r"\s*(?:tong |toan bo |phan )?(?:khoi luong|cong viec|cv(?![^\W_])|tien do|phan viec|luong viec"
    r"|viec(?![^\W_])"
    r"|kl(?![^\W_])|klcv|chang duong|nhiem vu\s*(?:$|[,.;]))"
)
_WORK_BEFORE = frozenset({"cong viec", "phan viec", "dau viec", "hang muc cong viec", "phan cong viec"})
_ALWAYS_RATE = frozenset({"giai ngan"})


def is_no_result(
    line: Line, cues: Sequence[CueAt], before: list[CueAt], one: Quantity, clause_start: int
) -> bool:
    """A target, a forecast, what is left to do, last year's figure, part of a name, or a date without
    year."""
    bare = line.bare[: one.start]
    if (
        one.total is not None
        and one.value <= 31
        and one.total <= 12
        and _DATE_BEFORE.search(bare)
        and not unit_behind(line, one.end)
    ):
        return True
    if _is_beside(line, one):
        return True
    unit = "" if one.is_percent or one.unit else unit_behind(line, one.end)
    if one.total is None and _LEFT_AFTER.match(line.bare, one.end + len(unit) + bool(unit)):
        left = one.is_percent and bool(before) and ReportCue.REMAINING in before[-1].labels
        if left or not one.is_percent:
            return True
    if any(
        ReportCue.FORECAST in cue.labels for cue in cues if clause_start <= cue.start and cue.end <= one.start
    ):
        return True
    if not before:
        return False
    last = before[-1]
    gap = line.bare[last.end : one.start]
    if (
        ReportCue.NAMING in last.labels
        and not gap.strip()
        and not one.is_percent
        and one.total is None
        and (not one.unit or last.phrase in listed("documents"))
        and (last.phrase != "so" or _OF_THING.search(line.bare[: last.start]))
    ):
        return True
    if (
        ReportCue.REMAINING in last.labels
        and not _DOWN.search(line.bare[: last.end])
        and not gap.strip()
        and not one.is_percent
        and one.total is None
    ):
        return True
    bounds = [cue for cue in before[-2:] if ReportCue.BOUND in cue.labels]
    if bounds and one.total is None and _BETWEEN_BOUND.fullmatch(line.bare[bounds[-1].end : one.start]):
        return True
    if _THAN.search(bare):
        return False
    if ReportCue.CONTENT in last.labels and last.phrase.endswith(_GOALS) and not gap.strip():
        return True  # "chưa đạt chỉ tiêu 80 %"
    return ReportCue.COMPARED in last.labels and len(gap) <= _NEAR and not _is_name(line, last)


def _is_beside(line: Line, one: Quantity) -> bool:
    """Whether the words right beside a number say that it is no result."""
    bare = line.bare[: one.start]
    if _NUMBERED.search(bare) and line.bare.startswith(" ngay", one.end):  # "lớp 1 ngày 3/8"
        return True
    if _BY_THEN.match(line.bare, one.end) or _HEADING.match(line.bare, one.start) or _BOTH.search(bare):
        return True
    if one.total is None and not one.is_percent and _PLANNED.search(bare):
        return True
    if _BESIDE.search(bare) and _COMPARING.match(line.bare, one.end):
        return True
    return bool(_BOUND_TAIL.match(line.bare, one.end))


def _is_name(line: Line, cue: CueAt) -> bool:
    """Whether "so" before the first number of a line is "số": "ký số 100%"."""
    return cue.phrase == "so" and not re.search(r"\d", line.bare[: cue.start])


def kind_of_percent(line: Line, cues: Sequence[CueAt], before: Sequence[CueAt], one: Quantity) -> Kind:
    start = sentence_start(line, one.start)
    rates = [
        cue for cue in cues if ReportCue.RATE in cue.labels and start <= cue.start and cue.end <= one.start
    ]
    own = line.clause_at(one.start).start
    phrases = {
        cue.phrase
        for cue in rates
        if cue.start >= own or cue.phrase.startswith(("ty le", "ti le", *_ALWAYS_RATE))
    }
    if WORK_AFTER.match(line.bare, one.end):
        return "work"
    works = [cue for cue in before if ReportCue.WORK in cue.labels]
    near = max((cue.start for cue in rates), default=-1)
    if phrases & _ALWAYS_RATE and not (works and works[-1].start > near):
        return "rate"
    if works and (works[-1].phrase not in _WORK_BEFORE or one.start - works[-1].end <= _NEAR):
        return "work"
    if phrases or unit_behind(line, one.end):
        return "rate"
    return "percent"


def sentence_start(line: Line, place: int) -> int:
    return max((clause.start for clause in line.clauses if clause.opens and clause.start <= place), default=0)
