"""Reads what people say about themselves: commands, choices, bare codes, and answers to what we asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from bot.commands import Command, parse_command
from bot.dialogue.choosing import place_chosen
from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Incoming
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
from corpus.agencies import Directory
from corpus.agency_choice import AgencyIsGroup, AgencyUnclear, choose_agency
from corpus.vietnamese import fold
from progress.codes import read_code

PREFIX = "me:"  # of actions, and of what we wait for
_BARE_CODE = re.compile(r"[A-Za-z0-9]{4}[-– ][A-Za-z0-9]{4}")  # as it is written on an invitation
PROVINCE = "toan tinh"  # where a role belongs to no single agency
_NOT_AFTER_ALL = frozenset({"thoi", "huy", "bo qua", "khong", "khong can nua"})
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_NEW, _END, _ALL = frozenset({"moi", "cap", "cap moi"}), frozenset({"thu", "thuhoi", "huy", "xoa"}), "het"


def read_personal(
    incoming: Incoming, conversation: Conversation, directory: Directory
) -> PersonalIntent | None:
    """What is wanted about people; None when the message is about something else."""
    if incoming.action:
        return _pressed(incoming.action)
    text = incoming.text.strip()
    command = parse_command(text)
    if command is not None:
        return _commanded(*command)
    # Labels are compared only where one is ours: a plain question has them compared once, elsewhere.
    if any(action.startswith(PREFIX) for _, action in conversation.choices):
        place = place_chosen(text, [label for label, _ in conversation.choices])
        if place is not None:
            return _pressed(conversation.choices[place][1])
    if _BARE_CODE.fullmatch(text) and read_code(text) is not None:
        return Register(text)
    return _answered(text, conversation.pending, directory)


def no_longer_waiting(conversation: Conversation) -> Conversation:
    """Only the very next message answers what we asked about people."""
    return replace(conversation, pending="") if conversation.pending.startswith(PREFIX) else conversation


def _commanded(command: Command, argument: str) -> PersonalIntent | None:
    argument = argument.strip()
    match command.kind:
        case "start":
            return Register(argument) if read_code(argument) is not None else None
        case "register":
            return Register(argument)
        case "me":
            return ShowMe()
        case "link":
            return LinkChannel()
        case "invite":
            return Invite(argument)
        case "revoke":
            return _revoke(argument)
        case "leave":
            return Leave(argument)
        case "own data":
            return ShowOwnData()
        case "erase":
            return EraseOwnData()
        case "token":
            return _tokens(argument)
        case _:
            return None


def _pressed(action: str) -> PersonalIntent | None:
    """A choice that we offered; one that is malformed asks for what it began with."""
    if not action.startswith(PREFIX):
        return None
    verb, *values = action.removeprefix(PREFIX).split(":")
    first, second = (*values, "", "")[:2]
    number = int(first) if _NUMBER.fullmatch(first) else 0
    match verb:
        case "link":
            return LinkChannel()
        case "invite":
            return Invite(role=first, agency_key=second)
        case "withdraw":
            return Withdraw(number)
        case "leave" | "leave!":
            return Leave(which=first, is_sure=verb.endswith("!"))
        case "revoke" | "revoke!":
            return Revoke(person_id=number, which=second, is_sure=verb.endswith("!"))
        case "data":
            return ShowOwnData()
        case "erase":
            return EraseOwnData(min(number, 2))
        case "token":
            return _token_choice(first, second)
        case "no":
            return Drop()
        case _:
            return ShowMe()


def _answered(text: str, pending: str, directory: Directory) -> PersonalIntent | None:
    """What is said where we asked for an agency; a question about the plan is none."""
    if not pending.startswith(PREFIX):
        return None
    if fold(text) in _NOT_AFTER_ALL:
        return Drop()
    verb, _, value = pending.removeprefix(PREFIX).partition(":")
    match verb:
        case "invite" if _names_agency(text, directory):
            return Invite(text, role=value)
        case "revoke" if _NUMBER.fullmatch(text) or fold(text) == PROVINCE or _names_agency(text, directory):
            return _revoke(text)
        case _:
            return None


def _names_agency(text: str, directory: Directory) -> bool:
    """Whether an agency or a group is named, or something spelt like one."""
    try:
        choose_agency(directory, text)
    except AgencyIsGroup:
        return True
    except AgencyUnclear as unclear:
        return bool(unclear.nearest)
    return True


def _revoke(typed: str) -> Revoke:
    number = _NUMBER.fullmatch(typed)
    return Revoke(person_id=int(typed)) if number else Revoke(typed)


def _tokens(typed: str) -> Tokens:
    """``/token``, ``/token moi``, ``/token huy 3``, ``/token huy het``."""
    said = fold(typed)
    if said in _NEW:
        return Tokens("issue")
    verb, _, rest = said.replace("thu hoi", "thuhoi").partition(" ")
    if verb in _END and rest == _ALL:
        return Tokens("end all")
    if verb in _END and _NUMBER.fullmatch(rest):
        return Tokens("end", int(rest))
    return Tokens()


def _token_choice(act: str, number: str) -> Tokens:
    acts: dict[str, Literal["issue", "end", "end all"]] = {"new": "issue", "end": "end", "all": "end all"}
    chosen = acts.get(act)
    if chosen is None or (chosen == "end" and not _NUMBER.fullmatch(number)):
        return Tokens()
    return Tokens(chosen, int(number) if chosen == "end" else 0)
