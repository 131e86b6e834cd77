"""The parts that must be ready before the assistant answers, and the one that may be out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import text

from api.health import Part
from app.store import Store
from app.wiring import Assistant
from progress.database import Database, newest_revision

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel


def parts_of(assistant: Assistant, store: Store, telegram: TelegramChannel | None) -> Mapping[str, Part]:
    """Database, migrations and index; Telegram where it is set, told of but not needed by the pages."""
    parts = {
        "database": Part(lambda: _database_trouble(store.database)),
        "migrations": Part(lambda: _migrations_trouble(store.database)),
        "index": Part(lambda: index_trouble(assistant)),
    }
    if telegram is not None:
        parts["telegram"] = Part(telegram.trouble, is_needed=False)
    return parts


def index_trouble(assistant: Assistant) -> str | None:
    """None when a task of the plan is found by its own words, which takes the index and the model."""
    task = assistant.plan.tasks[0]
    found = assistant.knowledge.search.search(task.text, 1).hits
    return None if found else "chỉ mục không tìm thấy nhiệm vụ đầu tiên của kế hoạch"


def _database_trouble(database: Database) -> str | None:
    with database.reading() as connection:
        connection.execute(text("SELECT 1"))
    return None


def _migrations_trouble(database: Database) -> str | None:
    found, wanted = database.revision(), newest_revision()
    if found == wanted:
        return None
    return f"bảng dữ liệu ở bản {found or 'trống'}, chương trình cần bản {wanted}"
