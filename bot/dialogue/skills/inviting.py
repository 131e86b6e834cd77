"""Invites somebody to a role in an agency: asked for step by step, or told in one line."""

from __future__ import annotations

from bot.dialogue.messages import OutgoingFile
from bot.dialogue.personal_intents import Invite, Withdraw
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.talk import NO, Talk, act, key_of
from bot.texts import people as texts
from corpus.agencies import Agency
from corpus.agency_choice import AgencyIsGroup, AgencyUnclear, choose_agency
from progress.persons import Person
from progress.refusals import NotAllowed
from progress.roles import NO_AGENCY, Act, Role, may_grant

_OFFERED = (Role.REPORTER, Role.LEADER, Role.OFFICIAL)
_LONGEST_ROLE = 2  # words
_NEAREST = 3
PICTURE_NAME = "ma-moi.png"


def invite(intent: Invite, person: Person, talk: Talk) -> Turn:
    """Raises NotAllowed and PersonUnknown."""
    if not person.may(Act.INVITE):
        raise NotAllowed(Act.INVITE, NO_AGENCY)
    role, words = Role.read(intent.role), intent.words
    if role is None:
        role, words = _role_and_rest(words)
    if role is None:
        offered = [(one.label.capitalize(), act("invite", one.value)) for one in _OFFERED]
        return talk.says(texts.role_unknown() if words else texts.which_role(), *offered, NO)
    if not may_grant(person.memberships, Act.INVITE, role, NO_AGENCY):
        raise NotAllowed(Act.INVITE, NO_AGENCY, role)
    if not role.needs_agency:
        return _invited(role, NO_AGENCY, person, talk)
    if intent.agency_key:
        agency = _with_key(talk, intent.agency_key)
        if agency is not None:
            return _invited(role, agency.name, person, talk)
    if not words:
        return talk.says(texts.which_agency(role), NO, waits_for=f"invite:{role.value}")
    try:
        return _invited(role, choose_agency(talk.directory, words).name, person, talk)
    except AgencyIsGroup as group:
        return _asked_again(
            texts.agency_is_group(group.group, group.members[:_NEAREST]), role, group.members, talk
        )
    except AgencyUnclear as unclear:
        return _asked_again(texts.agency_unclear(unclear.typed, unclear.nearest), role, unclear.nearest, talk)


def withdraw(intent: Withdraw, person: Person, talk: Talk) -> Turn:
    """Raises InvitationClosed, NotAllowed and PersonUnknown."""
    talk.reception.people.withdraw(intent.invitation_id, by=person.id, channel=talk.incoming.channel)
    return talk.says(texts.withdrawn(intent.invitation_id))


def _invited(role: Role, agency: str, person: Person, talk: Talk) -> Turn:
    reception = talk.reception
    issued = reception.people.invite(role, agency, by=person.id, channel=talk.incoming.channel)
    link = reception.cards.link(issued.code)
    picture = reception.cards.picture(link or f"/dangky {issued.code}")
    return talk.says(
        texts.invited(role, agency, issued, link),
        ("Hủy mã mời này", act("withdraw", issued.invitation_id)),
        files=(OutgoingFile(PICTURE_NAME, "image/png", picture),),
    )


def _asked_again(text: str, role: Role, names: tuple[str, ...], talk: Talk) -> Turn:
    near = [(name, act("invite", role.value, key_of(name))) for name in names[:_NEAREST]]
    return talk.says(text, *near, NO, waits_for=f"invite:{role.value}")


def _role_and_rest(words: str) -> tuple[Role | None, str]:
    """ "đầu mối Sở Tài chính" -> the role and the name of the agency."""
    said = words.split()
    for length in range(min(_LONGEST_ROLE, len(said)), 0, -1):
        role = Role.read(" ".join(said[:length]))
        if role is not None:
            return role, " ".join(said[length:])
    return None, words


def _with_key(talk: Talk, key: str) -> Agency | None:
    agencies = talk.directory.agencies
    return next((one for one in agencies if not one.is_group and key_of(one.name) == key), None)
