"""The audit log over HTTP, for those who may read it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.counter import COMMON, Counter
from api.paging import LIMIT, Limit, Offset, Page, page
from api.reports import ID_MOST
from progress.audit import Deed, Entry
from progress.persons import Person, number_of

PersonId = Annotated[int | None, Query(ge=1, le=ID_MOST, description="Chỉ việc của một người")]


class EntryBody(BaseModel):
    """One act. ``person_id`` is null where an operator acted at the command line."""

    at: dt.datetime
    person_id: int | None
    deed: Deed
    about: str
    channel: str


class EntryPage(Page[EntryBody]):
    """Entries by the page."""


def audit_router(counter: Counter) -> APIRouter:
    """``GET /audit``."""
    router = APIRouter(tags=["Nhật ký"], responses=COMMON)

    @router.get("/audit", summary="Ai làm gì, khi nào, qua kênh nào; mới trước cũ sau")
    async def entries(
        person_id: PersonId = None,
        limit: Limit = LIMIT,
        offset: Offset = 0,
        actor: Person = Depends(counter.actor),
    ) -> EntryPage:
        found = await counter.ask(
            lambda: counter.audit.read(actor, person_id=person_id, limit=limit, offset=offset)
        )
        return page(found.count, map(_body, found.items), limit, offset, kind=EntryPage)

    return router


def _body(entry: Entry) -> EntryBody:
    return EntryBody(
        at=entry.at,
        person_id=number_of(entry.actor),
        deed=entry.deed,
        about=entry.about,
        channel=entry.channel,
    )
