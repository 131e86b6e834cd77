"""Who calls, over HTTP: name, roles, and an end to all tokens."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.counter import CHANNEL, COMMON, Counter
from progress.persons import Person
from progress.roles import Role


class MembershipBody(BaseModel):
    """A role held in an agency, "" for the whole province."""

    agency: str
    role: Role
    role_label: str
    since: dt.datetime


class MeBody(BaseModel):
    """The person for whom the token speaks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 3,
                    "display_name": "Nguyễn Văn An",
                    "joined_at": "2026-06-01T02:00:00Z",
                    "memberships": [
                        {
                            "agency": "Sở Tài chính",
                            "role": "dau-moi",
                            "role_label": "đầu mối",
                            "since": "2026-06-01T02:00:00Z",
                        }
                    ],
                }
            ]
        }
    )
    id: int
    display_name: str | None
    joined_at: dt.datetime
    memberships: list[MembershipBody]


class RevokedBody(BaseModel):
    """How many tokens ended, the one that called among them."""

    revoked: int


def me_router(counter: Counter) -> APIRouter:
    """``GET /me`` and ``DELETE /me/tokens``."""
    router = APIRouter(tags=["Tôi"], responses=COMMON)

    @router.get("/me", summary="Tôi là ai, giữ vai trò gì")
    async def me(actor: Person = Depends(counter.actor)) -> MeBody:
        return MeBody(
            id=actor.id,
            display_name=actor.display_name,
            joined_at=actor.joined_at,
            memberships=[
                MembershipBody(agency=one.agency, role=one.role, role_label=one.role.label, since=one.since)
                for one in actor.memberships
            ],
        )

    @router.delete("/me/tokens", summary="Thu hồi mọi mã truy cập của tôi")
    async def revoke(actor: Person = Depends(counter.actor)) -> RevokedBody:
        ended = await counter.ask(lambda: counter.people.revoke_tokens(actor.id, channel=CHANNEL))
        return RevokedBody(revoked=ended)

    return router
