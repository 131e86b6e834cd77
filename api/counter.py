"""The desk as the routes use it: who calls, work done beside the event loop, requests done once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from starlette.responses import Response

from api.beside import Beside
from api.contract import problems
from api.errors import Refusal
from api.refusals import DESK_REFUSALS
from bot.delivery.outbox import Outbox
from bot.delivery.web_push import WebPush
from bot.dialogue.ports import Conversations
from progress.audit import AuditLog
from progress.desk import ReportDesk
from progress.digest_desk import DigestDesk
from progress.evidence_desk import EvidenceDesk
from progress.obligations import Obligations
from progress.people import People
from progress.persons import Person
from progress.refusals import PeriodUnknown
from progress.request_keys import Claim, Kept, OtherRequest, RequestKeys, Underway
from progress.web_sessions import WebSessions
from progress.working_days import vietnamese_day

T = TypeVar("T")
CHANNEL = "http"
REPLAYED = "Idempotent-Replayed"
UNDERWAY_RETRY_SECONDS = 2
KEY_LIMIT = 200

COMMON = problems(401, 403, 422, 429, 503)  # of every route that asks who calls
ACTING = problems(400, 404, 409, 413)  # of those that change something, besides

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY_LIMIT,
        pattern=r"^[!-~]+$",
        description="Mã do bên gọi tự đặt: gửi lại cùng mã và cùng nội dung thì chỉ thực hiện một lần.",
        examples=["5f0c7f1e-bao-cao-III.4"],
    ),
]
_BEARER = HTTPBearer(auto_error=False, description="Mã truy cập cấp cho một người")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


@dataclass(frozen=True, slots=True)
class ReportingDoor:
    """All that the HTTP side uses of people and reports."""

    people: People
    desk: ReportDesk
    evidence: EvidenceDesk
    digests: DigestDesk
    obligations: Obligations
    audit: AuditLog
    sessions: WebSessions
    keys: RequestKeys
    conversations: Conversations
    outbox: Outbox | None = None
    push: WebPush | None = None


class Counter:
    """Where requests come up to the desk. What a person may do, the desk decides."""

    def __init__(self, door: ReportingDoor, beside: Beside, clock: Callable[[], dt.datetime]) -> None:
        self.people = door.people
        self.desk = door.desk
        self.evidence = door.evidence
        self.digests = door.digests
        self.obligations = door.obligations
        self.audit = door.audit
        self._keys = door.keys
        self._beside = beside
        self._clock = clock

    async def actor(self, bearer: Bearer) -> Person:
        """Who calls, by his bearer token. Raises Refusal 401."""
        found = None
        if bearer is not None:
            token = bearer.credentials
            found = await self.ask(lambda: self.people.person_of_token(token))
        if found is None:
            raise Refusal(401, headers={"WWW-Authenticate": "Bearer"})
        return found

    async def ask(self, work: Callable[[], T]) -> T:
        """Work that only reads."""
        return await self._beside.run(work)

    async def act(
        self,
        request: Request,
        actor: Person,
        key: str | None,
        work: Callable[[str | None], BaseModel],
        *,
        status: int = 200,
    ) -> Response:
        """Do something once. ``work`` gets the name under which the desk knows the request.

        With a key, a request that was done is answered as before. What the desk refuses frees the key, since
        nothing was done; after a failure nobody knows, and the claim is taken over later. Raises Refusal 409
        while the same request is worked on, 422 for the key of another.
        """
        if key is None:
            answer = (await self._beside.run(lambda: work(None))).model_dump_json()
            return Response(answer, status, media_type="application/json")
        asked = hashlib.sha256(f"{request.method}\n{request.url.path}\n".encode() + await request.body())
        kept, is_replayed = await self._beside.run(
            lambda: self._once(actor, key, asked.hexdigest(), work, status)
        )
        headers = {REPLAYED: "true"} if is_replayed else {}
        return Response(kept.answer, kept.status, headers, media_type="application/json")

    def today(self) -> dt.date:
        """The day it is in Vietnam."""
        return vietnamese_day(self._clock())

    def period_key(self, said: str | None) -> str:
        """The period named, else the one that is reported now, else the next. Raises PeriodUnknown."""
        if said is not None:
            return said
        periods, today = self.obligations.periods, self.today()
        meant = periods.current(today, self.desk.locked_periods()) or periods.upcoming(today)
        if meant is None:
            raise PeriodUnknown("")
        return meant.key

    def agency(self, said: str) -> str:
        """The name under which an agency reports, however it was written."""
        return self.obligations.agency_name(said)

    def _once(
        self,
        actor: Person,
        key: str,
        request_hash: str,
        work: Callable[[str | None], BaseModel],
        status: int,
    ) -> tuple[Kept, bool]:
        match self._keys.claim(actor.id, key, request_hash):
            case Kept() as kept:
                return kept, True
            case OtherRequest():
                raise Refusal(
                    422,
                    "Idempotency-Key này đã dùng cho một yêu cầu khác, xin đặt mã mới.",
                    code="key-reused",
                )
            case Underway():
                raise Refusal(
                    409,
                    "Yêu cầu này đang được thực hiện, xin chờ vài giây rồi gửi lại.",
                    {"Retry-After": str(UNDERWAY_RETRY_SECONDS)},
                    code="key-underway",
                )
            case Claim() as claim:
                return self._done(claim, work, status), False

    def _done(self, claim: Claim, work: Callable[[str | None], BaseModel], status: int) -> Kept:
        try:
            kept = Kept(status, work(claim.message_id).model_dump_json())
        except DESK_REFUSALS:
            self._keys.release(claim)
            raise
        self._keys.keep(claim, kept.status, kept.answer)
        return kept
