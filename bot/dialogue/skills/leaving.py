"""Ends roles: one's own, or those of somebody else where one may; always asked once more before."""

from __future__ import annotations

from bot.dialogue.personal import PROVINCE
from bot.dialogue.personal_intents import EVERY_ROLE, Leave, Revoke
from bot.dialogue.skills.replies import CHOICE_LIMIT, Turn
from bot.dialogue.skills.talk import NO, Talk, act, role_key, with_key
from bot.texts import people as texts
from corpus.agency_choice import AgencyIsGroup, AgencyUnclear, choose_agency
from corpus.vietnamese import fold
from progress.persons import Person
from progress.refusals import NotAllowed, RoleNotHeld
from progress.roles import NO_AGENCY, Act, Membership

_ALL = frozenset({"tat ca", "het", "tat"})
_NEAREST = 3


def leave(intent: Leave, person: Person, talk: Talk) -> Turn:
    """Raises RoleNotHeld and PersonUnknown."""
    if not person.memberships:
        return talk.says(texts.no_roles())
    which = EVERY_ROLE if fold(intent.words) in _ALL else intent.which
    if which:
        return _leave(which, person, talk, is_sure=intent.is_sure)
    meant = person.memberships
    if intent.words:
        agency = _agency_typed(intent.words, talk)
        if isinstance(agency, Turn):
            return agency
        meant = tuple(one for one in person.memberships if one.agency == agency)
        if not meant:
            return talk.says(texts.no_role_there(agency))
    if len(meant) == 1:
        return _leave(role_key(meant[0]), person, talk, is_sure=False)
    choices = [(texts.held(one), act("leave", role_key(one))) for one in meant[: CHOICE_LIMIT - 1]]
    return talk.says(texts.which_role_to_leave(meant), *choices, ("Tất cả", act("leave", EVERY_ROLE)))


def _leave(which: str, person: Person, talk: Talk, *, is_sure: bool) -> Turn:
    ending = person.memberships if which == EVERY_ROLE else with_key(person, which)
    if not ending:
        raise RoleNotHeld(person.id)
    if not is_sure:
        return talk.says(texts.sure_to_leave(ending), ("Đúng, tôi thôi", act("leave!", which)), NO)
    people, channel = talk.reception.people, talk.incoming.channel
    if which == EVERY_ROLE:
        return talk.says(texts.left(people.leave(person.id, channel=channel)))
    [one] = ending
    return talk.says(texts.left(people.leave(person.id, channel=channel, agency=one.agency, role=one.role)))


def revoke(intent: Revoke, person: Person, talk: Talk) -> Turn:
    """Raises NotAllowed, RoleNotHeld and PersonUnknown."""
    if not person.may(Act.REVOKE):
        raise NotAllowed(Act.REVOKE, NO_AGENCY)
    people = talk.reception.people
    if intent.person_id is not None:
        return _revoke_of(people.member(intent.person_id, by=person.id), intent, person, talk)
    if not intent.words:
        return talk.says(texts.which_agency_to_revoke(), NO, waits_for="revoke")
    agency = _agency_typed(intent.words, talk, waits_for="revoke")
    if isinstance(agency, Turn):
        return agency
    members = people.members_of(agency, by=person.id)
    choices = [(f"{one.id}. {texts.name_of(one)}", act("revoke", one.id)) for one in members]
    return talk.says(texts.members(agency, members), *choices)


def _revoke_of(other: Person, intent: Revoke, person: Person, talk: Talk) -> Turn:
    if not other.memberships:
        return talk.says(texts.holds_nothing(other))
    which = intent.which or (role_key(other.memberships[0]) if len(other.memberships) == 1 else "")
    if not which:
        choices = [(texts.held(one), act("revoke", other.id, role_key(one))) for one in other.memberships]
        return talk.says(texts.which_role_to_revoke(other), *choices)
    ending = with_key(other, which)
    if not ending:
        raise RoleNotHeld(other.id)
    if not intent.is_sure:
        sure = ("Đúng, thu hồi", act("revoke!", other.id, which))
        return talk.says(texts.sure_to_revoke(other, ending), sure, NO)
    [one] = ending
    ended: tuple[Membership, ...] = talk.reception.people.revoke(
        other.id, by=person.id, channel=talk.incoming.channel, agency=one.agency, role=one.role
    )
    return talk.says(texts.revoked(other, ended))


def _agency_typed(typed: str, talk: Talk, waits_for: str = "") -> str | Turn:
    """The agency of a name, or NO_AGENCY for the whole province; else what is said to one that is unclear."""
    if fold(typed) == PROVINCE:
        return NO_AGENCY
    try:
        return choose_agency(talk.directory, typed).name
    except AgencyIsGroup as group:
        text = texts.agency_is_group(group.group, group.members[:_NEAREST])
    except AgencyUnclear as unclear:
        text = texts.agency_unclear(unclear.typed, unclear.nearest)
    return talk.says(text, NO, waits_for=waits_for)
