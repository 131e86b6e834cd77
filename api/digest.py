"""What waits for the caller today, over HTTP: the same facts as in the morning message."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.counter import COMMON, Counter
from progress.digests import CoordinatorPart, Digest, FocalPart, Gap, LeaderPart, Owed
from progress.persons import Person
from progress.states import ObligationState, Rate


class OwedBody(BaseModel):
    """An obligation that waits; ``report_id`` and ``reason`` of one that came back, else null and ""."""

    task_id: str
    title: str
    agency: str
    period: str
    state: ObligationState
    state_label: str
    due: dt.date | None
    days_left: int | None
    days_late: int
    report_id: int | None
    reason: str


class SnoozeBody(BaseModel):
    """A task of which the caller is not reminded before a day."""

    task_id: str
    until: dt.date
    reason: str


class FocalBody(BaseModel):
    """What the caller's agencies have to send, the most urgent first; ``thanks`` is a period, or ""."""

    agencies: list[str]
    owed: list[OwedBody]
    snoozed: list[SnoozeBody]
    opened: list[str]
    thanks: str


class RateBody(BaseModel):
    """A part of a whole."""

    part: int
    whole: int


class LeaderBody(BaseModel):
    """An agency that the caller leads, once reports are overdue beyond the grace."""

    agency: str
    period: str
    update_rate: RateBody
    completion_rate: RateBody
    escalated: list[OwedBody]
    holders: list[str]


class GapBody(BaseModel):
    """How many reports are missing, how many of these overdue, of how many in all."""

    name: str
    missing: int
    overdue: int
    whole: int


class CoordinatorBody(BaseModel):
    """How the province stands; ``questions`` is null on days that do not tell of them."""

    period: str
    total: GapBody | None
    earlier: list[GapBody]
    sections: list[GapBody]
    collective_tasks: list[GapBody]
    worst: list[GapBody]
    waiting: int
    waiting_days: int
    questions: int | None
    opened: list[str]


class DigestBody(BaseModel):
    """A part is null, or empty, where nothing of that role waits."""

    day: dt.date
    focal: FocalBody | None
    leader: list[LeaderBody]
    coordinator: CoordinatorBody | None


def digest_router(counter: Counter) -> APIRouter:
    """``GET /me/digest``."""
    router = APIRouter(tags=["Tôi"], responses=COMMON)
    titles = {task.id: task.title for task in counter.obligations.plan.tasks}

    @router.get("/me/digest", summary="Việc đang chờ tôi hôm nay, như trong bản tin sáng")
    async def digest(actor: Person = Depends(counter.actor)) -> DigestBody:
        today = counter.today()
        found = await counter.ask(lambda: counter.digests.digest(actor, today))
        return _body(found or Digest(today), titles)

    return router


def _body(digest: Digest, titles: dict[str, str]) -> DigestBody:
    return DigestBody(
        day=digest.day,
        focal=_focal(digest.focal, titles) if digest.focal else None,
        leader=[_leader(one, titles) for one in digest.leader],
        coordinator=_coordinator(digest.coordinator) if digest.coordinator else None,
    )


def _focal(part: FocalPart, titles: dict[str, str]) -> FocalBody:
    return FocalBody(
        agencies=list(part.agencies),
        owed=[_owed(one, titles) for one in part.lines],
        snoozed=[SnoozeBody(task_id=one.task_id, until=one.until, reason=one.reason) for one in part.snoozed],
        opened=list(part.opened),
        thanks=part.thanks,
    )


def _leader(part: LeaderPart, titles: dict[str, str]) -> LeaderBody:
    return LeaderBody(
        agency=part.agency,
        period=part.period,
        update_rate=_rate(part.update),
        completion_rate=_rate(part.completion),
        escalated=[_owed(one, titles) for one in part.escalated],
        holders=list(part.holders),
    )


def _coordinator(part: CoordinatorPart) -> CoordinatorBody:
    return CoordinatorBody(
        period=part.period,
        total=_gap(part.total) if part.total else None,
        earlier=[_gap(one) for one in part.earlier],
        sections=[_gap(one) for one in part.sections],
        collective_tasks=[_gap(one) for one in part.tasks],
        worst=[_gap(one) for one in part.worst],
        waiting=part.waiting,
        waiting_days=part.waiting_days,
        questions=part.questions,
        opened=list(part.opened),
    )


def _owed(one: Owed, titles: dict[str, str]) -> OwedBody:
    return OwedBody(
        task_id=one.task_id,
        title=titles[one.task_id],
        agency=one.agency,
        period=one.period,
        state=one.status.state,
        state_label=one.status.state.label,
        due=one.status.due,
        days_left=one.status.days_left,
        days_late=one.status.days_late,
        report_id=one.report_id or None,
        reason=one.reason,
    )


def _gap(gap: Gap) -> GapBody:
    return GapBody(name=gap.name, missing=gap.missing, overdue=gap.overdue, whole=gap.whole)


def _rate(rate: Rate) -> RateBody:
    return RateBody(part=rate.part, whole=rate.whole)
