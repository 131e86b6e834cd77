"""The measurements as a table for people and as values for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from retrieval.evaluation.figures import Figures, Interval, as_record
from retrieval.evaluation.ranking import SIDES, Side
from retrieval.evaluation.reliability import OFFERED, Bin, Zones, calibration_error

_NAMES = {"lexical": "từ khóa", "dense": "nghĩa", "blend": "ghép"}
_HEAD = "| nguồn | kiểu gõ | câu | cách tìm | hit@1 | R@5 | R@10 | MRR@10 | ghép hơn từ khóa |"


@dataclass(frozen=True, slots=True)
class Measured:
    """One source in one form of typing: figures of each side, and what the blend gains over keywords."""

    source: str
    form: str
    sides: Mapping[Side, Figures]
    gain: Interval


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one evaluation measured. ``out_of_scope_at_95`` is a share (0-1), None when unasked."""

    measured: Sequence[Measured]
    zones: Mapping[str, Zones]
    bins: Sequence[Bin]
    out_of_scope_at_95: float | None


def table(report: Report) -> str:
    """Markdown: one line for each source, form and side; then zones and reliability."""
    lines = [_HEAD, "|---|---|--:|---|--:|--:|--:|--:|--:|"]
    for one in report.measured:
        for side in SIDES:
            found = one.sides[side]
            cells = (found.hit_at_1, found.recall_at_5, found.recall_at_10, found.mrr_at_10)
            gain = _gain(one.gain) if side == "blend" else ""
            told = " | ".join(_told(cell) for cell in cells)
            lines.append(f"| {one.source} | {one.form} | {found.asked} | {_NAMES[side]} | {told} | {gain} |")
    if report.zones:
        lines += [
            "",
            f"| nguồn | câu | trả lời | số đó đúng | hỏi lại | còn lại: trong {OFFERED} việc đầu | từ chối |",
            "|---|--:|--:|--:|--:|--:|--:|",
        ]
        lines += [_zone_line(source, found) for source, found in report.zones.items()]
    if report.bins:
        lines += ["", "| độ tin nêu ra | thực tế đúng | câu |", "|--:|--:|--:|"]
        lines += [f"| {one.promised:.2f} | {one.came:.2f} | {one.count} |" for one in report.bins]
        lines += ["", f"Sai lệch trung bình của độ tin: {calibration_error(report.bins):.3f}."]
    if report.out_of_scope_at_95 is not None:
        lines.append(
            "Khi 95% câu có trong kế hoạch được trả lời, "
            f"{report.out_of_scope_at_95:.1%} câu ngoài kế hoạch bị trả lời theo."
        )
    return "\n".join(lines)


def as_values(report: Report) -> dict[str, object]:
    """The same as JSON values; each figure with the ends of its interval."""
    return {
        "measured": [
            {
                "source": one.source,
                "form": one.form,
                "sides": {side: as_record(found) for side, found in one.sides.items()},
                "gain_over_lexical": asdict(one.gain),
            }
            for one in report.measured
        ],
        "zones": {source: asdict(found) for source, found in report.zones.items()},
        "reliability": [asdict(one) for one in report.bins],
        "calibration_error": calibration_error(report.bins),
        "out_of_scope_answered_at_95": report.out_of_scope_at_95,
    }


def _told(one: Interval) -> str:
    return f"{one.mean:.3f} [{one.low:.2f}, {one.high:.2f}]"


def _gain(one: Interval) -> str:
    return f"{one.mean:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"


def _zone_line(source: str, found: Zones) -> str:
    shares = (found.answered, found.answered_right, found.unsure, found.offered_right, found.refused)
    return f"| {source} | {found.asked} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"
