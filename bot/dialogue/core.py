"""The dialogue: one message in, the replies out; the only place that loads and saves a conversation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from bot.dialogue import actions
from bot.dialogue.conversation import Conversation, after_turn, heard
from bot.dialogue.desk_intents import DeskIntent, SendFiles
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
from bot.dialogue.messages import Choice, Incoming, Outgoing
from bot.dialogue.personal import no_longer_waiting, read_personal
from bot.dialogue.personal_intents import PersonalIntent
from bot.dialogue.ports import Conversations, QuestionLog, Reporting
from bot.dialogue.skills.check import check_figure, check_role, check_time
from bot.dialogue.skills.counting import count_things, rank
from bot.dialogue.skills.documents import about_cited, about_document, explain
from bot.dialogue.skills.fact import answer_fact
from bot.dialogue.skills.listing import list_same, list_tasks, show_agency, show_page
from bot.dialogue.skills.manners import be_polite, pick_section
from bot.dialogue.skills.refusal import missing, refuse, with_nearest
from bot.dialogue.skills.replies import Turn, plain
from bot.dialogue.understanding.desk_words import desk_intent
from bot.dialogue.understanding.understand import understand
from bot.texts import manners

if TYPE_CHECKING:
    from bot.dialogue.reception import Reception
    from bot.dialogue.visits import Visit

MESSAGE_LIMIT = 2_000  # characters; a longer message is no question

Asked = Intent | DeskIntent | PersonalIntent | Outgoing | None


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
            asked = self._asked(incoming, held.conversation)
            if isinstance(asked, Rate):
                self._question_log.rate(asked.reference, is_helpful=asked.is_helpful, rated_at=self._clock())
                return [plain(manners.rated())]
            visit = self._visit(asked, incoming, held.conversation)
            turn = self._about_people(asked, incoming, held.conversation) or self._at_desk(
                asked, held.conversation, visit
            )
            is_question = turn is None
            if turn is None:
                turn = self._answered(asked, incoming, held.conversation)
            notices, conversation = self._notices(turn.conversation, visit)
            if not isinstance(asked, PersonalIntent):
                conversation = no_longer_waiting(conversation)
                conversation = heard(conversation, held.conversation, incoming.message_id)
            replies = [*notices, turn.reply]
            shown = tuple((choice.label, choice.action) for one in replies for choice in one.choices)
            held.conversation = after_turn(conversation, shown)
        # What is reported is nobody's question.
        return [*notices, self._logged(turn.reply, incoming) if is_question else turn.reply]

    def _asked(self, incoming: Incoming, conversation: Conversation) -> Asked:
        """What was pressed, commanded or picked; None for any other words."""
        personal = read_personal(incoming, conversation, self.knowledge.directory)
        if personal is not None:
            return personal
        if incoming.action:
            return actions.intent_of(incoming.action, conversation, self.knowledge.lexicon)
        if len(incoming.text) > MESSAGE_LIMIT:
            return plain(manners.too_long(MESSAGE_LIMIT), kind="clarify")
        if incoming.attachments and self.reporting is not None:
            return SendFiles(incoming.text)
        asked = actions.intent_of_text(incoming.text, conversation, self.knowledge.lexicon)
        if asked is None and self.reporting is not None:
            return desk_intent(incoming.text, conversation)
        return asked

    def _visit(self, asked: Asked, incoming: Incoming, conversation: Conversation) -> Visit | None:
        """Who stands at the desk of reports; None for a message that has nothing to do with it."""
        is_again = incoming.message_id in conversation.heard
        if self.reporting is None or not (isinstance(asked, DeskIntent) or is_again or conversation.sent):
            return None
        from bot.dialogue.visits import Visit  # with all below it 2 MiB, which questions do not need

        return Visit(incoming, self.knowledge, self.reporting, self._clock())

    def _about_people(self, asked: Asked, incoming: Incoming, conversation: Conversation) -> Turn | None:
        """The turn of a person's own affairs; None for what is none."""
        if not isinstance(asked, PersonalIntent):
            return None
        from bot.dialogue.skills.attending import attend

        return attend(asked, incoming, conversation, self.knowledge, self.reception)

    def _at_desk(self, asked: Asked, conversation: Conversation, visit: Visit | None) -> Turn | None:
        """The turn of the desk of reports; None for what is not for it."""
        intent = asked if isinstance(asked, DeskIntent) else None
        if visit is not None:
            from bot.dialogue.skills.at_desk import at_desk

            return at_desk(intent, conversation, visit)
        if intent is None:
            return None
        from bot.texts import reports

        return Turn(plain(reports.not_kept(), kind="refused"), conversation, is_final=True)

    def _answered(self, asked: Asked, incoming: Incoming, conversation: Conversation) -> Turn:
        if isinstance(asked, Outgoing):
            return Turn(asked, conversation)
        if asked is None or isinstance(asked, DeskIntent | PersonalIntent):
            asked = understand(incoming.text, conversation, self.knowledge.lexicon)
        if not isinstance(asked, Manners) and not self._may_ask(incoming):
            from bot.texts import people

            return Turn(Outgoing(people.only_registered_ask()), conversation)
        turn = answer(asked, conversation, self.knowledge)
        reply = with_nearest(turn, incoming.text, self.knowledge) if incoming.text else turn.reply
        reply = self._with_report(reply, conversation)
        return turn if reply is turn.reply else replace(turn, reply=reply)

    def _with_report(self, reply: Outgoing, conversation: Conversation) -> Outgoing:
        """An answer on a single task with the way to report on it, for a person whose agency leads it.

        The conversation remembers whose agencies these are: nobody is looked up for a question.
        """
        if self.reporting is None or not conversation.reports_for or reply.answer is None:
            return reply
        if reply.answer.kind != "answered" or len(reply.answer.task_ids) != 1:
            return reply
        (task_id,) = reply.answer.task_ids
        roles = (self.reporting.obligations.role(task_id, one) for one in conversation.reports_for)
        if "lead" not in roles:
            return reply
        return replace(reply, choices=(*reply.choices, Choice("Báo cáo", f"report:{task_id}")))

    def _notices(
        self, conversation: Conversation, visit: Visit | None
    ) -> tuple[list[Outgoing], Conversation]:
        """What came back from the review since the last message; asked only where something was sent."""
        if visit is None or not conversation.sent or visit.incoming.is_group:
            return [], conversation
        from bot.dialogue.skills.reviewing import returned_since
        from bot.texts import reports

        back, conversation = returned_since(conversation, visit)
        return [
            plain(
                reports.returned(self.knowledge.task(one.task_id), one.reason),
                (f"Gửi lại {one.task_id}", f"resend:{one.id}"),
            )
            for one in back
        ], conversation

    def _may_ask(self, incoming: Incoming) -> bool:
        if self.reception is None or self.reception.is_asking_open:
            return True
        from bot.dialogue.skills.attending import known_person
        from progress.roles import Act

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
