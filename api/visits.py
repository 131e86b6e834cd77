"""Who looks at a web page: the person who is signed in, if any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from api.beside import Beside
from api.forgery import form_token
from api.options import HttpOptions
from progress.persons import Person
from progress.web_sessions import WebSessions

COOKIE = "troly_dang_nhap"
_KEPT_TO_HOST = "__Host-"  # a browser takes such a cookie only over https, and from this host alone


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person signed in. ``sender`` is how the web knows him, ``cookie`` what his browser holds."""

    person: Person
    sender: str
    cookie: str = field(repr=False)

    @property
    def form_token(self) -> str:
        return form_token(self.cookie)


class Visits:
    """Finds the visitor of a request. Without sessions nobody can sign in."""

    def __init__(self, sessions: WebSessions | None, beside: Beside, options: HttpOptions) -> None:
        self._sessions = sessions
        self._beside = beside
        self.cookie_name = f"{_KEPT_TO_HOST if options.secure_cookies else ''}{COOKIE}"

    @property
    def can_sign_in(self) -> bool:
        return self._sessions is not None

    async def of(self, request: Request) -> Visitor | None:
        """Who is signed in; asks the database only when the browser holds a cookie."""
        cookie, sessions = self.cookie_of(request), self._sessions
        if not cookie or sessions is None:
            return None
        found = await self._beside.run(lambda: sessions.signed_in(cookie))
        return None if found is None else Visitor(found.person, found.sender, cookie)

    def cookie_of(self, request: Request) -> str:
        return request.cookies.get(self.cookie_name, "")


def fresh(visitor: Visitor | None) -> Mapping[str, str]:
    """Headers of a page: looked for anew each time, and kept nowhere where somebody is signed in."""
    kept = "private, no-store" if visitor else "private, no-cache"
    return {"Cache-Control": kept, "Vary": "Cookie, HX-Request"}
