"""A dialogue with a desk of reports over a real database, and the people of one transcript at it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import delete, func, insert, select

from app.digests import DigestRounds
from bot.delivery.notices import Notices
from bot.delivery.outbox import Outbox
from bot.delivery.stored_messages import from_json
from bot.dialogue.attachments import AttachmentGone, ChannelFiles
from bot.dialogue.core import Dialogue
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Attachment, Incoming, Outgoing
from bot.dialogue.ports import Reporting
from bot.journal import SqlQuestionLog
from bot.memory import SqlConversations
from bot.roll_up_picture import roll_up_picture
from progress.database import Database
from progress.desk import ReportDesk
from progress.digest_desk import DigestDesk
from progress.digest_settings import DigestRules
from progress.evidence_desk import EvidenceDesk
from progress.evidence_store import FolderStore
from progress.obligations import Obligations
from progress.people import People
from progress.periods import PlanPeriods
from progress.reporting_calendar import ReportingCalendar
from progress.roles import NO_AGENCY, Role
from progress.tables.deliveries import DeliveryRow
from progress.tables.people import IdentityRow, MembershipRow, PersonRow
from progress.tables.reports import EvidenceRow, ReportRow
from progress.tables.whole import METADATA
from progress.working_days import VIETNAM_TIME, WorkingDays, vietnamese_day
from tests.conftest import Clock
from tests.dialogues.transcripts import Exchange, Transcript
from tests.progress.evidence_files import JPEG, PDF, PROGRAM
from tests.progress.newcomers import let_audit_be_emptied

CHANNEL = "telegram"
FIRST_DAY = "10/6/2026 10:00"  # the first period gathers from 1/6 to 17/6
Shown = tuple[Outgoing, ...]
_CONTENTS = {"jpg": JPEG, "pdf": PDF, "exe": PROGRAM}


def sent_file(attachment: Attachment) -> bytes:
    """What the channel gives for a file: of its ending; nothing for one named as gone."""
    if "mất" in attachment.name:
        raise AttachmentGone
    return _CONTENTS[attachment.reference.rpartition(".")[2]]


class DeskScene:
    """Plays one transcript: each person has a conversation of their own, all share one desk."""

    def __init__(self, knowledge: Knowledge, database: Database, folder: Path) -> None:
        self.database = database
        let_audit_be_emptied(database)
        self.clock = Clock(instant(FIRST_DAY))
        periods = PlanPeriods(ReportingCalendar.load(), knowledge.plan)
        obligations = Obligations(knowledge.plan, knowledge.directory, periods)
        self.desk = ReportDesk(database, obligations, self.clock)
        self.people = People(database, self.clock)
        self.kept = FolderStore(folder)
        evidence = EvidenceDesk(database, obligations, self.clock, self.kept)
        files = ChannelFiles()
        files.add(CHANNEL, sent_file)
        notices = Notices(database, Outbox(database, self.clock), self.people, knowledge.plan.task_by_id)
        self.digests = DigestDesk(database, obligations, DigestRules(WorkingDays()), self.clock)
        self.reporting = Reporting(
            self.people,
            self.desk,
            obligations,
            WorkingDays(),
            evidence,
            files,
            notices,
            self.digests,
            roll_up_picture,
            "https://troly.example",
        )
        self.question_log = SqlQuestionLog(database)
        self.dialogue = Dialogue(
            knowledge,
            SqlConversations(database, self.clock),
            self.question_log,
            self.clock,
            self.reporting,
        )
        outbox = Outbox(database, self.clock)
        self.rounds = DigestRounds(self.digests, obligations, roll_up_picture, outbox)
        self._shown: dict[str, Shown] = {}
        self._last: Incoming | None = None
        self._count = 0

    def begin(self, transcript: Transcript) -> None:
        """An empty database with the people of the transcript in it."""
        self.question_log.write_out()
        with self.database.writing() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(delete(table))
        self.clock.now = instant(transcript.day or FIRST_DAY)
        self._shown, self._last = {}, None
        for name, roles in transcript.people.items():
            self.add(name, roles)

    def add(self, name: str, roles: tuple[str, ...]) -> None:
        """A person known on the channel by name, with roles; somebody without roles stays unknown."""
        if not roles:
            return
        with self.database.writing() as connection:
            now = self.clock()
            who = insert(PersonRow).values(display_name=name, joined_at=now).returning(PersonRow.id)
            person_id = connection.execute(who).scalar_one()
            connection.execute(
                insert(IdentityRow).values(channel=CHANNEL, sender=name, person_id=person_id, linked_at=now)
            )
            for told in roles:
                role, agency = role_in(told)
                connection.execute(
                    insert(MembershipRow).values(
                        person_id=person_id, agency=agency, role=role.value, since=now
                    )
                )

    def play(self, exchange: Exchange, first: str) -> Shown:
        """Say or tap; what comes back."""
        if exchange.day:
            self.clock.now = instant(exchange.day)
        name = exchange.by or first
        if exchange.is_morning:
            self.question_log.write_out()
            self.rounds.compose_due_digests(self.clock())
            self._shown[name] = self.sent_to(name)
            return self._shown[name]
        incoming = self._last if exchange.is_again else self._incoming(exchange, name)
        assert incoming is not None
        self._last = incoming
        shown = tuple(self.dialogue.handle(incoming))
        self._shown[incoming.conversation] = shown
        return shown

    def sent_to(self, name: str) -> Shown:
        """What was queued for a person today."""
        query = (
            select(DeliveryRow.messages)
            .join(IdentityRow, IdentityRow.person_id == DeliveryRow.person_id)
            .where(IdentityRow.sender == name, DeliveryRow.day == vietnamese_day(self.clock()))
        )
        with self.database.reading() as connection:
            kept = connection.execute(query).scalar()
        return from_json(kept) if kept else ()

    def stored(self) -> int:
        """How many versions of reports there are, withdrawals among them."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(ReportRow)).scalar_one()

    def evidence(self) -> int:
        """How many files are kept on reports."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(EvidenceRow)).scalar_one()

    def _incoming(self, exchange: Exchange, name: str) -> Incoming:
        self._count += 1
        conversation = f"-100:{name}" if exchange.in_group else name
        action = None
        if exchange.is_tap:
            offered = {
                one.label: one.action for shown in self._shown.get(conversation, ()) for one in shown.choices
            }
            assert exchange.said in offered, f"{exchange.said} is not among {list(offered)}"
            action = offered[exchange.said]
        return Incoming(
            channel=CHANNEL,
            conversation=conversation,
            sender=name,
            message_id=str(self._count),
            text=exchange.said,
            received_at=self.clock(),
            action=action,
            attachments=tuple(_attachment(name) for name in exchange.files),
            is_group=exchange.in_group,
        )


def _attachment(name: str) -> Attachment:
    """A photo comes without a name, as on Telegram."""
    return Attachment("" if name == "ảnh.jpg" else name, "", 100, name)


def role_in(told: str) -> tuple[Role, str]:
    """ "đầu mối Sở Tài chính" -> the role and its agency."""
    role = next(one for one in Role if told.startswith(one.label))
    return role, told.removeprefix(role.label).strip() or NO_AGENCY


def instant(told: str) -> dt.datetime:
    """ "10/6/2026 9:00" in Vietnam; without a time it is nine o'clock."""
    day, _, time = told.partition(" ")
    number, month, year = map(int, day.split("/"))
    hour, minute = map(int, (time or "9:00").split(":"))
    return dt.datetime(year, month, number, hour, minute, tzinfo=VIETNAM_TIME)
