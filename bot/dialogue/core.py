"""The dialogue: one message in, the replies out; the only place that loads and saves a conversation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.dialogue import actions
from bot.dialogue.conversation import Conversation, spoken_of
from bot.dialogue.intents import (
    AskAgency,
    AskCitedDocument,
    AskDocument,
    AskFact,
    AskMeaning,
    CheckFigure,
    CheckRole,
    CheckTime,
    CountThings,
    Intent,
    ListSame,
    ListTasks,
    Manners,
    MissingRow,
    OutOfScope,
    PickSection,
    Rank,
    Rate,
    ShowPage,
)
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import Incoming, Outgoing
from bot.dialogue.personal import read_personal
from bot.dialogue.personal_intents import PersonalIntent
from bot.dialogue.ports import Conversations, QuestionLog, Reporting
from bot.dialogue.reception import Reception
from bot.dialogue.skills.attending import attend, known_person
from bot.dialogue.skills.check import check_figure, check_role, check_time
from bot.dialogue.skills.counting import count_things, rank
from bot.dialogue.skills.documents import about_cited, about_document, explain
from bot.dialogue.skills.fact import answer_fact
from bot.dialogue.skills.listing import list_same, list_tasks, show_agency, show_page
from bot.dialogue.skills.manners import be_polite, pick_section
from bot.dialogue.skills.refusal import missing, refuse, with_nearest
from bot.dialogue.skills.replies import Turn, plain
from bot.texts import manners, people
from progress.roles import Act

MESSAGE_LIMIT = 2_000  # characters; a longer message is no question


class Dialogue:
    """Thread-safe: a conversation is locked while one of its messages is answered.

    ``reporting`` and ``reception`` are None where nothing is kept: no report is taken, and nobody is known.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        conversations: Conversations,
        question_log: QuestionLog,
        clock: Callable[[], dt.datetime],
        reporting: Reporting | None = None,
        reception: Reception | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.reporting = reporting
        self.reception = reception
        self._conversations = conversations
        self._question_log = question_log
        self._clock = clock

    def handle(self, incoming: Incoming) -> list[Outgoing]:
        """Answer one message and remember what it was about."""
        with self._conversations.hold(incoming.channel, incoming.conversation) as held:
            intent = self._intent(incoming, held.conversation)
            if isinstance(intent, Rate):
                self._question_log.rate(
                    intent.reference, is_helpful=intent.is_helpful, rated_at=self._clock()
                )
                return [plain(manners.rated())]
            turn = self._turn(intent, incoming, held.conversation)
            reply = with_nearest(turn, incoming.text, self.knowledge) if incoming.text else turn.reply
            shown = tuple((choice.label, choice.action) for choice in reply.choices)
            held.conversation = replace(spoken_of(turn.conversation), choices=shown)
        return [self._logged(reply, incoming)]

    def _intent(self, incoming: Incoming, conversation: Conversation) -> Intent | PersonalIntent | Outgoing:
        personal = read_personal(incoming, conversation, self.knowledge.directory)
        if personal is not None:
            return personal
        if incoming.action:
            return actions.intent_of(incoming.action, conversation, self.knowledge.lexicon)
        if len(incoming.text) > MESSAGE_LIMIT:
            return plain(manners.too_long(MESSAGE_LIMIT), kind="clarify")
        return actions.intent_of_text(incoming.text, conversation, self.knowledge.lexicon)

    def _turn(
        self, intent: Intent | PersonalIntent | Outgoing, incoming: Incoming, conversation: Conversation
    ) -> Turn:
        if isinstance(intent, Outgoing):
            return Turn(intent, conversation)
        if isinstance(intent, PersonalIntent):
            return attend(intent, incoming, conversation, self.knowledge, self.reception)
        if not isinstance(intent, Manners) and not self._may_ask(incoming):
            return Turn(Outgoing(people.only_registered_ask()), conversation)
        return answer(intent, conversation, self.knowledge)

    def _may_ask(self, incoming: Incoming) -> bool:
        if self.reception is None or self.reception.is_asking_open:
            return True
        person = known_person(incoming, self.reception.people)
        return person is not None and person.may(Act.ASK)

    def _logged(self, reply: Outgoing, incoming: Incoming) -> Outgoing:
        if reply.answer is None:
            return reply
        reference = self._question_log.record(
            channel=incoming.channel,
            conversation=incoming.conversation,
            text=incoming.text,
            answer=reply.answer,
            asked_at=incoming.received_at,
        )
        return replace(reply, feedback=reference)


def answer(  # noqa: C901 - one case an intent; the type checker lists what is unanswered
    intent: Intent, conversation: Conversation, knowledge: Knowledge
) -> Turn:
    """The skill that answers each intent."""
    match intent:
        case AskFact():
            return answer_fact(intent, conversation, knowledge)
        case CheckRole():
            return check_role(intent, conversation, knowledge)
        case CheckFigure():
            return check_figure(intent, conversation, knowledge)
        case CheckTime():
            return check_time(intent, conversation, knowledge)
        case ListTasks():
            return list_tasks(intent, conversation, knowledge)
        case ListSame():
            return list_same(conversation, knowledge)
        case AskAgency():
            return show_agency(intent, conversation, knowledge)
        case ShowPage():
            return show_page(intent, conversation, knowledge)
        case CountThings():
            return count_things(intent, conversation, knowledge)
        case Rank():
            return rank(intent, conversation, knowledge)
        case AskDocument():
            return about_document(intent, conversation, knowledge)
        case AskCitedDocument():
            return about_cited(intent, conversation, knowledge)
        case AskMeaning():
            return explain(intent, conversation, knowledge)
        case PickSection():
            return pick_section(intent, conversation, knowledge)
        case MissingRow():
            return missing(intent, conversation, knowledge)
        case Manners():
            return be_polite(intent, conversation, knowledge)
        case OutOfScope():
            return refuse(intent, conversation, knowledge)
        case Rate():
            return Turn(plain(manners.rated()), conversation)
        case _:
            assert_never(intent)
