"""The desk of reports of one running assistant: its calendar, who owes what, who may act."""

from __future__ import annotations

from dataclasses import dataclass

from app.addresses import local_address
from app.clock import Clock
from app.evidence import open_evidence
from app.mistakes import told_plainly
from app.settings import Settings
from app.store import Store
from bot.dialogue.attachments import ChannelFiles
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.ports import Reporting as ReportingPort
from bot.notices import Notices
from progress.data_files import DataFileError
from progress.desk import ReportDesk
from progress.evidence_desk import EvidenceDesk
from progress.obligations import Obligations
from progress.people import People
from progress.periods import PlanPeriods
from progress.reporting_calendar import ReportingCalendar
from progress.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Reporting(ReportingPort):
    """What the dialogue uses, with all that the desk and the people can do for the other mouths."""

    people: People
    desk: ReportDesk
    evidence: EvidenceDesk
    attachments: ChannelFiles
    notices: Notices


def open_reporting(settings: Settings, knowledge: Knowledge, store: Store, *, clock: Clock) -> Reporting:
    """Raises OperatorMistake when the calendar or the days off cannot be used."""
    with told_plainly(DataFileError):
        calendar = ReportingCalendar.load(settings.reporting_calendar)
        periods = PlanPeriods(calendar, knowledge.plan)
        working_days = WorkingDays.load(settings.days_off)
    obligations = Obligations(knowledge.plan, knowledge.directory, periods)
    desk = ReportDesk(store.database, obligations, clock)
    evidence = open_evidence(settings, obligations, store, clock=clock)
    return Reporting(
        people=store.people,
        desk=desk,
        obligations=obligations,
        working_days=working_days,
        evidence=evidence,
        attachments=ChannelFiles(),
        notices=Notices(store.database, store.outbox, store.people, knowledge.plan.task_by_id),
        address=_address(settings),
    )


def _address(settings: Settings) -> str:
    if settings.public_url is not None:
        return str(settings.public_url).rstrip("/")
    return local_address(settings.host, settings.port)
