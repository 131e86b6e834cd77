"""Every refusal of the desk has a status, a code and one Vietnamese sentence over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from api import refusals
from progress import desk, people  # noqa: F401 - whoever defines a refusal has to be loaded
from progress.desk_records import PeriodLock
from progress.evidence import EvidenceLost, EvidenceUnknown, FileTooLarge, TooManyFiles
from progress.records import Content, Measure, RecordError, Report
from progress.refusals import (
    AgencyMissing,
    AlreadyHolds,
    AlreadyReported,
    CodeExpired,
    CodeUsed,
    InvitationClosed,
    NotAllowed,
    NotCoordinating,
    NothingReported,
    NotLeading,
    NotPaused,
    PeriodLocked,
    PeriodNotLocked,
    PeriodNotOpen,
    PeriodUnknown,
    PersonUnknown,
    ProgressError,
    ReportConfirmed,
    ReportUnknown,
    RoleNotHeld,
    TaskUnknown,
    TooManyGuesses,
)
from progress.roles import Act, Membership, Role
from progress.scales import MeasureError
from tests.conftest import NOON
from tests.progress.desk_scene import FINANCE, HALF, HEALTH, OBLIGATIONS, TASK

REPORT = Report(7, TASK, FINANCE, HALF, 2, 6, Content(), 1, "web", NOON, False, "pending")
WITH_FACTS: dict[type[Exception], Exception] = {
    type(one): one
    for one in (
        FileTooLarge(20 * 2**20),
        TooManyFiles(20),
        EvidenceUnknown(7),
        EvidenceLost("0" * 64),
        CodeUsed(NOON),
        CodeExpired(NOON),
        AlreadyHolds(Membership(FINANCE, Role.REPORTER, NOON)),
        TooManyGuesses(NOON),
        AgencyMissing(Role.REPORTER),
        NotAllowed(Act.REPORT, FINANCE),
        PersonUnknown(1),
        RoleNotHeld(1),
        InvitationClosed(1),
        TaskUnknown("XX.9"),
        NotLeading(TASK, HEALTH, "coordinate", (FINANCE,)),
        NotCoordinating(TASK, FINANCE, "lead"),
        PeriodUnknown("2026-Q9"),
        PeriodNotOpen(OBLIGATIONS.periods.by_key[HALF]),
        PeriodLocked(PeriodLock(HALF, True, "", 1, NOON)),
        PeriodNotLocked(HALF),
        AlreadyReported(REPORT),
        NothingReported(TASK, FINANCE, HALF),
        ReportUnknown(1),
        ReportConfirmed(REPORT),
        NotPaused(TASK, FINANCE),
        RecordError("too long"),
    )
}


def kinds_of(kind: type[Exception]) -> Iterator[type[Exception]]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds_of(one)


EVERY = [*kinds_of(ProgressError), *kinds_of(MeasureError), RecordError]


def made(kind: type[Exception]) -> Exception:
    if kind in WITH_FACTS:
        return WITH_FACTS[kind]
    return kind(Measure()) if issubclass(kind, MeasureError) else kind()


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_refusal_is_told_in_words_of_its_own(kind: type[Exception]) -> None:
    assert refusals.is_told(kind)
    found = refusals.told(made(kind))
    assert found.status in (403, 404, 409, 410, 413, 415, 422, 429, 503)
    assert found.code == refusals.code_of(kind)
    assert found.sentence[0].isupper()
    assert found.sentence.endswith(".")
    assert kind.__name__ not in found.sentence


def test_codes_and_sentences_are_apart() -> None:
    found = [refusals.told(made(kind)) for kind in EVERY]
    assert len({one.code for one in found}) == len(EVERY)
    assert len({one.sentence for one in found}) == len(EVERY)


def test_a_new_kind_is_told_as_the_nearest_known() -> None:
    class Odd(MeasureError):
        """A figure nobody thought of."""

    assert refusals.told(Odd(Measure())).code == "measure-error"


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_name(act: Act) -> None:
    assert act.value not in refusals.told(NotAllowed(act, "")).sentence


def test_who_guessed_too_often_is_told_when_to_come_back() -> None:
    found = refusals.told(TooManyGuesses(NOON + dt.timedelta(minutes=15)))
    assert found.headers == {"Retry-After": "Mon, 04 May 2026 05:15:00 GMT"}
    assert "12:15 ngày 4/5/2026" in found.sentence


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            NotAllowed(Act.REPORT, FINANCE),
            "Anh/chị chưa được giao quyền báo cáo của Sở Tài chính; "
            "nếu cần, xin liên hệ điều phối hoặc quản trị.",
        ),
        (
            NotLeading(TASK, HEALTH, "coordinate", (FINANCE,)),
            "Sở Y tế không chủ trì nhiệm vụ VI.1 nên không báo cáo; cơ quan phối hợp thì ghi ý kiến. "
            "Chủ trì: Sở Tài chính.",
        ),
        (
            PeriodNotOpen(OBLIGATIONS.periods.by_key[HALF]),
            "Kỳ 6 tháng 2026 nhận báo cáo từ ngày 1/6/2026, anh/chị gửi lại sau.",
        ),
        (
            AlreadyReported(REPORT),
            "Đã có báo cáo khác đang có hiệu lực (số 7, bản 2), anh/chị xem bản đó trước khi gửi đè.",
        ),
    ],
)
def test_a_refusal_names_its_facts(refusal: Exception, sentence: str) -> None:
    assert refusals.told(refusal).sentence == sentence
