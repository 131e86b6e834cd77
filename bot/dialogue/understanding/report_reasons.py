"""What stands in the way of a task and what is asked for, and where a line says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.dialogue.understanding.report_cues import CueAt, ReportCue, listed
from bot.dialogue.understanding.report_days import days_in
from bot.dialogue.understanding.report_text import Clause, Line
from corpus.vietnamese import fold

Kind = Literal["difficulty", "proposal"]

_LOOSE_MARKED = frozenset({"do", "tai", "boi", "kho", "la do"})
_CAUSES = frozenset({"do", "vi", "tai", "boi", "la do", "tai vi", "cho"})
_STATES = {ReportCue.STALLED, ReportCue.PAUSED, ReportCue.NOT_STARTED, ReportCue.DIFFICULTY, ReportCue.LACK}
_OPENERS = {ReportCue.BECAUSE, ReportCue.DIFFICULTY, ReportCue.LACK, ReportCue.PROPOSAL}
_ENDING = {ReportCue.DONE, ReportCue.PAUSED, ReportCue.NOT_STARTED}
GOOD_NEWS = re.compile(
    r"\s*(?:de |xay ra |phat sinh |phat hien |ghi nhan |nhan |bi |co |con )*(?:sai pham|vi pham"
    r"|truong hop|ho so|vuong|kho khan|tre|qua han|tieu"
    r" cuc|khieu nai|to cao|don|vu|phat sinh"
    r"|sai sot|that thoat|phan anh|ton|sot|vuot|cham|tham nhung|nhung nhieu|thu tuc|van ban trai"
    r"|ban hanh|noi dung|van ban nao|loi|ton dong|bieu hien)"
)
_NOT_ANY = re.compile(r"(?<![^\W_])nao(?![^\W_])")  # "chưa có hồ sơ nào"
_FIGURE = re.compile(r"\d\s*(?:%|phan tram)|\d\s*/\s*\d")
_CONSEQUENCE = re.compile(r"\s(?:nen|cho nen|vi vay|vi the|do do|tuy nhien|nhung)\s")
_WANT = re.compile(r"(?:vi|do|tai) (?:thieu|khong co|chua co|het|khong du|chua du|khong kip|cho)(?![^\W_])")
_OF_TARGET = re.compile(r"\s*(?:\d|chi tieu|ke hoach|muc tieu|yeu cau)")  # "chưa đủ 20 %"
_RECORDING = re.compile(
    r"(?:\s+(?:so|chi|anh|em|quy|noi vu|don vi|cho|giup|gium))*\s+(?:ghi nhan|ghi|cap nhat"
    r"|xac nhan|tong hop|duyet)(?![^\W_])"
)  # "đề nghị ghi nhận II.2 đã hoàn thành"
_LEFT = re.compile(r"\s*con (?:lai )?\d+ (?:[^\W\d_]+ ){0,2}(?:dang |phai |con )?")  # "còn 1 chờ sở trả lời"
_NO_VERB = re.compile(
    r"(?:cac|nhung|so|\d|phan anh|giai quyet|tra loi|xu ly|noi dung|co|tiep nhan|nhan|cua|va|nhieu)\s*$"
)
_NO_OBJECT = re.compile(
    r"\s*(?:cua|duoc|da|giai quyet|(?:xu ly|don gian hoa|sua doi|sua|bai bo|thay the|huy bo|cat giam"
    r"|dieu chinh) \d|doanh nghiep giai|thoa dang|$)"
)
_NONE = frozenset({"khong", "khong co", "chua co", "khong co gi", "khong phat sinh", "ko", "k"})
_NO_REASON = re.compile(r"\s*(?:ro|dinh kem|nhu sau|la|:)?\s*$")


@dataclass(frozen=True, slots=True)
class Reason:
    """A difficulty or a proposal at [start, end) of a line."""

    kind: Kind
    start: int
    end: int


def reasons_in(line: Line, cues: Sequence[CueAt], rows: Sequence[tuple[int, int]]) -> tuple[Reason, ...]:
    """The difficulties and proposals of a line, left to right; ``rows`` are where tasks are pointed at."""
    found: list[Reason] = []
    line = replace(line, bare=_without_dates(line))
    for place, cue in enumerate(cues):
        inside = found[-1] if found and cue.start < found[-1].end else None
        is_late = inside and (_is_late_proposal(line, cue, inside) or _is_late_cause(line, cue, inside))
        if not cue.labels & _OPENERS or (inside and not is_late):
            continue
        clause = line.clause_at(cue.start)
        kind = _kind_of(line, cues, place, clause, found)
        if kind is None:
            continue
        if found and cue.start < found[-1].end:
            found[-1] = Reason(found[-1].kind, found[-1].start, cue.start)
        reason = _reaching(line, cues, rows, kind, _start(line, cues, rows, cue, clause, kind), cue.end)
        if reason is not None:
            found.append(reason)
    return tuple(found)


def _without_dates(line: Line) -> str:
    """The bare text with blanks for its dates: "30/9" is no share."""
    bare = line.bare
    for start, end in days_in(line.text, bare):
        bare = bare[:start] + " " * (end - start) + bare[end:]
    return bare


def said_of(line: Line, reasons: Sequence[Reason], kind: Kind, start: int, end: int) -> str:
    """What the reasons of one kind within [start, end) say, as typed."""
    parts = (
        line.as_typed(one.start, one.end) for one in reasons if one.kind == kind and start <= one.start < end
    )
    return "; ".join(part for part in parts if part and fold(part) not in _NONE)


def _is_late_proposal(line: Line, cue: CueAt, before: Reason) -> bool:
    return (
        before.kind == "difficulty"
        and ReportCue.PROPOSAL in cue.labels
        and cue.start > before.start
        and not _NO_VERB.search(line.bare[: cue.start])
    )


def _is_late_cause(line: Line, cue: CueAt, before: Reason) -> bool:
    """ "xin gia hạn vì thiếu người": a wish, then its cause."""
    if before.kind == "proposal" and not line.is_marked and _WANT.match(line.bare, cue.start):
        return True
    return before.kind == "proposal" and line.text[cue.start : cue.end] in (
        "vì",
        "bởi vì",
        "tại vì",
        "do thiếu",
    )


def _kind_of(
    line: Line, cues: Sequence[CueAt], place: int, clause: Clause, found: Sequence[Reason]
) -> Kind | None:
    cue = cues[place]
    if ReportCue.PROPOSAL in cue.labels:
        return "proposal" if _is_proposal(line, cue, clause, found) else None
    ahead = line.bare[cue.end :]
    if (
        ReportCue.LACK in cue.labels
        and cue.phrase.split()[0] in ("khong", "chua", "hong", "hok", "hông")
        and (GOOD_NEWS.match(ahead) or _NOT_ANY.search(line.bare, cue.end, clause.end))
    ):
        return None
    if ReportCue.LACK in cue.labels and cue.phrase.endswith((" du", " duoc")) and _OF_TARGET.match(ahead):
        return None
    is_marked = line.is_marked
    loose = _LOOSE_MARKED if is_marked else listed("loose")
    if cue.phrase in loose and not _is_cause(line, cues, place, clause):
        return None
    if (
        ReportCue.DIFFICULTY in cue.labels
        and cue.phrase in ("han che", "ton tai")
        and cue.start > clause.start + 2
    ):
        return None
    return "difficulty"


def _is_cause(line: Line, cues: Sequence[CueAt], place: int, clause: Clause) -> bool:
    """Whether a word that is often another ("do", "cho") tells a cause here."""
    cue = cues[place]
    if not line.text[cue.end : clause.end].strip():
        return False
    if cue.phrase in ("cho", "doi") and _LEFT.fullmatch(line.bare, clause.start, cue.start):
        return True
    opens = not [
        word for word in fold(line.text[clause.start : cue.start]).split() if word not in listed("fillers")
    ]
    if opens and cue.phrase not in ("do", "tai", "kho") and not clause.opens:
        return True
    if cue.phrase not in _CAUSES:
        return False
    before = [one for one in cues[:place] if clause.start <= one.start]
    if cue.phrase != "cho" and any(_is_shortfall(one) for one in before):
        return True
    if (cue.phrase != "tai" and any(one.labels & _STATES for one in before)) or (
        cue.phrase != "tai" and "%" in line.text[clause.start : cue.start]
    ):
        stops = {ReportCue.PAUSED, ReportCue.STALLED}
        return cue.phrase != "cho" or bool(
            before and before[-1].labels & stops and cue.start - before[-1].end <= 1
        )
    following = cues[place + 1] if place + 1 < len(cues) else None
    return bool(
        following
        and following.labels & {ReportCue.LACK, ReportCue.DIFFICULTY, ReportCue.STALLED}
        and following.phrase not in ("moi", "it", "chi")
        and following.start - cue.end <= 1
    )


def _is_shortfall(cue: CueAt) -> bool:
    """ "chưa đạt chỉ tiêu do ...", "thấp hơn kế hoạch do ..." """
    return ReportCue.FALL in cue.labels or (
        ReportCue.CONTENT in cue.labels
        and cue.phrase.startswith(("chua dat", "khong dat", "cham", "con cham"))
    )


def _is_proposal(line: Line, cue: CueAt, clause: Clause, found: Sequence[Reason]) -> bool:
    if not line.text[cue.end : clause.end].strip() and not _is_heading(line, cue, clause):
        return False
    if _FIGURE.search(line.bare[clause.start : clause.end]) or _NO_OBJECT.match(
        line.bare, cue.end, clause.end
    ):
        return _is_heading(line, cue, clause)
    ahead = fold(line.text[clause.start : cue.start]).split()
    if line.bare[: cue.start].endswith("phan anh, ") or _RECORDING.match(line.bare, cue.end):
        return False
    if ahead[-1:] == ["da"]:  # "đã kiến nghị sửa 3 văn bản" tells what was done
        return False
    if all(word in listed("fillers") for word in ahead):
        return True
    is_ask = cue.phrase.startswith(("xin", "de nghi", "de xuat", "kien nghi", "can ", "mong", "nho"))
    return (
        is_ask
        and not _NO_VERB.search(line.bare[clause.start : cue.start])
        and bool(found or len(ahead) > 2)
        and (bool(found) or cue.phrase.startswith(("de nghi", "xin", "de xuat")))
    )


def _is_heading(line: Line, cue: CueAt, clause: Clause) -> bool:
    """ "Kiến nghị:" """
    return (
        cue.start - clause.start <= 3
        and not line.text[cue.end : clause.end].strip()
        and line.text[clause.end : clause.end + 1] == ":"
    )


def _start(
    line: Line, cues: Sequence[CueAt], rows: Sequence[tuple[int, int]], cue: CueAt, clause: Clause, kind: Kind
) -> int:
    """A want is told with who wants it; a cause without its "vì"."""
    if kind == "proposal":
        return cue.start
    if ReportCue.BECAUSE in cue.labels or (
        ReportCue.DIFFICULTY in cue.labels and len(cue.phrase.split()) > 1
    ):
        return cue.start
    behind = max((end for start, end in rows if clause.start <= start < cue.start), default=clause.start)
    head = line.bare[behind : cue.start]
    has_row = any(cue.start < start < clause.end for start, _ in rows)
    told = any(
        one.labels & (_ENDING | {ReportCue.DOING}) for one in cues if clause.start <= one.start < cue.start
    )
    if (
        has_row
        or told
        or (clause.opens and behind == clause.start)
        or _FIGURE.search(head)
        or (re.search(r"\d", head) and not re.match(r"\s*con \d", head))
    ):
        return cue.start
    return behind


def _reaching(
    line: Line, cues: Sequence[CueAt], rows: Sequence[tuple[int, int]], kind: Kind, start: int, cue_end: int
) -> Reason | None:
    """To the end of the sentence, or to the clause that tells something else."""
    clause = line.clause_at(cue_end - 1)
    rest = line.bare[cue_end : clause.end]
    for row_start, row_end in rows:
        if cue_end <= row_start < clause.end:
            rest = rest.replace(line.bare[row_start:row_end], "")
    end = clause.end
    if cut := _CONSEQUENCE.search(line.bare, cue_end, end):
        return Reason(kind, start, cut.start())
    head = fold(line.text[start:cue_end]).split()[:-1] if kind == "difficulty" else []
    is_bare = len(head) < 2 or line.text[clause.end : clause.end + 1] == ":"
    is_heading = (is_bare and bool(_NO_REASON.fullmatch(rest))) or fold(rest) in ("nhiem vu", "cua nhiem vu")
    for following in line.clauses:
        if following.start < end or (following.opens and not is_heading):
            if following.start >= end and following.opens:
                break
            continue
        if not is_heading and _tells_more(line, cues, rows, following):
            break
        if is_heading:
            start = following.start
        is_heading = False
        end = following.end
    return Reason(kind, start, end) if line.text[start:end].strip() else None


def _tells_more(line: Line, cues: Sequence[CueAt], rows: Sequence[tuple[int, int]], clause: Clause) -> bool:
    if any(clause.start <= start < clause.end for start, _ in rows):
        return True
    if _FIGURE.search(line.bare[clause.start : clause.end]):
        return True
    return any(
        cue.labels & (_ENDING | {ReportCue.DOING}) for cue in cues if clause.start <= cue.start < clause.end
    )
