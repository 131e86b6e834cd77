"""What outlives the process: the database and those who keep things in it."""

from __future__ import annotations

from dataclasses import dataclass

from app.clock import Clock, utc_now
from app.mistakes import told_plainly
from app.settings import Settings
from bot.delivery.outbox import Outbox
from bot.delivery.web_push import WebPush
from bot.inbox import Inbox
from bot.journal import SqlQuestionLog
from bot.memory import SqlConversations
from progress.database import Database, DatabaseError
from progress.people import People
from progress.request_keys import RequestKeys
from progress.web_sessions import WebSessions


@dataclass(frozen=True, slots=True)
class Store:
    """One open, migrated database and its users."""

    database: Database
    conversations: SqlConversations
    question_log: SqlQuestionLog
    inbox: Inbox
    outbox: Outbox
    push: WebPush
    people: People
    sessions: WebSessions
    request_keys: RequestKeys

    def close(self) -> None:
        try:
            self.question_log.close()
        finally:
            self.database.close()


def open_store(settings: Settings, *, clock: Clock = utc_now) -> Store:
    """Open the database and bring it up to date. Raises OperatorMistake."""
    with told_plainly(DatabaseError):
        database = Database.open(settings.database)
        database.migrate()
    return Store(
        database=database,
        conversations=SqlConversations(database, clock),
        question_log=SqlQuestionLog(database),
        inbox=Inbox(database, clock),
        outbox=Outbox(database, clock),
        push=WebPush(database, clock, settings.data_folder, _contact(settings)),
        people=People(database, clock),
        sessions=WebSessions(database, clock),
        request_keys=RequestKeys(database, clock),
    )


def _contact(settings: Settings) -> str:
    """Where a push service finds whoever runs this assistant."""
    if settings.mail_sender:
        return f"mailto:{settings.mail_sender}"
    return str(settings.public_url) if settings.public_url else f"mailto:troly@{settings.host}"
