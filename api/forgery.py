"""Forms that no other site may send in a person's name: by where they come from, and by a token in them."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from fastapi import Request

from api.errors import Refusal

FIELD = "phieu"  # of the token, in every form of who is signed in
_STALE = "Trang này đã cũ hoặc trình duyệt chặn cookie, anh/chị tải lại trang rồi thử lại giúp."


def refuse_foreign_form(request: Request, public_host: str = "") -> None:
    """Raises Refusal 403 for a form of another site.

    Browsers say in Sec-Fetch-Site where a form comes from, which no page can change; over plain http only in
    Origin. A program that says neither has no cookie of anybody.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        ours = {request.headers.get("host", ""), public_host} - {""}
        is_ours = origin is None or urlsplit(origin).netloc in ours
    if not is_ours:
        raise Refusal(403, code="foreign-form")


def form_token(cookie: str) -> str:
    """What a form carries to show that the page was made for the browser with this cookie."""
    return hashlib.sha256(f"form {cookie}".encode()).hexdigest()


def demand_token(cookie: str, given: str) -> None:
    """Raises Refusal 403 when a form does not carry the token of the browser's own cookie."""
    if not cookie or not hmac.compare_digest(form_token(cookie).encode(), given.encode("utf-8", "replace")):
        raise Refusal(403, _STALE, code="stale-form")
