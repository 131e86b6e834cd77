"""The desk of reports of one running assistant: its calendar, who owes what, who may act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.addresses import local_address
from app.clock import Clock
from app.evidence import open_evidence
from app.mistakes import told_plainly
from app.settings import Settings
from app.store import Store
from bot.delivery.notices import Notices
from bot.dialogue.attachments import ChannelFiles
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.ports import Reporting as ReportingPort
from bot.roll_up_picture import roll_up_picture
from corpus.agencies import Directory
from corpus.model import Plan
from progress.data_files import DataFileError
from progress.desk import ReportDesk
from progress.digest_desk import DigestDesk
from progress.digest_settings import DigestRules
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
    digests: DigestDesk


def open_reporting(settings: Settings, knowledge: Knowledge, store: Store, *, clock: Clock) -> Reporting:
    """Raises OperatorMistake when the calendar or the days off cannot be used."""
    obligations = open_obligations(settings, knowledge.plan, knowledge.directory)
    digests = open_digests(settings, obligations, store, clock=clock)
    return Reporting(
        people=store.people,
        desk=ReportDesk(store.database, obligations, clock),
        obligations=obligations,
        working_days=digests.rules.working_days,
        evidence=open_evidence(settings, obligations, store, clock=clock),
        attachments=ChannelFiles(),
        notices=Notices(store.database, store.outbox, store.people, knowledge.plan.task_by_id),
        digests=digests,
        paint=roll_up_picture,
        address=_address(settings),
    )


def open_obligations(settings: Settings, plan: Plan, directory: Directory) -> Obligations:
    """Who owes what, in the calendar that is set. Raises OperatorMistake."""
    with told_plainly(DataFileError):
        periods = PlanPeriods(ReportingCalendar.load(settings.reporting_calendar), plan)
    return Obligations(plan, directory, periods)


def open_digests(settings: Settings, obligations: Obligations, store: Store, *, clock: Clock) -> DigestDesk:
    """The desk of the morning digest by the rules that are set. Raises OperatorMistake."""
    with told_plainly(DataFileError):
        working_days = WorkingDays.load(settings.days_off)
    usual_time = dt.time.fromisoformat(settings.digest_time)
    rules = DigestRules(working_days, usual_time, settings.digest_reminders, settings.digest_grace)
    return DigestDesk(store.database, obligations, rules, clock)


def _address(settings: Settings) -> str:
    if settings.public_url is not None:
        return str(settings.public_url).rstrip("/")
    return local_address(settings.host, settings.port)
