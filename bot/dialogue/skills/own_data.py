"""What is stored about a person: handed over, erased after asking twice, and spoken for by tokens."""

from __future__ import annotations

import json

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Outgoing, OutgoingFile
from bot.dialogue.personal_intents import EraseOwnData, Tokens
from bot.dialogue.skills.replies import CHOICE_LIMIT, Turn
from bot.dialogue.skills.talk import NO, Talk, act
from bot.texts import people as texts
from progress.persons import Person

FILE_NAME = "du-lieu-cua-toi.json"


def show_own_data(person: Person, talk: Talk) -> Turn:
    """Raises PersonUnknown."""
    data = talk.reception.people.export_personal_data(person.id, channel=talk.incoming.channel)
    content = json.dumps(data, ensure_ascii=False, indent=2).encode()
    return talk.says(texts.own_data(), files=(OutgoingFile(FILE_NAME, "application/json", content),))


def erase_own_data(intent: EraseOwnData, person: Person, talk: Talk) -> Turn:
    """Erase after two questions; a choice from further back begins anew. Raises PersonUnknown."""
    asked = _times_asked(talk.conversation)
    if intent.times_agreed == asked == 2:
        said = talk.incoming
        talk.reception.people.erase_personal_data(
            person.id, channel=said.channel, held=(said.channel, said.conversation)
        )
        return Turn(Outgoing(texts.erased()), Conversation())
    if intent.times_agreed == asked == 1:
        return talk.says(texts.erase_twice(), ("Xóa hẳn", act("erase", 2)), NO, waits_for="erase:2")
    return talk.says(texts.erase_once(), ("Xóa dữ liệu của tôi", act("erase", 1)), NO, waits_for="erase:1")


def own_tokens(intent: Tokens, person: Person, talk: Talk) -> Turn:
    """Raises PersonUnknown."""
    people, channel = talk.reception.people, talk.incoming.channel
    own = people.tokens_of(person.id)
    match intent.act:
        case "end":
            is_ended = people.revoke_token_of(person.id, intent.number, channel=channel)
            said = texts.token_ended if is_ended else texts.token_not_there
            return talk.says(said(intent.number))
        case "end all":
            return talk.says(texts.tokens_ended(people.revoke_tokens(person.id, channel=channel)))
        case "show" if own:
            ends = [(f"Thu hồi số {one.id}", act("token", "end", one.id)) for one in own[: CHOICE_LIMIT - 2]]
            every = ("Thu hồi tất cả", act("token", "all"))
            return talk.says(texts.tokens(own), ("Cấp mã mới", act("token", "new")), *ends, every)
        case "show" | "issue":
            return talk.says(texts.token_issued(people.issue_token(person.id, channel=channel)))


def _times_asked(conversation: Conversation) -> int:
    """How often we asked about erasing just before."""
    return {act("erase", 1): 1, act("erase", 2): 2}.get(conversation.pending, 0)
