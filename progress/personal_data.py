"""What is stored about one person: shown to him whole, and erased so that only the agency's acts stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, and_, delete, or_, select, update

from progress.person_rows import end_roles, is_open
from progress.persons import Person
from progress.tables import (
    AccessTokenRow,
    AuditRow,
    ConversationRow,
    EvidenceRow,
    FailedCodeRow,
    IdentityRow,
    InvitationRow,
    MembershipRow,
    PersonRow,
    UploadLinkRow,
)


def collected(connection: Connection, person: Person) -> dict[str, Any]:
    """All rows about a person as JSON can hold them; hashes of codes and tokens are left out."""
    mine = person.id

    def rows(query: Executable) -> list[dict[str, Any]]:
        return [
            {
                name: value.isoformat() if isinstance(value, dt.datetime) else value
                for name, value in row.items()
            }
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
        "audit": rows(
            select(AuditRow.at, AuditRow.act, AuditRow.about, AuditRow.channel)
            .where(AuditRow.person_id == mine)
            .order_by(AuditRow.id)
        ),
    }


def erase(connection: Connection, person: Person, now: dt.datetime) -> None:
    """Name, identities, tokens and private conversations go, roles end; the row stays without a name."""
    end_roles(connection, person, person.memberships, now, ended_by=person.id)
    own = select(IdentityRow.channel, IdentityRow.sender).where(IdentityRow.person_id == person.id)
    for channel, sender in connection.execute(own).all():
        connection.execute(
            delete(FailedCodeRow).where(FailedCodeRow.channel == channel, FailedCodeRow.sender == sender)
        )
        # A private conversation has the key of its only sender; in a group each has a thread "group:sender".
        own_thread = or_(
            ConversationRow.key == sender, ConversationRow.key.endswith(f":{sender}", autoescape=True)
        )
        connection.execute(delete(ConversationRow).where(ConversationRow.channel == channel, own_thread))
    connection.execute(delete(IdentityRow).where(IdentityRow.person_id == person.id))
    connection.execute(delete(AccessTokenRow).where(AccessTokenRow.person_id == person.id))
    connection.execute(delete(UploadLinkRow).where(UploadLinkRow.person_id == person.id))
    connection.execute(
        update(InvitationRow).where(InvitationRow.person_id == person.id, is_open(now)).values(expires_at=now)
    )
    connection.execute(
        update(PersonRow).where(PersonRow.id == person.id).values(display_name=None, erased_at=now)
    )


def _same_sender() -> ColumnElement[bool]:
    return and_(FailedCodeRow.channel == IdentityRow.channel, FailedCodeRow.sender == IdentityRow.sender)
