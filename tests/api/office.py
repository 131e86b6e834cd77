"""The desk behind HTTP: people with tokens who call a running application over one of the two databases."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from api.answering import Dialogue
from api.app import API_PREFIX, create_app
from api.counter import ReportingDoor
from api.options import HttpOptions
from bot.memory import SqlConversations
from progress.audit import AuditLog
from progress.digest_desk import DigestDesk
from progress.digest_settings import DigestRules
from progress.evidence_desk import EvidenceDesk
from progress.evidence_store import FolderStore
from progress.persons import Person
from progress.request_keys import RequestKeys
from progress.roles import Role
from progress.web_sessions import WebSessions
from progress.working_days import WorkingDays
from tests.api.small_assistant import SmallDialogue, WordSearch
from tests.progress.desk_scene import FINANCE, HALF, OBLIGATIONS, PLAN, TASK, Scene

JSON = dict[str, Any]
UNLIMITED = HttpOptions(ask_rate="", browse_rate="")


def door_of(scene: Scene) -> ReportingDoor:
    folder = Path(tempfile.mkdtemp(prefix="evidence-"))
    weakref.finalize(scene, shutil.rmtree, folder, ignore_errors=True)
    return ReportingDoor(
        people=scene.people,
        desk=scene.desk,
        evidence=EvidenceDesk(scene.database, OBLIGATIONS, scene.clock, FolderStore(folder)),
        digests=DigestDesk(scene.database, OBLIGATIONS, DigestRules(WorkingDays()), scene.clock),
        obligations=OBLIGATIONS,
        audit=AuditLog(scene.database),
        sessions=WebSessions(scene.database, scene.clock),
        keys=RequestKeys(scene.database, scene.clock),
        conversations=SqlConversations(scene.database, scene.clock),
    )


def office_app(scene: Scene, dialogue: Dialogue | None = None, options: HttpOptions = UNLIMITED) -> FastAPI:
    return create_app(
        plan=PLAN,
        search=WordSearch(PLAN),
        dialogue=dialogue or SmallDialogue(PLAN),
        clock=scene.clock,
        reporting=door_of(scene),
        options=options,
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token."""

    client: httpx.AsyncClient
    person: Person
    token: str

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.client.get(f"{API_PREFIX}{path}", params=query, headers=self._headers())

    async def post(self, path: str, body: JSON | None = None, *, key: str | None = None) -> httpx.Response:
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        return await self.client.post(f"{API_PREFIX}{path}", json=body, headers=headers)

    async def send(self, path: str, file: tuple[str, bytes], **fields: str) -> httpx.Response:
        """A form with one file."""
        return await self.client.post(
            f"{API_PREFIX}{path}", data=fields, files={"file": file}, headers=self._headers()
        )

    async def delete(self, path: str) -> httpx.Response:
        return await self.client.delete(f"{API_PREFIX}{path}", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Office:
    """The scene and the way into it."""

    scene: Scene
    client: httpx.AsyncClient

    def caller(self, role: Role = Role.REPORTER, agency: str = FINANCE) -> Caller:
        return self.caller_for(self.scene.person(role, agency))

    def caller_for(self, person: Person) -> Caller:
        token = self.scene.people.issue_token(person.id, channel="cli").token
        return Caller(self.client, person, token)


def report(percent: object = 50, **changed: object) -> JSON:
    return {"task_id": TASK, "agency": FINANCE, "period": HALF, "content": {"percent": percent}} | changed
