"""Web Push: browsers that want it hear that something waits for their person, encrypted for them alone."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Executable, Row, delete, insert, select

from progress.database import Database
from progress.keys import KEY_LENGTH
from progress.tables.deliveries import PushSubscriptionRow
from progress.tables.people import IdentityRow
from progress.web_sessions import CHANNEL

if TYPE_CHECKING:
    from py_vapid import Vapid02

KEY_NAME, PUBLIC_NAME = "web-push.pem", "web-push.pub"
# Where browsers have their subscriptions; a page may not make us call anything else.
PUSH_SERVICES = ("googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com")
BROWSERS_LIMIT = 5  # of one person; the oldest goes
ENDPOINT_LIMIT = 1_000  # characters
TEXT_LIMIT = 300  # characters: a push is short, the page has the rest
LIFE_SECONDS = 12 * 3600
TIMEOUT_SECONDS = 10.0
GONE = (404, 410)

_log = structlog.get_logger(__name__)


class SubscriptionRefused(Exception):
    """What a browser gave is no subscription of a push service."""


def is_push_service(endpoint: str) -> bool:
    """Whether an address is one that browsers are given by their makers."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    return parts.scheme == "https" and any(
        host == service or host.endswith(f".{service}") for service in PUSH_SERVICES
    )


class WebPush:
    """The subscriptions of all browsers, and the key with which this assistant proves who it is.

    The key is made once, in ``folder``; processes that share the folder share it. ``contact`` is where a push
    service complains, "mailto:..." or "https://...".
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], dt.datetime],
        folder: Path,
        contact: str,
        accepts: Callable[[str], bool] = is_push_service,
    ) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._contact = contact
        self._accepts = accepts

    def public_key(self) -> str:
        """What browsers are told, base64url; the key is made where there is none yet. Raises OSError."""
        public = self._folder / PUBLIC_NAME
        if not public.exists():
            _make_key(self._folder)
        return public.read_text(encoding="ascii")

    def subscribe(self, sender: str, endpoint: str, p256dh: str, auth: str) -> None:
        """Keep a browser of a person known on the web. Raises SubscriptionRefused."""
        if len(endpoint) > ENDPOINT_LIMIT or not self._accepts(endpoint) or not _are_keys(p256dh, auth):
            raise SubscriptionRefused
        known = (IdentityRow.channel == CHANNEL, IdentityRow.sender == sender)
        mine = (PushSubscriptionRow.channel == CHANNEL, PushSubscriptionRow.sender == sender)
        with self._database.writing() as connection:
            if connection.execute(select(IdentityRow.person_id).where(*known)).first() is None:
                raise SubscriptionRefused
            # A browser speaks for who signed in last.
            connection.execute(
                delete(PushSubscriptionRow).where(PushSubscriptionRow.endpoint_hash == _hash(endpoint))
            )
            newest = (
                select(PushSubscriptionRow.endpoint_hash)
                .where(*mine)
                .order_by(PushSubscriptionRow.subscribed_at.desc())
                .limit(BROWSERS_LIMIT - 1)
            )
            connection.execute(
                delete(PushSubscriptionRow).where(
                    *mine, PushSubscriptionRow.endpoint_hash.not_in(newest.scalar_subquery())
                )
            )
            connection.execute(
                insert(PushSubscriptionRow).values(
                    endpoint_hash=_hash(endpoint),
                    channel=CHANNEL,
                    sender=sender,
                    endpoint=endpoint,
                    p256dh=p256dh,
                    auth=auth,
                    subscribed_at=self._clock(),
                )
            )

    def unsubscribe(self, sender: str, endpoint: str) -> bool:
        """Forget a browser of a person; False when it was not known."""
        return self._forget(sender, _hash(endpoint))

    async def tell(self, sender: str, text: str, tag: str) -> int:
        """Send a push to all browsers of a person; how many services took it. Those that are gone go."""
        query = select(PushSubscriptionRow.__table__).where(
            PushSubscriptionRow.channel == CHANNEL, PushSubscriptionRow.sender == sender
        )
        rows = await asyncio.to_thread(self._read, query)
        told = 0
        for row in rows:
            status = await self._send(row, json.dumps({"text": text[:TEXT_LIMIT], "tag": tag}))
            if status in GONE:
                await asyncio.to_thread(self._forget, sender, row.endpoint_hash)
            told += 200 <= status < 300
        return told

    async def _send(self, row: Row[Any], data: str) -> int:
        """The status a push service answered with; 0 for none."""
        # Loaded only where somebody takes pushes: with its HTTP clients it takes 20 MiB.
        from aiohttp import ClientError
        from pywebpush import WebPushException, webpush_async

        subscription = {"endpoint": row.endpoint, "keys": {"p256dh": row.p256dh, "auth": row.auth}}
        try:
            answer = await webpush_async(
                subscription,
                data,
                vapid_private_key=self._key(),
                vapid_claims={"sub": self._contact},
                ttl=LIFE_SECONDS,
                timeout=TIMEOUT_SECONDS,
            )
        except WebPushException as error:
            status = getattr(error.response, "status", 0)
            _log.warning("push_refused", status=status)
            return int(status)
        except (ClientError, TimeoutError) as error:
            _log.warning("push_not_sent", trouble=type(error).__name__)
            return 0
        return int(getattr(answer, "status", 0))

    def _key(self) -> Vapid02:
        from py_vapid import Vapid02

        self.public_key()
        key: Vapid02 = Vapid02.from_file(str(self._folder / KEY_NAME))
        return key

    def _read(self, query: Executable) -> Sequence[Row[Any]]:
        with self._database.reading() as connection:
            return connection.execute(query).all()

    def _forget(self, sender: str, endpoint_hash: str) -> bool:
        which = (
            PushSubscriptionRow.channel == CHANNEL,
            PushSubscriptionRow.sender == sender,
            PushSubscriptionRow.endpoint_hash == endpoint_hash,
        )
        with self._database.writing() as connection:
            return connection.execute(delete(PushSubscriptionRow).where(*which)).rowcount == 1


def _make_key(folder: Path) -> None:
    """One key however many processes make it at once: the first to name its file wins."""
    from cryptography.hazmat.primitives import serialization
    from py_vapid import Vapid02

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Vapid02()
    fresh.generate_keys()
    _write_once(folder / KEY_NAME, fresh.private_pem())
    kept = Vapid02.from_file(str(folder / KEY_NAME))
    point = kept.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    _write_once(folder / PUBLIC_NAME, base64.urlsafe_b64encode(point).rstrip(b"="))


def _write_once(path: Path, content: bytes) -> None:
    """A file that only this account may read, whole or not there, and never written again."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        try:
            path.hardlink_to(unfinished)
        except FileExistsError:
            return
    finally:
        unfinished.unlink()


def _are_keys(p256dh: str, auth: str) -> bool:
    """Whether they are a point of the curve and a secret, as browsers make them."""
    if max(len(p256dh), len(auth)) > KEY_LENGTH:
        return False
    try:
        point, secret = (base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)) for one in (p256dh, auth))
    except ValueError:
        return False
    return len(point) == 65 and point[:1] == b"\x04" and len(secret) == 16


def _hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
