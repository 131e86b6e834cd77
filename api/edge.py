"""The outermost layer: rate and size limits, security headers, and the last net under every request."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Mapping

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Refusal, log_failure, problem_of, render_problem
from api.options import HttpOptions
from api.rendering import Pages

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
UPLOAD_PATHS = ("/tai-len/", "/api/v1/evidence")  # where files come in
_UNCOUNTED = ("/static/", "/healthz", "/readyz", "/webhooks/")
IPV6_PREFIX = 64  # one household or office holds a whole /64


class Rates:
    """How often one client may call, counted in this process."""

    def __init__(self, options: HttpOptions) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._ask = parse(options.ask_rate) if options.ask_rate else None
        self._browse = parse(options.browse_rate) if options.browse_rate else None

    def wait_of(self, client: str, *, is_question: bool) -> int:
        """Count one call; 0 when it may pass, else the seconds to wait."""
        kind, rate = ("ask", self._ask) if is_question else ("browse", self._browse)
        if rate is None or self._limiter.hit(rate, kind, client):
            return 0
        return self._seconds_left(rate, kind, client)

    def _seconds_left(self, rate: RateLimitItem, kind: str, client: str) -> int:
        reset = self._limiter.get_window_stats(rate, kind, client).reset_time
        return max(1, round(reset - time.time()))


class Edge:
    """Pure ASGI, for it runs on every request."""

    def __init__(self, app: ASGIApp, *, options: HttpOptions, rates: Rates, pages: Pages) -> None:
        self._app = app
        self._body_limit = options.body_limit
        self._upload_limit = options.upload_limit
        self._rates = rates
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server itself sends no body to a HEAD
        is_started = False

        async def send_guarded(message: Message) -> None:
            nonlocal is_started
            if message["type"] == "http.response.start":
                is_started = True
                MutableHeaders(scope=message).raw.extend(_RAW_HEADERS)
            await send(message)

        try:
            self._check_rate(scope)
            await self._app(scope, self._bounded(scope, receive), send_guarded)
        except Exception as error:  # the last net: a sentence and a reference
            request = Request(scope)
            problem = problem_of(error)
            if problem.status >= 500:
                log_failure(request, error, problem)
            if is_started:
                raise
            await render_problem(request, problem, self._pages)(scope, receive, send_guarded)

    def _check_rate(self, scope: Scope) -> None:
        path: str = scope["path"]
        if path.startswith(_UNCOUNTED):
            return
        wait = self._rates.wait_of(client_key(scope), is_question=scope["method"] == "POST")
        if wait:
            raise Refusal(
                429,
                f"Anh/chị gửi hơi nhanh, xin chờ {wait} giây rồi thử lại.",
                {"Retry-After": str(wait)},
            )

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """``receive`` that stops at the size limit, announced or not."""
        if scope["method"] in ("GET", "HEAD"):
            return receive
        limit = self._upload_limit if scope["path"].startswith(UPLOAD_PATHS) else self._body_limit
        announced = _announced_size(scope)
        taken = 0

        async def receive_bounded() -> Message:
            nonlocal taken
            if announced > limit:
                raise Refusal(413)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise Refusal(413)
            return message

        return receive_bounded


def client_key(scope: Scope) -> str:
    """Who calls: the IPv4 address, or the /64 of an IPv6 address. Trusted proxies were resolved before."""
    host = (scope.get("client") or ("unknown", 0))[0]
    if ":" not in host:
        return str(host)
    try:
        found = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return str(host)
    mapped = found.ipv4_mapped
    return str(mapped or ipaddress.IPv6Network((found, IPV6_PREFIX), strict=False))


def _announced_size(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
