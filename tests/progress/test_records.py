"""Contents go to JSON and back whole; of several versions the right one counts."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.records import (
    Change,
    Content,
    Measure,
    RecordError,
    Report,
    changes,
    said_progress,
    standing_report,
    submission_of,
)
from progress.states import SaidProgress, Standing, Submission, TaskState

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12)
WHOLES = st.none() | st.integers(0, 10**9)
MEASURES = st.builds(Measure, st.none() | NUMBERS, st.text(), WHOLES, WHOLES, WHOLES, st.text(), st.text())
CONTENTS = st.builds(
    Content,
    st.none() | NUMBERS,
    st.lists(MEASURES, max_size=3).map(tuple),
    st.none() | st.sampled_from(TaskState),
    st.text(),
    st.text(),
    st.text(),
)


def report(
    version: int, standing: Standing, day: int, hour: int = 3, content: Content | None = None
) -> Report:
    return Report(
        id=100 + version,
        task_id="III.4",
        agency="Sở Nội vụ",
        period="2026-6T",
        version=version,
        replaces=99 + version if version > 1 else None,
        content=content or Content(percent=Decimal(50)),
        reporter_id=1,
        channel="telegram",
        submitted_at=dt.datetime(2026, 6, day, hour, tzinfo=dt.UTC),
        is_late=False,
        standing=standing,
    )


@settings(deadline=None)
@given(CONTENTS)
def test_content_goes_to_json_and_back(content: Content) -> None:
    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_json_holds_what_was_said_and_nothing_else() -> None:
    measure = Measure(Decimal("81.25"), "%", target=0, text="VII.10.1 đạt 81,25%")
    content = Content(percent=Decimal(0), measures=(measure,), state=TaskState.IN_PROGRESS)
    assert content.to_json() == {
        "percent": "0",
        "measures": [{"value": "81.25", "unit": "%", "target": 0, "text": "VII.10.1 đạt 81,25%"}],
        "state": "in-progress",
    }
    assert Content().to_json() == {}
    assert Content().is_empty


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        [],
        {"percent": 81.25},
        {"percent": "abc"},
        {"percent": "NaN"},
        {"percent": "1e999999999"},
        {"percent": "5\n"},
        {"measures": [{"numerator": 10**20}]},
        {"state": "xong"},
        {"note": 5},
        {"measures": {}},
        {"measures": [5]},
        {"measures": [{"numerator": "3,5"}]},
        {"measures": [{"target": True}]},
    ],
)
def test_other_json_is_refused(damaged: object) -> None:
    with pytest.raises(RecordError):
        Content.from_json(damaged)


def test_the_newest_version_stands() -> None:
    versions = [report(2, "pending", 12), report(1, "confirmed", 10)]
    standing = standing_report(versions)
    assert standing is not None
    assert standing.version == 2


def test_a_withdrawn_report_does_not_stand() -> None:
    assert standing_report([]) is None
    assert standing_report([report(1, "pending", 10), report(2, "withdrawn", 11)]) is None
    assert submission_of([report(1, "withdrawn", 10)]) is None


@pytest.mark.parametrize(
    ("versions", "submission"),
    [
        ([report(1, "pending", 16)], Submission("pending", dt.date(2026, 6, 16))),
        (
            [report(1, "returned", 16), report(2, "pending", 20)],
            Submission("pending", dt.date(2026, 6, 16)),
        ),
        (
            [report(1, "confirmed", 16), report(2, "withdrawn", 17), report(3, "pending", 20)],
            Submission("pending", dt.date(2026, 6, 20)),
        ),
        ([report(1, "pending", 17, 17)], Submission("pending", dt.date(2026, 6, 18))),  # past midnight here
    ],
)
def test_the_first_report_since_the_last_withdrawal_counts(
    versions: list[Report], submission: Submission
) -> None:
    assert submission_of(versions) == submission


def test_a_report_speaks_of_the_work_in_the_year_of_its_period() -> None:
    said = report(1, "pending", 16, content=Content(state=TaskState.DONE))
    assert said_progress(said) == SaidProgress(2026, TaskState.DONE, None)


def test_changes_name_what_differs() -> None:
    before = Content(percent=Decimal(35), note="đang làm")
    after = Content(percent=Decimal(40), note="đang làm", difficulty="thiếu kinh phí")
    assert changes(before, after) == (
        Change("percent", Decimal(35), Decimal(40)),
        Change("difficulty", "", "thiếu kinh phí"),
    )
    assert changes(after, after) == ()


def test_an_addition_keeps_what_was_said_before() -> None:
    first, second = Measure(Decimal(90), "%", target=0), Measure(Decimal(3), "cuộc", target=1)
    before = Content(percent=Decimal(35), measures=(first, second), note="đang làm")
    again = Measure(Decimal(95), "%", target=0)
    assert before.updated(Content(measures=(again,), difficulty="thiếu kinh phí")) == Content(
        percent=Decimal(35), measures=(second, again), difficulty="thiếu kinh phí", note="đang làm"
    )


@settings(deadline=None)
@given(CONTENTS)
def test_an_empty_addition_changes_nothing(content: Content) -> None:
    assert content.updated(Content()) == content
