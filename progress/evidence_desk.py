"""The desk of evidence: files are attached to reports that stand, listed and opened by those who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from progress.acting import ActingDesk, described
from progress.audit import Deed, Entry, write_down
from progress.codes import new_token, token_hash
from progress.database import Database
from progress.evidence import (
    FILES_LIMIT,
    SIZE_LIMIT,
    Evidence,
    EvidenceUnknown,
    TooManyFiles,
    Upload,
    UploadLinkUnknown,
    check_file,
    safe_name,
)
from progress.evidence_store import EvidenceStore
from progress.obligations import Obligations
from progress.person_rows import living_person
from progress.persons import IssuedToken, Person
from progress.records import Report
from progress.refusals import NotAllowed, NothingReported, PersonUnknown
from progress.report_rows import ID_LIMIT
from progress.roles import Act, may
from progress.scanning import NoScanner, Scanner
from progress.tables.access import UploadLinkRow
from progress.tables.reports import EvidenceRow, ReportRow

LINK_LIFE = dt.timedelta(minutes=30)
ORPHAN_AGE = dt.timedelta(days=1)  # a file whose row is not committed by then belongs to nobody

_EVIDENCE = select(
    EvidenceRow.__table__, ReportRow.task_id, ReportRow.agency, ReportRow.period, ReportRow.version
).join(ReportRow, ReportRow.id == EvidenceRow.report_id)
_BY_ID = _EVIDENCE.where(EvidenceRow.id == bindparam("evidence_id"))
_OF_OBLIGATION = _EVIDENCE.where(
    ReportRow.agency == bindparam("agency"),
    ReportRow.period == bindparam("period"),
    ReportRow.task_id == bindparam("task_id"),
).order_by(EvidenceRow.id)
_SAME = _EVIDENCE.where(
    EvidenceRow.report_id == bindparam("report_id"), EvidenceRow.sha256 == bindparam("sha256")
)
_COUNTED = select(func.count()).where(EvidenceRow.report_id == bindparam("report_id"))
_LINK = select(UploadLinkRow.__table__).where(
    UploadLinkRow.token_hash == bindparam("token_hash"), UploadLinkRow.expires_at > bindparam("now")
)


@dataclass(frozen=True, slots=True)
class UploadLink:
    """On what a link lets its person send files, and until when."""

    person: Person
    task_id: str
    agency: str
    period: str
    channel: str
    expires_at: dt.datetime


class EvidenceDesk(ActingDesk):
    """Takes and gives files. The bytes are in the store before their row is in the database, so that no row
    is without them; what never got a row is swept away.

    ``actor``, ``channel`` and what is refused are as at ``ReportDesk``: NotAllowed, PersonUnknown,
    TaskUnknown, NotLeading, PeriodUnknown, PeriodNotOpen and PeriodLocked.
    """

    def __init__(
        self,
        database: Database,
        obligations: Obligations,
        clock: Callable[[], dt.datetime],
        store: EvidenceStore,
        scanner: Scanner | None = None,
        *,
        size_limit: int = SIZE_LIMIT,
    ) -> None:
        super().__init__(database, obligations, clock)
        self._store = store
        self._scanner = scanner or NoScanner()
        self.size_limit = size_limit

    # --- by the agency ---

    def attach(
        self, actor: Person, task_id: str, agency: str, period_key: str, upload: Upload, *, channel: str
    ) -> Evidence:
        """Add a file to the version that stands; the same file twice is one.

        Raises FileEmpty, FileTooLarge, FileKindRefused, FileHasMacros, FileInfected, ScannerDown,
        TooManyFiles, and NothingReported where no report stands.
        """
        kind = check_file(upload, self.size_limit)
        with self._acting(actor, Act.REPORT, agency, task_id, period_key) as connection:
            self._reported(connection, task_id, agency, period_key)  # before the slow work
        self._scanner.check(upload.content)
        sha256 = self._store.put(upload.content)
        with self._acting(actor, Act.REPORT, agency, task_id, period_key) as connection:
            report = self._reported(connection, task_id, agency, period_key)
            which = {"report_id": report.id, "sha256": sha256}
            if same := connection.execute(_SAME, which).first():
                return _evidence(same)
            if connection.execute(_COUNTED, {"report_id": report.id}).scalar_one() >= FILES_LIMIT:
                raise TooManyFiles(FILES_LIMIT)
            now = self._clock()
            row = which | {
                "name": safe_name(upload.name, kind),
                "media_type": kind.media_type,
                "size": len(upload.content),
                "uploader_id": actor.id,
                "channel": channel,
                "at": now,
            }
            evidence_id = connection.execute(insert(EvidenceRow).returning(EvidenceRow.id), row).scalar_one()
            about = f"evidence {evidence_id}: {described(task_id, agency, period_key)}"
            write_down(connection, Entry(now, actor.id, Deed.ATTACH_EVIDENCE, about, channel))
            return _evidence(connection.execute(_BY_ID, {"evidence_id": evidence_id}).one())

    def upload_link(
        self, actor: Person, task_id: str, agency: str, period_key: str, *, channel: str
    ) -> IssuedToken:
        """A token for ``/tai-len/``: for LINK_LIFE whoever has it sends files in the name of this person.

        Raises NothingReported where no report stands.
        """
        now = self._clock()
        issued = IssuedToken(new_token(), now + LINK_LIFE)
        with self._acting(actor, Act.REPORT, agency, task_id, period_key) as connection:
            self._reported(connection, task_id, agency, period_key)
            connection.execute(
                insert(UploadLinkRow).values(
                    token_hash=token_hash(issued.token),
                    person_id=actor.id,
                    task_id=task_id,
                    agency=agency,
                    period=period_key,
                    channel=channel,
                    expires_at=issued.expires_at,
                )
            )
            about = described(task_id, agency, period_key)
            write_down(connection, Entry(now, actor.id, Deed.UPLOAD_LINK, about, channel))
        return issued

    def link_of(self, token: str) -> UploadLink:
        """What a link is for. Raises UploadLinkUnknown."""
        with self._database.reading() as connection:
            which = {"token_hash": token_hash(token), "now": self._clock()}
            row = connection.execute(_LINK, which).first()
            if row is None:
                raise UploadLinkUnknown
            try:
                person = living_person(connection, row.person_id)
            except PersonUnknown:
                raise UploadLinkUnknown from None
        return UploadLink(person, row.task_id, row.agency, row.period, row.channel, row.expires_at)

    def attach_by_link(self, token: str, upload: Upload) -> Evidence:
        """Add a file as the person of a link. Raises UploadLinkUnknown and what ``attach`` raises."""
        link = self.link_of(token)
        return self.attach(link.person, link.task_id, link.agency, link.period, upload, channel=link.channel)

    # --- by those who may read ---

    def evidence(self, actor: Person, task_id: str, agency: str, period_key: str) -> tuple[Evidence, ...]:
        """All files on an obligation, of all versions, the oldest first. Raises NotAllowed, PersonUnknown."""
        self._owed(task_id, agency, period_key)
        with self._database.reading() as connection:
            _demand_reading(connection, actor, agency)
            which = {"task_id": task_id, "agency": agency, "period": period_key}
            return tuple(map(_evidence, connection.execute(_OF_OBLIGATION, which)))

    def open(self, actor: Person, evidence_id: int, *, channel: str) -> tuple[Evidence, bytes]:
        """A file with its bytes. Raises EvidenceUnknown, NotAllowed, PersonUnknown and EvidenceLost."""
        with self._database.writing() as connection:
            row = None
            if 0 < evidence_id < ID_LIMIT:
                row = connection.execute(_BY_ID, {"evidence_id": evidence_id}).first()
            if row is None:
                raise EvidenceUnknown(evidence_id)
            found = _evidence(row)
            _demand_reading(connection, actor, found.agency)
            about = f"evidence {found.id}: {described(found.task_id, found.agency, found.period)}"
            write_down(connection, Entry(self._clock(), actor.id, Deed.OPEN_EVIDENCE, about, channel))
        return found, self._store.get(found.sha256)

    # --- upkeep ---

    def sweep(self, now: dt.datetime) -> int:
        """Remove files that no row names and links whose time is over; how many files."""
        with self._database.writing() as connection:
            connection.execute(delete(UploadLinkRow).where(UploadLinkRow.expires_at <= now))
        removed = 0
        for sha256 in list(self._store.old(now - ORPHAN_AGE)):
            with self._database.reading() as connection:
                named = connection.execute(select(EvidenceRow.id).where(EvidenceRow.sha256 == sha256)).first()
            if named is None:
                removed += self._store.remove(sha256, before=now - ORPHAN_AGE)
        return removed

    def _reported(self, connection: Connection, task_id: str, agency: str, period_key: str) -> Report:
        owed = self._gathered(connection, task_id, agency, period_key)
        report = self._standing_in(connection, owed)
        if report is None:
            raise NothingReported(task_id, agency, period_key)
        return report


def _evidence(row: Any) -> Evidence:
    return Evidence(
        id=row.id,
        task_id=row.task_id,
        agency=row.agency,
        period=row.period,
        version=row.version,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        uploader_id=row.uploader_id,
        channel=row.channel,
        at=row.at,
    )


def _demand_reading(connection: Connection, actor: Person, agency: str) -> None:
    if not may(living_person(connection, actor.id).memberships, Act.READ_EVIDENCE, agency):
        raise NotAllowed(Act.READ_EVIDENCE, agency)
