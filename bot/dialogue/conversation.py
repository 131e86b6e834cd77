"""What a conversation remembers from one message to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

import orjson

from bot.dialogue.drafts import InHand

EARLIER_LIMIT = 6  # tasks a person may come back to
SENT_LIMIT = 10  # reports that wait for review
DONE_LIMIT = 5  # confirmations that may come a second time
HEARD_LIMIT = 30  # messages that may come a second time


@dataclass(frozen=True, slots=True)
class Conversation:
    """Small, and plain enough to be kept as JSON. Empty means nothing is known yet."""

    topic_tasks: tuple[str, ...] = ()  # the tasks spoken of last, the first is "nhiệm vụ đó"
    section: str = ""  # the section spoken of last
    agency: str = ""  # the agency spoken of last, in its full name
    role: str = ""  # "lead", "coordinate", "either" or "": the role asked of last
    earlier: tuple[str, ...] = ()  # the single tasks spoken of one after another, the latest last
    words: str = ""  # a notion explained last ("phản ánh, kiến nghị"): "cái đó" when no task was spoken of
    asked: str = ""  # what was asked last ("lead", "target", "list", ...): a bare new subject repeats it
    pending: str = ""  # what we asked back and wait for ("section:2" = which section is task 2 of)
    choices: tuple[tuple[str, str], ...] = ()  # (label, action) shown last, for channels without buttons
    in_hand: InHand | None = None  # what is to be reported or decided, not yet confirmed
    reports_for: tuple[str, ...] = ()  # as the desk saw the person last: only for what is offered
    sent: tuple[int, ...] = ()  # reports sent from here that may come back from the review
    done: tuple[tuple[str, str, str], ...] = ()  # (mark, message, what was said): what was confirmed last
    heard: tuple[str, ...] = ()  # messages heard while something was in hand: none acts twice

    def to_json(self) -> str:
        state = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        if self.in_hand is not None:
            state["in_hand"] = self.in_hand.to_json()
        return orjson.dumps(state).decode()

    @classmethod
    def from_json(cls, text: str) -> Conversation:
        """Unknown keys are left out, so that an older process can read a newer row."""
        stored = orjson.loads(text)
        known = {name: stored[name] for name in cls.__slots__ if name in stored}
        for name in ("topic_tasks", "earlier"):
            known[name] = tuple(known.get(name, ()))
        known["choices"] = tuple((label, action) for label, action in known.get("choices", ()))
        for name in ("reports_for", "sent", "heard"):
            known[name] = tuple(known.get(name, ()))
        known["done"] = tuple((mark, message, said) for mark, message, said in known.get("done", ()))
        if known.get("in_hand"):
            known["in_hand"] = InHand.from_json(known["in_hand"])
        return cls(**known)


FRESH = Conversation()


def after_turn(conversation: Conversation, choices: tuple[tuple[str, str], ...]) -> Conversation:
    """The conversation with what was offered last, and its single task added to those spoken of."""
    topic, earlier = conversation.topic_tasks, conversation.earlier
    if len(topic) == 1 and topic != earlier[-1:]:
        earlier = (*earlier, topic[0])[-EARLIER_LIMIT:]
    return replace(conversation, choices=choices, earlier=earlier)


def heard(conversation: Conversation, before: Conversation, message_id: str) -> Conversation:
    """The conversation with a message noted that came while something was, or is now, in hand."""
    if conversation.in_hand is None and before.in_hand is None:
        return conversation
    return replace(conversation, heard=(*conversation.heard, message_id)[-HEARD_LIMIT:])
