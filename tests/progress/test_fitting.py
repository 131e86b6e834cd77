"""Which target a figure speaks of, over all targets of the bundled plan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.plans import BUNDLED_PLAN, read_plan
from progress.fitting import fit, fitted, verdicts
from progress.measures import targets_of
from progress.records import Measure
from progress.reporting_calendar import Level
from progress.scales import scale_of

PLAN = read_plan(BUNDLED_PLAN)
TARGETS = [(task.id, place) for task in PLAN.tasks for place in range(len(targets_of(task)))]
COMPANIONS = {("VII.9", 1), ("VII.9", 3), ("VII.10.1", 1)}


def typical(task_id: str, place: int) -> Measure:
    """A figure of the target's own kind, said in the target's own words."""
    target = targets_of(PLAN.task_by_id[task_id])[place]
    match scale_of(target):
        case "grade":
            return Measure(grade="tốt", text=target.text)
        case "rank":
            return Measure(Decimal(9), "hạng", text=target.text)
        case "count":
            return Measure(
                Decimal(2), target.unit if "implied" not in target.unit else "vụ", text=target.text
            )
        case "amount":
            return Measure(Decimal(1000), text=target.text)
        case _:
            share = target.value[0] if isinstance(target.value, tuple) else 50
            return Measure(Decimal(str(share)), "%", text=target.text)


@pytest.mark.parametrize(("task_id", "place"), [key for key in TARGETS if key not in COMPANIONS])
def test_a_figure_in_a_targets_own_words_fits_it(task_id: str, place: int) -> None:
    assert fit(typical(task_id, place), PLAN.task_by_id[task_id]).place == place


@pytest.mark.parametrize(
    ("task_id", "measure", "words", "places"),
    [
        ("I.7", Measure(Decimal(4), "cuộc"), "", (0,)),
        ("I.7", Measure(Decimal(98), "%"), "", (1,)),
        ("I.7", Measure(None, "kiến nghị", 45, 50), "", (0, 1)),
        ("I.7", Measure(None, "kiến nghị", 45, 50), "giải quyết kiến nghị của người dân", (1,)),
        ("I.1", Measure(Decimal(98), "%"), "", ()),
        ("III.1", Measure(Decimal(95), "%"), "đạt 95%", ()),
        ("III.1", Measure(Decimal(125), "thủ tục"), "đã công bố 125 thủ tục", ()),
        ("III.1", Measure(Decimal(0), "thủ tục"), "", (0,)),
        ("III.2", Measure(Decimal(98), "%"), "", (0, 1, 2)),
        ("III.2", Measure(Decimal(98), "%"), "TTHC nội bộ được công bố đúng quy định", (2,)),
        ("III.2", Measure(Decimal(98), "%"), "cong khai tien do, ket qua giai quyet ho so", (1,)),
        ("III.3", Measure(None, "thủ tục", 120, 125), "120/125 thủ tục đã nhận tại Một cửa", (0,)),
        ("III.3", Measure(Decimal(96), "%"), "không phụ thuộc địa giới hành chính", (1,)),
        ("III.4", Measure(Decimal(96), "%"), "", (0, 1)),
        ("III.4", Measure(Decimal(96), "%"), "UBND cấp xã đúng hạn", (1,)),
        ("III.4", Measure(grade="tốt"), "", (2,)),
        ("VI.3", Measure(Decimal(75), "%"), "tự đảm bảo chi thường xuyên 75%", (2,)),
        ("VI.3", Measure(Decimal(8), "%"), "tỷ lệ giảm chi trực tiếp ngân sách", (5,)),
        ("VII.9", Measure(Decimal(81), "%"), "số hóa hồ sơ, kết quả giải quyết", (0,)),
        ("VII.9", Measure(Decimal(51), "%"), "khai thác, sử dụng lại dữ liệu", (2,)),
        ("VII.10.1", Measure(Decimal("81.25")), "", (0,)),
        ("VII.10.1", Measure(Decimal(101), "%"), "", (0,)),  # to be refused, not to be asked about
        ("VIII.3", Measure(Decimal(3200), "doanh nghiệp"), "", (0,)),
        ("VIII.3", Measure(Decimal(5200), "tỷ đồng"), "", (1,)),
        ("VIII.6", Measure(Decimal(106), "%"), "", (0,)),
        ("VIII.6", Measure(Decimal(9), "hạng"), "", (1,)),
    ],
)
def test_a_figure_fits_by_unit_and_words(
    task_id: str, measure: Measure, words: str, places: tuple[int, ...]
) -> None:
    found = fit(measure, PLAN.task_by_id[task_id], words)
    assert found.places == places
    assert (found.is_clear, found.is_ambiguous) == (len(places) == 1, len(places) > 1)


def test_the_level_of_the_agency_tells_scopes_apart() -> None:
    measure, task = Measure(Decimal(96), "%"), PLAN.task_by_id["III.4"]
    assert fit(measure, task, level=Level.COMMUNE).place == 1
    assert fit(measure, task, level=Level.DEPARTMENT).place == 0
    assert fit(measure, task, "của UBND cấp xã", Level.DEPARTMENT).place == 1


def test_the_first_words_of_a_target_tell_it_from_one_that_names_them_later() -> None:
    task = PLAN.task_by_id["VII.9"]
    assert fit(Measure(Decimal("92.4"), "%", text="tỷ lệ số hóa đạt 92,4%"), task).place == 0
    assert fit(Measure(Decimal("47.5"), "%", text="tỷ lệ khai thác dữ liệu số hóa 47,5%"), task).place == 2


def test_a_count_of_what_was_done_is_no_breach() -> None:
    task = PLAN.task_by_id["V.3"]
    assert fit(Measure(Decimal(3), "trưởng phòng", text="bổ nhiệm lại 3 trưởng phòng"), task).places == ()


def test_a_target_that_was_named_is_kept() -> None:
    task = PLAN.task_by_id["III.4"]
    assert fit(Measure(Decimal(96), "%", target=1), task).places == (1,)
    assert fit(Measure(Decimal(96), "%", target=9), task).places == ()


def test_a_clear_fit_is_written_into_the_measure() -> None:
    task = PLAN.task_by_id["III.4"]
    measure = Measure(Decimal(96), "%")
    assert fitted(measure, task, level=Level.COMMUNE).target == 1
    assert fitted(measure, task) == measure


def test_a_verdict_tells_the_stretch_and_the_yearly_rise_beside_the_minimum() -> None:
    task = PLAN.task_by_id["VII.9"]
    told = verdicts(Measure(Decimal("81.25"), "%", target=0), task)
    assert [(place, one.reached, one.lacks) for place, one in told] == [
        (0, True, ""), (1, False, ""), (3, None, "assigned")
    ]  # fmt: skip
    rising = verdicts(Measure(Decimal(82), "%", target=0), PLAN.task_by_id["VII.10.1"], Decimal(80))
    assert [(place, one.reached) for place, one in rising] == [(0, True), (1, True)]
    assert verdicts(Measure(Decimal(82), "%"), task) == ()
