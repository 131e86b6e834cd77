"""Files sent on a page that a short-lived link opens, and how a kept file is given to a browser."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from api.errors import Refusal
from api.rendering import Pages
from bot.texts.evidence import KINDS, file_refused
from progress.evidence import Evidence, EvidenceKind, FileTooLarge, Upload, UploadLinkUnknown
from progress.evidence_desk import UploadLink
from progress.refusals import ProgressError

UPLOAD_PATH = "/tai-len/{token}"
FILES_AT_ONCE = 10  # in one form
TAKEN_AT_ONCE = 2  # forms whose files are in memory
FIELD = "files"
_FRESH = {"Cache-Control": "private, no-store"}
# Beside the headers that every answer has: a file is saved, never shown or run on our address.
_FILE_POLICY = "sandbox; default-src 'none'"


class Uploads(Protocol):
    """The desk of evidence, as far as its links go; see ``progress.evidence_desk.EvidenceDesk``."""

    size_limit: int

    def link_of(self, token: str) -> UploadLink: ...

    def attach_by_link(self, token: str, upload: Upload) -> Evidence: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one file; ``trouble`` is "" for one that was taken."""

    name: str
    trouble: str = ""


class UploadPages:
    """``/tai-len/<token>``: pick files, send them, see what became of each."""

    def __init__(self, uploads: Uploads, pages: Pages) -> None:
        self._uploads = uploads
        self._pages = pages
        self._room = asyncio.Semaphore(TAKEN_AT_ONCE)

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route(UPLOAD_PATH, self.show, methods=["GET"], response_class=HTMLResponse)
        router.add_api_route(UPLOAD_PATH, self.take, methods=["POST"], response_class=HTMLResponse)
        return router

    async def show(self, token: str) -> Response:
        """The form. A link that is unknown or over is 404."""
        return self._page(await self._link(token))

    async def take(self, request: Request, token: str) -> Response:
        """Keep the files one by one; the page again, with what became of each."""
        link = await self._link(token)  # before a large body is read
        async with self._room, request.form(max_files=FILES_AT_ONCE) as form:
            files = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and one.filename]
            sent = tuple([await self._sent(token, one) for one in files])
        return self._page(link, sent, forgot=not sent)

    async def _sent(self, token: str, file: UploadFile) -> Sent:
        try:
            if (file.size or 0) > self._uploads.size_limit:
                raise FileTooLarge(self._uploads.size_limit)
            upload = Upload(file.filename or "", await file.read())
            kept = await asyncio.to_thread(self._uploads.attach_by_link, token, upload)
        except ProgressError as refusal:
            return Sent(file.filename or "", file_refused(refusal))
        return Sent(kept.name)

    async def _link(self, token: str) -> UploadLink:
        try:
            return await asyncio.to_thread(self._uploads.link_of, token)
        except UploadLinkUnknown as unknown:
            raise Refusal(404, file_refused(unknown)) from None

    def _page(self, link: UploadLink, sent: tuple[Sent, ...] = (), *, forgot: bool = False) -> Response:
        page = self._pages.render(
            "upload.html",
            link=link,
            sent=sent,
            forgot=forgot,
            kinds=KINDS,
            accept=",".join(f".{kind.value}" for kind in EvidenceKind),
            limit_mb=self._uploads.size_limit // 2**20,
            field=FIELD,
        )
        return HTMLResponse(page, headers=_FRESH)


def evidence_response(evidence: Evidence, content: bytes) -> Response:
    """A file to be saved under its name; who may have it was checked at the desk by ``open``."""
    plain = evidence.name.encode("ascii", "ignore").decode().replace('"', "") or "minh-chung"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(evidence.name, safe='')}"
    headers = _FRESH | {"Content-Disposition": named, "Content-Security-Policy": _FILE_POLICY}
    return Response(content, headers=headers, media_type=evidence.media_type)
