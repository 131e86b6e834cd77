"""What is stored about one person: shown to him whole, and erased so that only the agency's acts stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, and_, delete, false, or_, select, tuple_, update

from progress.digest_data import digest_queries, forget_digests
from progress.keys import storable_key
from progress.person_rows import end_roles, is_open
from progress.persons import Identity, Person
from progress.tables.access import AccessTokenRow, RequestKeyRow, UploadLinkRow, WebSessionRow
from progress.tables.asking import ConversationRow
from progress.tables.deliveries import AddressRow, DeliveryRow, PushSubscriptionRow
from progress.tables.people import (
    AuditRow,
    FailedCodeRow,
    IdentityRow,
    InvitationRow,
    MembershipRow,
    PersonRow,
)
from progress.tables.reports import EvidenceRow, NoteRow, PauseRow, PeriodLockRow, ReportRow, ReviewRow


def collected(connection: Connection, person: Person) -> dict[str, Any]:
    """All rows about a person as JSON can hold them; hashes of codes and tokens are left out."""
    mine = person.id

    def rows(query: Executable) -> list[dict[str, Any]]:
        return [
            {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
            for row in connection.execute(query).mappings()
        ]

    return {
        "person": {
            "id": mine,
            "display_name": person.display_name,
            "joined_at": person.joined_at.isoformat(),
        },
        "identities": rows(
            select(IdentityRow.channel, IdentityRow.sender, IdentityRow.linked_at)
            .where(IdentityRow.person_id == mine)
            .order_by(IdentityRow.linked_at, IdentityRow.channel)
        ),
        "memberships": rows(
            select(MembershipRow.agency, MembershipRow.role, MembershipRow.since, MembershipRow.ended_at)
            .where(MembershipRow.person_id == mine)
            .order_by(MembershipRow.id)
        ),
        "invitations": rows(
            select(
                InvitationRow.kind,
                InvitationRow.agency,
                InvitationRow.role,
                InvitationRow.created_at,
                InvitationRow.expires_at,
                InvitationRow.used_at,
                InvitationRow.invited_by.is_not_distinct_from(mine).label("given_by_me"),
                InvitationRow.used_by.is_not_distinct_from(mine).label("used_by_me"),
            )
            .where(
                or_(
                    InvitationRow.invited_by == mine,
                    InvitationRow.used_by == mine,
                    InvitationRow.person_id == mine,
                )
            )
            .order_by(InvitationRow.id)
        ),
        "failed_codes": rows(
            select(FailedCodeRow.channel, FailedCodeRow.at)
            .join(IdentityRow, _same_sender())
            .where(IdentityRow.person_id == mine)
            .order_by(FailedCodeRow.id)
        ),
        "access_tokens": rows(
            select(
                AccessTokenRow.issued_at,
                AccessTokenRow.expires_at,
                AccessTokenRow.last_used_at,
                AccessTokenRow.revoked_at,
            )
            .where(AccessTokenRow.person_id == mine)
            .order_by(AccessTokenRow.id)
        ),
        "web_sessions": rows(
            select(WebSessionRow.signed_in_at, WebSessionRow.expires_at)
            .join(IdentityRow, _same_identity())
            .where(IdentityRow.person_id == mine)
            .order_by(WebSessionRow.signed_in_at)
        ),
        "request_keys": rows(
            select(RequestKeyRow.key, RequestKeyRow.claimed_at, RequestKeyRow.answer)
            .where(RequestKeyRow.person_id == mine)
            .order_by(RequestKeyRow.claimed_at)
        ),
        "evidence": rows(
            select(EvidenceRow.id, EvidenceRow.name, EvidenceRow.size, EvidenceRow.channel, EvidenceRow.at)
            .where(EvidenceRow.uploader_id == mine)
            .order_by(EvidenceRow.id)
        ),
        "upload_links": rows(
            select(
                UploadLinkRow.task_id, UploadLinkRow.agency, UploadLinkRow.period, UploadLinkRow.expires_at
            )
            .where(UploadLinkRow.person_id == mine)
            .order_by(UploadLinkRow.expires_at)
        ),
        "deliveries": rows(
            select(
                DeliveryRow.kind,
                DeliveryRow.day,
                DeliveryRow.channel,
                DeliveryRow.state,
                DeliveryRow.messages,
                DeliveryRow.queued_at,
                DeliveryRow.finished_at,
                DeliveryRow.opened_at,
            )
            .where(DeliveryRow.person_id == mine)
            .order_by(DeliveryRow.id)
        ),
        "delivery_addresses": rows(
            select(AddressRow.channel, AddressRow.address, AddressRow.unreachable_since, AddressRow.reason)
            .join(IdentityRow, _same_address())
            .where(IdentityRow.person_id == mine)
            .order_by(AddressRow.channel, AddressRow.sender)
        ),
        "push_subscriptions": rows(
            select(PushSubscriptionRow.endpoint, PushSubscriptionRow.subscribed_at)
            .join(IdentityRow, _same_subscriber())
            .where(IdentityRow.person_id == mine)
            .order_by(PushSubscriptionRow.subscribed_at)
        ),
        "audit": rows(
            select(AuditRow.at, AuditRow.act, AuditRow.about, AuditRow.channel)
            .where(AuditRow.person_id == mine)
            .order_by(AuditRow.id)
        ),
        "reports": rows(
            select(
                ReportRow.id,
                ReportRow.task_id,
                ReportRow.agency,
                ReportRow.period,
                ReportRow.version,
                ReportRow.standing,
                ReportRow.content,
                ReportRow.reason,
                ReportRow.channel,
                ReportRow.submitted_at,
            )
            .where(ReportRow.reporter_id == mine)
            .order_by(ReportRow.id)
        ),
        "reviews": rows(
            select(
                ReviewRow.report_id,
                ReviewRow.verdict,
                ReviewRow.reason,
                ReviewRow.at,
                (ReviewRow.reviewer_id == mine).label("given_by_me"),
            )
            .join(ReportRow, ReportRow.id == ReviewRow.report_id)
            .where(or_(ReviewRow.reviewer_id == mine, ReportRow.reporter_id == mine))
            .order_by(ReviewRow.id)
        ),
        "notes": rows(
            select(NoteRow.task_id, NoteRow.agency, NoteRow.period, NoteRow.text, NoteRow.channel, NoteRow.at)
            .where(NoteRow.author_id == mine)
            .order_by(NoteRow.id)
        ),
        "period_locks": rows(
            select(PeriodLockRow.period, PeriodLockRow.decision, PeriodLockRow.reason, PeriodLockRow.at)
            .where(PeriodLockRow.person_id == mine)
            .order_by(PeriodLockRow.id)
        ),
        "pauses": rows(
            select(
                PauseRow.task_id,
                PauseRow.agency,
                PauseRow.decision,
                PauseRow.reason,
                PauseRow.until,
                PauseRow.at,
            )
            .where(PauseRow.person_id == mine)
            .order_by(PauseRow.id)
        ),
        **{name: rows(query) for name, query in digest_queries(mine).items()},
        "conversations": [
            {**row, "state": json.loads(row["state"]) if row["state"] else {}}
            for row in rows(
                select(
                    ConversationRow.channel,
                    ConversationRow.key,
                    ConversationRow.state,
                    ConversationRow.updated_at,
                )
                .where(_own_threads(_known_as(connection, person)))
                .order_by(ConversationRow.channel, ConversationRow.key)
            )
        ],
    }


def erase(connection: Connection, person: Person, now: dt.datetime) -> tuple[Identity, ...]:
    """Name, identities, tokens and conversations go, roles end; the row stays without a name.

    A conversation that is answered at this moment is left: waiting for it here would stop everyone. It is for
    ``forget_conversations``, which takes what is returned: where the person was known.
    """
    end_roles(connection, person, person.memberships, now, ended_by=person.id)
    known_as = _known_as(connection, person)
    for one in known_as:
        connection.execute(
            delete(FailedCodeRow).where(
                FailedCodeRow.channel == one.channel, FailedCodeRow.sender == one.sender
            )
        )
    free = (
        select(ConversationRow.channel, ConversationRow.key)
        .where(_own_threads(known_as))
        .with_for_update(skip_locked=True)
    )
    connection.execute(
        delete(ConversationRow).where(tuple_(ConversationRow.channel, ConversationRow.key).in_(free))
    )
    connection.execute(delete(DeliveryRow).where(DeliveryRow.person_id == person.id))
    # Browsers that are signed in or take pushes, and addresses, end with their identity: ON DELETE CASCADE.
    connection.execute(delete(IdentityRow).where(IdentityRow.person_id == person.id))
    connection.execute(delete(RequestKeyRow).where(RequestKeyRow.person_id == person.id))
    connection.execute(delete(AccessTokenRow).where(AccessTokenRow.person_id == person.id))
    connection.execute(delete(UploadLinkRow).where(UploadLinkRow.person_id == person.id))
    forget_digests(connection, person.id)
    connection.execute(
        update(InvitationRow).where(InvitationRow.person_id == person.id, is_open(now)).values(expires_at=now)
    )
    connection.execute(
        update(PersonRow).where(PersonRow.id == person.id).values(display_name=None, erased_at=now)
    )
    return known_as


def forget_conversations(
    connection: Connection, known_as: Iterable[Identity], held: tuple[str, str] | None
) -> None:
    """Delete what is left of somebody's conversations, waiting for their answers, but not the one held."""
    left = _own_threads(known_as)
    if held is not None:
        channel, key = held
        left = and_(left, or_(ConversationRow.channel != channel, ConversationRow.key != storable_key(key)))
    connection.execute(delete(ConversationRow).where(left))


def _known_as(connection: Connection, person: Person) -> tuple[Identity, ...]:
    own = select(IdentityRow.channel, IdentityRow.sender).where(IdentityRow.person_id == person.id)
    return tuple(Identity(channel, sender) for channel, sender in connection.execute(own))


def _own_threads(known_as: Iterable[Identity]) -> ColumnElement[bool]:
    """A private conversation has the key of its only sender; elsewhere each has a thread "group:sender"."""
    key = ConversationRow.key
    return or_(
        false(),
        *(
            and_(
                ConversationRow.channel == one.channel,
                or_(key == one.sender, key.endswith(f":{one.sender}", autoescape=True)),
            )
            for one in known_as
        ),
    )


def _same_sender() -> ColumnElement[bool]:
    return and_(FailedCodeRow.channel == IdentityRow.channel, FailedCodeRow.sender == IdentityRow.sender)


def _same_identity() -> ColumnElement[bool]:
    return and_(WebSessionRow.channel == IdentityRow.channel, WebSessionRow.sender == IdentityRow.sender)


def _same_address() -> ColumnElement[bool]:
    return and_(AddressRow.channel == IdentityRow.channel, AddressRow.sender == IdentityRow.sender)


def _same_subscriber() -> ColumnElement[bool]:
    return and_(
        PushSubscriptionRow.channel == IdentityRow.channel, PushSubscriptionRow.sender == IdentityRow.sender
    )
