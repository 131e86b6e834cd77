"""Plain sentences are read as reports at least as well as the floors below say; the scores are printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import build_assistant
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.report_subjects import told_apart
from bot.dialogue.reporting import Settled, settled
from bot.dialogue.understanding.reported import Asks, Reports, Unclear, reported
from progress.periods import PlanPeriods
from progress.records import Measure
from progress.reporting_calendar import Level, ReportingCalendar
from progress.states import TaskState
from tests.reports.scoring import Score, failures, score_bank

EXACT_AT_LEAST = {"sentences": 94.0, "sentences_held_back": 86.0}
WRONG_AT_MOST = {"sentences": 1, "sentences_held_back": 12}
QUESTION_FOLDER = Path(__file__).parents[1] / "questions"

Read = Callable[[str], list[Settled]]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return build_assistant(Settings(data_folder=tmp_path_factory.mktemp("reports")), keeps=False).knowledge


@pytest.fixture(scope="module")
def periods(knowledge: Knowledge) -> PlanPeriods:
    return PlanPeriods(ReportingCalendar.load(), knowledge.plan)


@pytest.fixture
def read(knowledge: Knowledge, periods: PlanPeriods) -> Read:
    """The tasks of a message that reports, each joined with the plan."""

    def entries(message: str) -> list[Settled]:
        found = reported(message, knowledge.lexicon, periods)
        assert isinstance(found, Reports), found
        return [settled(said, knowledge) for said in found.tasks]

    return entries


@pytest.mark.parametrize("bank", EXACT_AT_LEAST)
def test_sentences_are_read_exactly_or_asked_back(
    bank: str, knowledge: Knowledge, periods: PlanPeriods, record_property: Callable[[str, object], None]
) -> None:
    lines = score_bank(bank, knowledge, periods)
    score = Score.of(lines)
    record_property("summary", f"{bank}: {score}")
    assert score.percent >= EXACT_AT_LEAST[bank], failures(lines)
    assert score.wrong <= WRONG_AT_MOST[bank], failures(lines)


def test_ordinary_questions_are_no_reports(
    knowledge: Knowledge, periods: PlanPeriods, record_property: Callable[[str, object], None]
) -> None:
    banks = sorted(QUESTION_FOLDER.rglob("*.jsonl"))
    asked = [question for bank in banks for question in _questions(bank)]
    taken = [
        question for question in asked if isinstance(reported(question, knowledge.lexicon, periods), Reports)
    ]
    record_property("summary", f"questions taken for reports: {len(taken)}/{len(asked)}")
    assert not taken


def _questions(bank: Path) -> list[str]:
    lines = bank.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [turn["question"] for row in rows for turn in row.get("turns") or [row]]


def test_a_rate_is_no_share_of_the_work(read: Read) -> None:
    (entry,) = read("VII.10.1 đạt 81,25%")
    assert entry.content.percent is None
    assert [(one.value, one.unit, one.target) for one in entry.content.measures] == [
        (Decimal("81.25"), "%", 0)
    ]


def test_progress_is_a_share_of_the_work(read: Read) -> None:
    (entry,) = read("cap nhat tien do III.4 35%")
    assert (entry.content.percent, entry.content.measures) == (Decimal(35), ())


@pytest.mark.parametrize(
    "said", ["i4 xong rồi", "I.4 xong rồi", "nv 4 mục I xong rồi", "mục I số 4 xong rồi", "1.4: xong"]
)
def test_a_task_is_named_in_many_ways(said: str, read: Read) -> None:
    (entry,) = read(said)
    assert (entry.task_id, entry.content.state, entry.unclear) == ("I.4", TaskState.DONE, ())


@pytest.mark.parametrize(
    ("said", "task_id"),
    [
        ("nhiệm vụ bảy chấm mười chấm một đạt 81%", "VII.10.1"),
        ("mục bảy số chín số hóa được 85%", "VII.9"),
        ("VII,9 số hóa 82%", "VII.9"),
        ("VII.10.1đạt 81%", "VII.10.1"),
        ("II.3 à nhầm, II.4 mới đúng: tiến độ 45%", "II.4"),
        ("II.1 chứ không phải II.2, xong rồi", "II.1"),
        ("không phải I.5 mà I.6 mới xong 50%", "I.6"),
    ],
)
def test_a_task_is_the_one_that_was_meant(said: str, task_id: str, read: Read) -> None:
    (entry,) = read(said)
    assert (entry.task_id, entry.unclear) == (task_id, ())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("III.4 96% à không 96,5%", ["96.5"]),
        ("I.6 tiến độ 60 chứ không phải 80%", []),
        ("không phải 85 đâu, III.4 95,8%", ["95.8"]),
        ("VII.9 số hóa 88,2%, vượt chỉ tiêu 80%", ["88.2"]),
        ("VIII.6 đạt 103,8% chỉ tiêu, chưa được 104%", ["103.8"]),
    ],
)
def test_only_the_figure_that_holds_is_told(said: str, told: list[str], read: Read) -> None:
    (entry,) = read(said)
    assert [str(one.value) for one in entry.content.measures] == told
    assert entry.is_clear


def test_a_grade_is_a_measure_without_a_number(read: Read) -> None:
    (entry,) = read("III.4 xếp loại tốt")
    assert [(one.grade, one.value, one.target) for one in entry.content.measures] == [("tốt", None, 2)]


def test_tasks_named_by_their_words_are_told_apart(knowledge: Knowledge, periods: PlanPeriods) -> None:
    message = "giải ngân vốn đầu tư công được 63%, còn quản lý tài sản công tiến độ 85%"
    found = reported(message, knowledge.lexicon, periods)
    assert isinstance(found, Reports)
    entries = [settled(said, knowledge) for said in told_apart(found, knowledge).tasks]
    assert [(entry.task_id, entry.content.percent) for entry in entries] == [
        ("VI.1", None),
        ("VI.2", Decimal(85)),
    ]


def test_several_tasks_share_one_message(read: Read) -> None:
    entries = read("II.1 xong, II.2 chưa làm; II.3 12/15 văn bản\nI.7 3 cuộc")
    assert [entry.task_id for entry in entries] == ["II.1", "II.2", "II.3", "I.7"]
    assert [entry.content.state for entry in entries] == [TaskState.DONE, TaskState.NOT_STARTED, None, None]


def test_a_day_is_no_fraction(read: Read) -> None:
    (entry,) = read("Ngày 4/6 đã họp, nhiệm vụ I.4 hoàn thành 60%")
    assert (entry.content.percent, entry.content.measures) == (Decimal(60), ())


def test_what_is_still_to_come_is_not_done(read: Read) -> None:
    (entry,) = read("I.3 kiểm tra được 8/15 đơn vị, dự kiến tháng 11 xong")
    assert entry.content.state is None


def test_a_fraction_and_its_share_are_one_measure(read: Read) -> None:
    (entry,) = read("III.3: 120/125 thủ tục đã nhận tại Một cửa, đạt 96%")
    assert entry.content.measures == (
        Measure(Decimal(96), "%", 120, 125, entry.content.measures[0].target, entry.content.measures[0].text),
    )


def test_cause_and_wish_are_kept_as_typed(read: Read) -> None:
    (entry,) = read("V.5 vướng vì chưa có kp, đề nghị cấp thêm kp trong quý IV")
    assert entry.content.difficulty == "vướng vì chưa có kp"
    assert entry.content.proposal == "đề nghị cấp thêm kp trong quý IV"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("xong hết rồi sếp", Unclear.NO_TASK),
        ("VII.8 xong rồi", Unclear.SEVERAL_TASKS),
        ("8.3 làm được 60%", Unclear.SEVERAL_TASKS),
        ("III.9 xong rồi", Unclear.NO_SUCH_TASK),
        ("báo cáo III.3", Unclear.NOTHING_SAID),
        ("7.9 được 62", Unclear.MEANING),
        ("III.3 100/100", Unclear.MEANING),
        ("VII.9 chưa đạt 80%", Unclear.MEANING),
        ("I.6 dưới 50% khối lượng", Unclear.MEANING),
        ("VII.9 80%-85%", Unclear.MEANING),
        ("VII.9 ≥ 80%", Unclear.MEANING),
        ("V.5 chắc tầm 40 tới 60%", Unclear.MEANING),
        ("III.4 tỉ lệ trễ hạn 2,1%", Unclear.MEANING),
        ("I.7 có 45 kiến nghị, giải quyết 43", Unclear.MEANING),
        ("VII.8.2 mỗi tuần đăng 5 tin", Unclear.MEANING),
        ("VIII.2 31 nghìn 200 tỷ", Unclear.MEANING),
        ("VIII.6 thu đạt 98% so với dự toán, bằng 110% cùng kỳ", Unclear.MEANING),
        ("VII.5: 98%", Unclear.TARGET),
        ("VII.10.3 đạt 60%", Unclear.MEANING),
        ("I.6 tiến độ 60%, à mà không phải", Unclear.UNREAD),
        ("I.3 kiểm tra 12/15 đơn vị, chưa kết luận", Unclear.UNREAD),
        ("VI.1 giải ngân 35%, nhà thầu làm chậm, giá vật liệu tăng", Unclear.UNREAD),
        ("II.4 xong rồi mà cũng chưa xong", Unclear.UNREAD),
        ("II.5 cơ bản hoàn thành", Unclear.UNREAD),
        ("quý II nhiệm vụ II.1 đạt 50%", Unclear.UNREAD),
        ("Kỳ quý I và quý III nhiệm vụ VII.6 đạt 30%", Unclear.SEVERAL_PERIODS),
        ("III.3 130/125 thủ tục", Unclear.IMPOSSIBLE),
        ("VII.9 đạt 250%", Unclear.IMPOSSIBLE),
        ("III.3 120/125 thủ tục, đạt 90%", Unclear.CONTRADICTION),
    ],
)
def test_what_is_unclear_is_asked_back(said: str, why: Unclear, read: Read) -> None:
    assert why in [one for entry in read(said) for one in entry.unclear]


@pytest.mark.parametrize(
    "said", ["III.3 đạt bao nhiêu rồi", "VI.1 da xong chua", "120/125 thì có đạt III.3 không"]
)
def test_a_question_is_no_report(said: str, knowledge: Knowledge, periods: PlanPeriods) -> None:
    assert reported(said, knowledge.lexicon, periods) == Asks()


def test_what_was_not_understood_is_shown_as_typed(knowledge: Knowledge, periods: PlanPeriods) -> None:
    found = reported("I.3 ktra 12/15 đv, chưa kết luận", knowledge.lexicon, periods)
    assert isinstance(found, Reports)
    assert [said.unread for said in found.tasks] == [("chưa kết luận",)]


@pytest.mark.parametrize(
    ("said", "value", "part", "whole"),
    [
        ("đã tiếp nhận 4.812 hồ sơ, giải quyết đúng hạn 4.750 hồ sơ, đạt 98,7% (III.4)", "98.7", 4750, 4812),
        ("VIII.5 có 124 doanh nghiệp đổi mới sáng tạo trên tổng số 620, chiếm 20%", "20", 124, 620),
        ("III.3: 120/125tt, 96%", "96", 120, 125),
        ("VI.1 GN 1.204,5/2.310 tỷ (52,14%)", "52.14", Decimal("1204.5"), 2310),
        ("VI.1 giải ngân 55 tỷ/120 tỷ", None, 55, 120),
    ],
)
def test_part_whole_and_share_are_one_measure(
    said: str, value: str | None, part: Decimal | int, whole: int, read: Read
) -> None:
    (entry,) = read(said)
    share = None if value is None else Decimal(value)
    assert [(one.value, one.numerator, one.denominator) for one in entry.content.measures] == [
        (share, part, whole)
    ]
    assert entry.is_clear


def test_a_slip_that_was_mended_is_no_figure(read: Read) -> None:
    (entry,) = read("VII.9 số hóa được 79%, à nhầm, 81% chị ơi")
    assert [(one.value, one.unit) for one in entry.content.measures] == [(Decimal(81), "%")]


def test_each_share_is_held_against_its_own_target(read: Read) -> None:
    (entry,) = read("VII.9: tỷ lệ số hóa đạt 92,4%, tỷ lệ khai thác, sử dụng lại dữ liệu số hóa đạt 47,5%")
    assert [(one.value, one.target) for one in entry.content.measures] == [
        (Decimal("92.4"), 0),
        (Decimal("47.5"), 2),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Khó khăn, vướng mắc: không có. Kiến nghị: không. III.4 đạt 98,2%",
        "III.4 đạt 98,2%; không có khó khăn, vướng mắc; không có kiến nghị, đề xuất.",
        "III.4 đạt 98,2%, không vướng gì, đúng quy trình",
    ],
)
def test_nothing_in_the_way_is_no_difficulty(said: str, read: Read) -> None:
    (entry,) = read(said)
    assert (entry.content.difficulty, entry.content.proposal, entry.is_clear) == ("", "", True)


def test_a_trouble_need_not_be_called_one(read: Read) -> None:
    (entry,) = read("vii.9: sh 1204/1380 hs, may scan hu ca tuan nay, xin cap them 1 may")
    assert (entry.content.difficulty, entry.content.proposal) == (
        "may scan hu ca tuan nay",
        "xin cap them 1 may",
    )


def test_the_level_of_the_agency_tells_the_target(knowledge: Knowledge, periods: PlanPeriods) -> None:
    found = reported("III.4 đúng hạn 97,8%", knowledge.lexicon, periods)
    assert isinstance(found, Reports)
    targets = [
        settled(found.tasks[0], knowledge, level).content.measures[0].target
        for level in (Level.DEPARTMENT, Level.COMMUNE)
    ]
    assert targets == [0, 1]
