"""Registers by a code, links a second channel, and tells a person who he is."""

from __future__ import annotations

from bot.dialogue.personal_intents import Register
from bot.dialogue.skills.replies import Turn
from bot.dialogue.skills.talk import Talk, act
from bot.texts import people as texts
from progress.persons import Person

_ME = ("Tôi là ai?", act("me"))


def register(intent: Register, talk: Talk) -> Turn:
    """Raises what ``People.register`` raises."""
    if not intent.code:
        return talk.says(texts.code_wanted())
    said = talk.incoming
    done = talk.reception.people.register(said.channel, said.sender, intent.code, said.sender_name or None)
    if done.gained is None:
        return talk.says(texts.linked(done.person), _ME)
    return talk.says(texts.registered(done.person, done.gained), _ME)


def show_me(person: Person, talk: Talk) -> Turn:
    identities = talk.reception.people.identities_of([person.id])[person.id]
    return talk.says(
        texts.who(person, identities), ("Nối kênh khác", act("link")), ("Dữ liệu của tôi", act("data"))
    )


def link_channel(person: Person, talk: Talk) -> Turn:
    """Raises PersonUnknown."""
    issued = talk.reception.people.link_code(person.id, channel=talk.incoming.channel)
    return talk.says(texts.link_code(issued))
