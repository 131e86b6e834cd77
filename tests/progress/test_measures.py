"""Figures against every target of the bundled plan, and against forms that other plans have."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Target
from corpus.plans import BUNDLED_PLAN, read_plan
from progress.measures import check_content, check_percent, compare, targets_of
from progress.records import Content, Measure
from progress.scales import (
    GRADES,
    Contradiction,
    MeasureError,
    OutOfRange,
    PartExceedsWhole,
    UnitMismatch,
    UnknownTarget,
    scale_of,
)

PLAN = read_plan(BUNDLED_PLAN)
TARGETS = [(task.id, place) for task in PLAN.tasks for place in range(len(targets_of(task)))]
SHARES = st.decimals(0, 100, places=2)

# task; place of the target; the figure; last year's; the assigned one; reached; difference; what lacks
TABLE = """
I.7; 0; 4 cuộc; ; ; yes; 1;
I.7; 0; 3; ; ; yes; 0;
I.7; 0; 2 cuộc/năm; ; ; no; -1;
I.7; 1; 100 %; ; ; yes; 0;
I.7; 1; 45/50 kiến nghị; ; ; no; -10;
II.3; 0; 6/6 văn bản; ; ; yes; 0;
II.3; 0; 90 %; ; ; no; -10;
III.1; 0; 0 thủ tục; ; ; yes; 0;
III.1; 0; 1 thủ tục; ; ; no; 1;
III.2; 0; 100 %; ; ; yes; 0;
III.2; 1; 99.5 %; ; ; no; -0.5;
III.2; 2; 120/125; ; ; no; -4;
III.3; 0; 120/125 thủ tục; ; ; no; -4;
III.3; 1; 100; ; ; yes; 0;
III.4; 0; 95 %; ; ; yes; 0;
III.4; 0; 94.99 %; ; ; no; -0.01;
III.4; 1; 97.5 %; ; ; yes; 2.5;
III.4; 2; tốt; ; ; yes; ;
III.4; 2; Xuất sắc; ; ; yes; ;
III.4; 2; kha; ; ; no; ;
III.4; 2; 85 điểm; ; ; ?; ; grade
III.5; 0; 40/40; ; ; yes; 0;
IV.4; 0; 120/125; ; ; yes; -5;
IV.4; 0; 130/125; ; ; no; 5;
IV.4; 0; 98 %; ; ; yes; -2;
IV.4; 1; 1200 người; ; 1250; yes; -50;
IV.4; 1; 1200 người; ; ; ?; ; assigned
V.1; 0; 99 %; ; ; no; -1;
V.1; 1; 100 %; ; ; yes; 0;
V.2; 0; 0 vụ; ; ; yes; 0;
V.3; 0; 2 trường hợp; ; ; no; 2;
VI.1; 0; 0; ; ; yes; 0;
VI.3; 0; 1 ĐVSNCL; ; ; yes; 0;
VI.3; 1; 0 đơn vị; ; ; no; -1;
VI.3; 2; 70 %; ; ; yes; 0;
VI.3; 2; 99.9 %; ; ; yes; 29.9;
VI.3; 2; 100 %; ; ; no; 0;
VI.3; 2; 65 %; ; ; no; -5;
VI.3; 3; 45 %; ; ; yes; 15;
VI.3; 3; 75 %; ; ; no; 5;
VI.3; 4; 9 %; ; ; no; -1;
VI.3; 5; 8 %; 9 %; ; yes; -1;
VI.3; 5; 9 %; 9 %; ; no; 0;
VI.3; 5; 8 %; ; ; ?; ; last-year
VI.3; 6; 0; ; ; yes; 0;
VII.1; 0; 18/20 nhiệm vụ; ; ; no; -10;
VII.1; 1; 100 %; ; ; yes; 0;
VII.2; 0; 60 %; 55 %; ; yes; 5;
VII.2; 0; 60 %; ; ; ?; ; last-year
VII.4; 0; 55 %; 55 %; ; no; 0;
VII.5; 0; 100 %; ; ; yes; 0;
VII.5; 1; 80 %; ; ; no; -20;
VII.7; 0; 100 %; ; ; yes; 0;
VII.9; 0; 81.25 %; ; ; yes; 1.25;
VII.9; 1; 81.25 %; ; ; no; -18.75;
VII.9; 2; 49 %; ; ; no; -1;
VII.9; 3; 81 %; ; 85; no; -4;
VII.9; 3; 81 %; ; ; ?; ; assigned
VII.10.1; 0; 81.25 %; ; ; yes; 1.25;
VII.10.1; 0; 81.25; ; ; yes; 1.25;
VII.10.1; 1; 81 %; ; 83; no; -2;
VII.10.1; 1; 81 %; 80 %; ; yes; 1;
VII.10.1; 1; 81 %; ; ; ?; ; assigned
VII.10.2; 0; 70 %; ; 65; yes; 5;
VII.10.3; 0; 5 % tăng; ; ; yes; 5;
VII.10.3; 0; 5 % giảm; ; ; no; -5;
VIII.1; 0; 97 %; 95 %; ; yes; 2;
VIII.2; 0; 52000 tỷ đồng; 50000 tỷ đồng; ; yes; 2000;
VIII.2; 0; 1.2 tỷ đồng; 1500 triệu đồng; ; no; -0.3;
VIII.2; 0; 52000 tỷ đồng; ; ; ?; ; last-year
VIII.3; 0; 3200 doanh nghiệp; 3000; ; yes; 200;
VIII.3; 1; 7 % tăng; ; ; yes; 7;
VIII.4; 0; 31 %; 30.5 %; ; yes; 0.5;
VIII.5; 0; 19 %; ; ; no; -1;
VIII.5; 0; 60/300 doanh nghiệp; ; ; yes; 0;
VIII.6; 0; 106 %; ; ; yes; 2;
VIII.6; 0; 6 % vượt; ; ; yes; 2;
VIII.6; 0; 103 %; ; ; no; -1;
VIII.6; 0; 106/100; ; ; yes; 2;
VIII.6; 1; 9 hạng; ; ; yes; -1;
VIII.6; 1; 10/34; ; ; yes; 0;
VIII.6; 1; 11; ; ; no; 1;
VIII.7; 0; 102 %; ; ; yes; 2;
VIII.7; 0; 6 % vượt; ; ; yes; 6;
VIII.7; 0; 20/22 chỉ tiêu; ; ; no; -2;
"""
ROWS = [[cell.strip() for cell in line.split(";")] for line in TABLE.strip().splitlines()]


def figure(said: str) -> Measure:
    """ "81.25 %", "120/125 thủ tục", "6 % vượt" or a grade, as a reader of messages would give it."""
    first, _, unit = said.partition(" ")
    if not first[0].isdigit() and first[0] != "-":
        return Measure(grade=said)
    if "/" in first:
        part, whole = first.split("/")
        return Measure(None, unit, int(part), int(whole))
    return Measure(Decimal(first), unit)


def target_at(task_id: str, place: int) -> Target:
    return targets_of(PLAN.task_by_id[task_id])[place]


def one_target(comparator: str, value: object, unit: str, text: str = "", **flags: bool) -> Target:
    return Target(text, comparator, value, unit, **flags)  # type: ignore[arg-type]


def test_every_target_of_the_plan_stands_in_the_table() -> None:
    assert {(row[0], int(row[1])) for row in ROWS} == set(TARGETS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:3]).replace(" ", ""))
def test_a_figure_is_held_against_its_target(row: list[str]) -> None:
    task_id, place, said, last_year, assigned, reached, difference, lacks = row
    found = compare(
        figure(said),
        target_at(task_id, int(place)),
        figure(last_year) if last_year else None,
        Decimal(assigned) if assigned else None,
    )
    assert found.reached is {"yes": True, "no": False, "?": None}[reached]
    assert found.difference == (Decimal(difference) if difference else None)
    assert found.lacks == lacks


@pytest.mark.parametrize(
    ("task_id", "place", "said", "refusal"),
    [
        ("III.4", 0, "101 %", OutOfRange),
        ("III.4", 0, "-1 %", OutOfRange),
        ("III.4", 0, "126/125 hồ sơ", PartExceedsWhole),
        ("III.4", 0, "0/0 hồ sơ", PartExceedsWhole),
        ("III.4", 0, "6 % vượt", OutOfRange),
        ("III.4", 0, "120 hồ sơ", UnitMismatch),
        ("III.4", 2, "hay", UnitMismatch),
        ("I.7", 0, "3 lớp", UnitMismatch),
        ("I.7", 0, "80 %", UnitMismatch),
        ("I.7", 0, "-2 cuộc", OutOfRange),
        ("III.1", 0, "95 %", UnitMismatch),
        ("VIII.2", 0, "95 %", UnitMismatch),
        ("VIII.6", 0, "500 tỷ đồng", UnitMismatch),
        ("VIII.6", 0, "-3 %", OutOfRange),
        ("VIII.6", 1, "95 %", UnitMismatch),
        ("VIII.6", 1, "0", OutOfRange),
        ("VIII.6", 1, "2.5", OutOfRange),
        ("VIII.6", 1, "35/34", OutOfRange),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    task_id: str, place: int, said: str, refusal: type[MeasureError]
) -> None:
    measure = figure(said)
    with pytest.raises(refusal) as raised:
        compare(measure, target_at(task_id, place))
    assert type(raised.value) is refusal
    assert (raised.value.measure, raised.value.target) == (measure, target_at(task_id, place))


def test_figures_in_other_units_than_last_years_are_refused() -> None:
    with pytest.raises(UnitMismatch):
        compare(figure("3200 doanh nghiệp"), target_at("VIII.3", 0), figure("50 tỷ đồng"))


@pytest.mark.parametrize(
    ("value", "is_right"),
    [("96", True), ("95.9", False), ("96.0", True), ("95", False), ("98", False), ("80", False)],
)
def test_a_share_beside_part_and_whole_is_the_share_they_give(value: str, is_right: bool) -> None:
    measure = Measure(Decimal(value), "%", 120, 125)
    if is_right:
        assert compare(measure, target_at("III.4", 0)).value == 96
    else:
        with pytest.raises(Contradiction):
            compare(measure, target_at("III.4", 0))


def test_a_rounded_share_beside_part_and_whole_is_right() -> None:
    for said in ("66.67", "66.66", "66.7", "67", "66"):
        share = compare(Measure(Decimal(said), "%", 2, 3), target_at("III.4", 0)).value
        assert share is not None
        assert round(share, 4) == Decimal("66.6667")


def test_a_comparison_tells_stretch_and_yearly_targets_apart() -> None:
    measure = figure("81.25 %")
    minimum, stretch = (compare(measure, target_at("VII.9", place)) for place in (0, 1))
    assert (minimum.is_stretch, stretch.is_stretch) == (False, True)
    assert (minimum.bound, stretch.bound) == (Decimal(80), Decimal(100))
    assert minimum.is_in_points
    yearly = compare(figure("2 cuộc"), target_at("I.7", 0))
    assert (yearly.is_yearly, yearly.unit, yearly.is_in_points) == (True, "cuộc/năm", False)


def test_a_measure_without_a_figure_lacks_its_value() -> None:
    for task_id, place in TARGETS:
        target = target_at(task_id, place)
        lacks = "grade" if scale_of(target) == "grade" else "value"
        found = compare(Measure(), target)
        assert (found.reached, found.lacks) == (None, lacks)


@pytest.mark.parametrize(
    ("target", "said", "last_year", "reached", "difference"),
    [
        (one_target("<=", 5.0, "%"), "4.5 %", "", True, "-0.5"),
        (one_target("<=", 5.0, "%"), "5.5 %", "", False, "0.5"),
        (one_target("=", 15.0, "lớp"), "16 lớp", "", True, "1"),
        (one_target(">=", 30.0, "% giảm", "Cắt giảm ít nhất 30% thời gian"), "35 %", "", True, "5"),
        (one_target(">=", 30.0, "% giảm", "Cắt giảm ít nhất 30% thời gian"), "25 % giảm", "", False, "-5"),
        (one_target(">=", 5.0, "% tăng"), "3 % giảm", "", False, "-8"),
        (one_target("range", (90.0, 95.0), "%", "từ 90% đến 95%"), "95 %", "", True, "0"),
        (one_target("increase-yoy", 5.0, "%", against_last_year=True), "105 tỷ", "100 tỷ", True, "0"),
        (one_target("increase-yoy", 5.0, "%", against_last_year=True), "104 tỷ", "100 tỷ", False, "-1"),
        (one_target("decrease-yoy", 10.0, "%", against_last_year=True), "90 vụ", "100 vụ", True, "0"),
        (one_target("decrease-yoy", 10.0, "%", against_last_year=True), "95 vụ", "100 vụ", False, "5"),
        (one_target("decrease-yoy", 10.0, "%", against_last_year=True), "12 % giảm", "", True, "-2"),
        (one_target("increase-yoy", 2.0, "lớp", against_last_year=True), "13 lớp", "10 lớp", True, "1"),
        (one_target(">=", 90.0, "%", "giải ngân đạt 90% kế hoạch vốn"), "105 %", "", True, "15"),
        (one_target(">=", 1.5, "tỷ đồng"), "1600 triệu đồng", "", True, "0.1"),
    ],
)  # fmt: skip
def test_targets_of_other_plans(
    target: Target, said: str, last_year: str, reached: bool, difference: str
) -> None:
    found = compare(figure(said), target, figure(last_year) if last_year else None)
    assert (found.reached, found.difference) == (reached, Decimal(difference))


@settings(deadline=None)
@given(st.sampled_from(TARGETS), SHARES)
def test_more_never_undoes_a_minimum(key: tuple[str, int], share: Decimal) -> None:
    target = target_at(*key)
    if scale_of(target) != "percent" or target.comparator not in ("=", ">="):
        return
    low = compare(Measure(share, "%"), target)
    high = compare(Measure(min(Decimal(100), share + 1), "%"), target)
    assert low.difference is not None
    assert low.reached == (low.difference >= 0)
    assert high.reached or not low.reached


@settings(deadline=None)
@given(st.sampled_from(TARGETS), st.integers(1, 10**6), st.integers(1, 10**6))
def test_part_and_whole_are_their_share(key: tuple[str, int], one: int, two: int) -> None:
    target = target_at(*key)
    if scale_of(target) != "percent" or target.comparator not in ("=", ">="):
        return
    part, whole = sorted((one, two))
    bound = 100 if isinstance(target.value, str) else target.value
    assert isinstance(bound, int | float)
    assert compare(Measure(None, "", part, whole), target).reached == (100 * part >= bound * whole)


@settings(deadline=None)
@given(
    st.sampled_from(TARGETS),
    st.builds(
        Measure,
        st.none() | st.decimals(-200, 10**9, places=2),
        st.sampled_from(["", "%", "% vượt", "% tăng", "% giảm", "cuộc", "hồ sơ", "tỷ đồng", "hạng", "vụ"]),
        st.none() | st.integers(-5, 500),
        st.none() | st.integers(-5, 500),
        grade=st.sampled_from(["", "hay", *GRADES]),
    ),
)
def test_any_figure_is_compared_or_refused(key: tuple[str, int], measure: Measure) -> None:
    try:
        found = compare(measure, target_at(*key), Decimal(50), Decimal(60))
    except MeasureError:
        return
    assert (found.reached is None) == bool(found.lacks)


def test_the_share_of_the_work_done_lies_between_0_and_100() -> None:
    check_percent(Decimal(0))
    check_percent(Decimal(100))
    for wrong in ("-1", "100.5"):
        with pytest.raises(OutOfRange):
            check_percent(Decimal(wrong))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (Content(percent=Decimal(120)), OutOfRange),
        (Content(measures=(Measure(Decimal(101), "%", target=0),)), OutOfRange),
        (Content(measures=(Measure(Decimal(90), "%", target=7),)), UnknownTarget),
        (Content(measures=(Measure(Decimal(90), "%", target=-1),)), UnknownTarget),
        (Content(measures=(Measure(None, "hồ sơ", 7, 5),)), PartExceedsWhole),
        (Content(measures=(Measure(Decimal(-7), "hồ sơ"),)), OutOfRange),
    ],
)
def test_a_content_with_a_wrong_figure_is_refused(content: Content, refusal: type[MeasureError]) -> None:
    with pytest.raises(refusal):
        check_content(content, PLAN.task_by_id["III.4"])


def test_a_right_content_passes() -> None:
    measures = (Measure(Decimal(97), "%", target=0), Measure(Decimal(-3), "% tăng"))
    check_content(Content(percent=Decimal(35), measures=measures), PLAN.task_by_id["III.4"])
