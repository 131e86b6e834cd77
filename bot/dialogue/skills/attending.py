"""Attends to people: each of their intents finds its skill, and each refusal its sentence."""

from __future__ import annotations

from typing import assert_never

from bot.dialogue.conversation import Conversation
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Incoming, Outgoing
from bot.dialogue.personal_intents import (
    Drop,
    EraseOwnData,
    Invite,
    Leave,
    LinkChannel,
    PersonalIntent,
    Register,
    Revoke,
    ShowMe,
    ShowOwnData,
    Tokens,
    Withdraw,
)
from bot.dialogue.reception import PeopleDesk, Reception
from bot.dialogue.skills.identity import link_channel, register, show_me
from bot.dialogue.skills.inviting import invite, withdraw
from bot.dialogue.skills.leaving import leave, revoke
from bot.dialogue.skills.own_data import erase_own_data, own_tokens, show_own_data
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.talk import Talk
from bot.texts import people as texts
from bot.texts.people_refusals import refused
from progress.persons import Person
from progress.refusals import ProgressError


def known_person(incoming: Incoming, people: PeopleDesk) -> Person | None:
    """Who sends; None where it is not proven, or not known."""
    return people.person_of(incoming.channel, incoming.sender) if incoming.sender else None


def attend(
    intent: PersonalIntent,
    incoming: Incoming,
    conversation: Conversation,
    knowledge: Knowledge,
    reception: Reception | None,
) -> Turn:
    """The reply to what is wanted about people, in private and from a sender who is proven."""
    if incoming.is_group:
        return Turn(Outgoing(texts.only_private()), conversation)
    if reception is None:
        return Turn(Outgoing(texts.nothing_kept()), conversation)
    if not incoming.sender:
        return Turn(Outgoing(texts.only_proven(incoming.channel)), conversation)
    talk = Talk(incoming, conversation, reception, knowledge.directory)
    try:
        if isinstance(intent, Register):
            return register(intent, talk)
        person = known_person(incoming, reception.people)
        if person is None:
            return talk.says(texts.not_registered())
        return _answer(intent, person, talk)
    except ProgressError as refusal:
        return talk.says(refused(refusal))


def _answer(intent: PersonalIntent, person: Person, talk: Talk) -> Turn:
    match intent:
        case Register():
            return register(intent, talk)
        case ShowMe():
            return show_me(person, talk)
        case LinkChannel():
            return link_channel(person, talk)
        case Invite():
            return invite(intent, person, talk)
        case Withdraw():
            return withdraw(intent, person, talk)
        case Leave():
            return leave(intent, person, talk)
        case Revoke():
            return revoke(intent, person, talk)
        case ShowOwnData():
            return show_own_data(person, talk)
        case EraseOwnData():
            return erase_own_data(intent, person, talk)
        case Tokens():
            return own_tokens(intent, person, talk)
        case Drop():
            return talk.says(texts.dropped())
        case _:
            assert_never(intent)
