"""How this assistant delivers: the channels that are set, in the order in which they are preferred."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.settings import Settings
from app.store import Store
from bot.delivery.courier import Courier
from bot.delivery.deliveries import Deliveries
from bot.delivery.port import DeliveryPort
from bot.delivery.web import WebDelivery

if TYPE_CHECKING:
    from app.clock import Clock
    from bot.channels.telegram.connection import TelegramOptions
    from bot.delivery.notices import Notices


def open_courier(settings: Settings, store: Store, notices: Notices | None, clock: Clock) -> Courier:
    """The one who delivers in this process, under a name that no other has. Raises OperatorMistake."""
    worker = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
    deliveries = Deliveries(store.database, clock, worker)
    if store.database.is_sqlite:
        deliveries.release()  # nobody else works on this file
    return Courier(
        deliveries,
        tuple(_ports(settings, store)),
        clock,
        on_unreachable=notices.tell_coordinators if notices else None,
        at_once=settings.deliveries_at_once,
    )


def telegram_options(settings: Settings, webhook_path: str = "") -> TelegramOptions | None:
    """How to reach Telegram, where a token is set; by webhook where we are reached from outside."""
    if settings.telegram_token is None:
        return None
    # Loaded only where a token is set: the library takes half a second and 17 MiB.
    from bot.channels.telegram.connection import TelegramOptions

    public = str(settings.public_url).rstrip("/") if settings.public_url else ""
    return TelegramOptions(
        token=settings.telegram_token.get_secret_value(),
        webhook_url=f"{public}{webhook_path}" if public else "",
        api=str(settings.telegram_api),
        proxy=settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else "",
    )


def _ports(settings: Settings, store: Store) -> Iterator[DeliveryPort]:
    telegram = telegram_options(settings)
    if telegram is not None:
        from bot.channels.telegram.delivering import RATE, TelegramDelivery

        # Workers do not see the answers of the serving processes: something is left for those.
        yield TelegramDelivery(telegram, RATE if settings.jobs == "embedded" else RATE - 1)
    if settings.smtp_url is not None:
        from bot.delivery.mail import MailDelivery, read_mail_options

        yield MailDelivery(
            read_mail_options(settings.smtp_url.get_secret_value(), settings.mail_sender or "")
        )
    yield WebDelivery(store.push)
