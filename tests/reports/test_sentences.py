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
from bot.dialogue.reporting import Settled, settled
from bot.dialogue.understanding.reported import Asks, Reports, Unclear, reported
from progress.periods import PlanPeriods
from progress.records import Measure
from progress.reporting_calendar import ReportingCalendar
from progress.states import TaskState
from tests.reports.scoring import Score, failures, score_bank

# What is reached. The bar, 95 % exact and none wrong, is met on the half that was tuned on, not yet on the
# half held back.
EXACT_AT_LEAST = {"sentences": 90.0}
WRONG_AT_MOST = {"sentences": 6}
QUESTIONS = (
    "answerable", "varied", "development", "out_of_scope", "clarify", "colloquial", "colloquial_held_back",
    "colloquial_out_of_scope", "colloquial_out_of_scope_held_back",
)  # fmt: skip
TAKEN_FOR_REPORTS_AT_MOST = 0.5  # percent of ordinary questions
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
    # Nothing of the half held back is shown, not even by a failing test.
    told = "" if bank.endswith("held_back") else failures(lines)
    assert score.percent >= EXACT_AT_LEAST[bank], told
    assert score.wrong <= WRONG_AT_MOST[bank], told


def test_ordinary_questions_are_no_reports(
    knowledge: Knowledge, periods: PlanPeriods, record_property: Callable[[str, object], None]
) -> None:
    asked = [question for bank in QUESTIONS for question in _questions(bank)]
    taken = [
        question for question in asked if isinstance(reported(question, knowledge.lexicon, periods), Reports)
    ]
    percent = 100 * len(taken) / len(asked)
    record_property("summary", f"questions taken for reports: {len(taken)}/{len(asked)} = {percent:.2f}%")
    assert percent <= TAKEN_FOR_REPORTS_AT_MOST, "\n".join(taken)


def _questions(bank: str) -> list[str]:
    lines = (QUESTION_FOLDER / f"{bank}.jsonl").read_text(encoding="utf-8").splitlines()
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
        ("VI.1 giải ngân 55 tỷ/120 tỷ", Unclear.MEANING),
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
