"""Agencies and time frames of the rows: read from their cells, or from the group where a cell is empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.agency_cells import common_spelling, join_cell, split_names
from corpus.assembly import Assembly, Row
from corpus.deadlines import tidy_timeframe
from corpus.doubts import Doubt

_COORDINATING_LABEL = re.compile(r"(?:(?:cơ quan|đơn vị) )?phối hợp(?: thực hiện)? ?:", re.IGNORECASE)


@dataclass(slots=True)
class Duty:
    """Who does a row, and when."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    timeframe: str = ""


def read_duties(plan: Assembly) -> Mapping[str, Duty]:
    """Row id -> its duty. Leaf rows with empty cells take those of their parent, section or the row above."""
    duties = {row.id: _own(row) for row in plan.rows}
    previous: Row | None = None
    for row in plan.rows:
        if row.level == "section":
            previous = None
        elif not row.children:
            _inherit(plan, row, duties, previous)
            previous = row
        elif duties[row.id].lead and all(duties[child].lead for child in row.children):
            plan.doubts.append(
                Doubt(
                    row.first_line,
                    f"Hàng cha {row.id} có cơ quan riêng, các hàng con cũng có; giữ của hàng con.",
                )
            )
    spelling = common_spelling(n for d in duties.values() for n in (*d.lead, *d.coordinating))
    for duty in duties.values():
        duty.lead = tuple(spelling[name] for name in duty.lead)
        duty.coordinating = tuple(spelling[name] for name in duty.coordinating)
    return duties


def _own(row: Row) -> Duty:
    lead, *labelled = _COORDINATING_LABEL.split(join_cell(row.pieces.get("lead", [])), maxsplit=1)
    coordinating = "; ".join([*labelled, join_cell(row.pieces.get("coordinating", []))])
    return Duty(
        split_names(lead),
        split_names(coordinating),
        tidy_timeframe(row.said("timeframe")),
    )


def _inherit(plan: Assembly, row: Row, duties: Mapping[str, Duty], previous: Row | None) -> None:
    duty = duties[row.id]
    if duty.lead and duty.timeframe:
        return
    groups = _groups_above(plan, row)
    named = next((g for g in groups if duties[g.id].lead), None)
    # Cells merged downwards print their words once, in the uppermost row.
    above = named or (previous if previous and previous.parent == row.parent else None)
    if not duty.lead:
        if above is None or not duties[above.id].lead:
            plan.doubts.append(Doubt(row.first_line, f"Hàng {row.id} không có cơ quan chủ trì."))
        else:
            duty.lead = duties[above.id].lead
            if not duty.coordinating:
                duty.coordinating = tuple(n for n in duties[above.id].coordinating if n not in duty.lead)
            plan.doubts.append(
                Doubt(row.first_line, f"Hàng {row.id} để trống cơ quan; lấy theo {_call(above)}.")
            )
    if not duty.timeframe:
        timed = next((g for g in groups if duties[g.id].timeframe), None)
        if timed is None and previous and previous.parent == row.parent:
            timed = previous if duties[previous.id].timeframe else None
        if timed is None:
            plan.doubts.append(Doubt(row.first_line, f"Hàng {row.id} không có thời gian thực hiện."))
        else:
            duty.timeframe = duties[timed.id].timeframe
            plan.doubts.append(
                Doubt(row.first_line, f"Hàng {row.id} để trống thời gian; lấy theo {_call(timed)}.")
            )


def _groups_above(plan: Assembly, row: Row) -> list[Row]:
    """The parents from the nearest outwards, then the section."""
    groups: list[Row] = []
    parent = row.parent
    while parent:
        groups.append(plan.by_id[parent])
        parent = plan.by_id[parent].parent
    if row.section in plan.by_id:
        groups.append(plan.by_id[row.section])
    return groups


def _call(row: Row) -> str:
    return f"mục {row.id}" if row.level == "section" else f"hàng {row.id}"
