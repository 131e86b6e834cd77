"""The plan's own number, date, issuer and name; the documents it cites; what short forms mean."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation
from bot.dialogue.intents import AskCitedDocument, AskDocument, AskFact, AskMeaning
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.skills.fact import answer_fact
from bot.dialogue.skills.refusal import refused
from bot.dialogue.skills.replies import Turn, about_task, about_tasks, plain, remembered
from bot.texts import documents, refusals
from bot.texts.names import document_address, source_line
from corpus.model import CitedDocument, Task
from corpus.vietnamese import fold


def about_document(intent: AskDocument, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """One field of the document, or all in one sentence."""
    document = knowledge.plan.document
    sentences = {
        "number": documents.number,
        "date": documents.date,
        "issuer": documents.issuer,
        "title": documents.title,
        "all": documents.whole,
    }
    source = source_line(document_address(knowledge.plan))
    own = (fold(document.number), f"{document.date.day} {document.date.month} {document.date.year}")
    verdict = (
        documents.verdict(intent.claimed, is_right=fold(intent.claimed) in own) if intent.claimed else ""
    )
    return Turn(
        plain(verdict + sentences[intent.field](document), source=source),
        remembered(conversation, asked="document"),
    )


def about_cited(intent: AskCitedDocument, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A cited document by number, those of a task, or the whole list."""
    if intent.about is not None:
        return answer_fact(AskFact(("documents",), intent.about), conversation, knowledge)
    rows = [(cited, task) for task in knowledge.plan.tasks for cited in task.cited_documents]
    if not intent.number:
        if not rows:
            return Turn(refused(documents.none_cited()), conversation)
        ids = tuple(dict.fromkeys(task.id for _, task in rows))
        return Turn(
            about_tasks(documents.all_cited(rows), ids, knowledge),
            remembered(conversation, topic_tasks=ids, asked="documents"),
        )
    for cited, task in rows:
        if _is_number(cited, intent.number):
            verdict = ""
            if intent.is_claim and cited.issuer:
                verdict = documents.verdict("", is_right=fold(cited.issuer) in fold(intent.said))
            reply = about_task(
                verdict + documents.cited(cited, task),
                task,
                knowledge,
                asked="documents",
                quote=_sentence(cited, task),
            )
            return Turn(
                reply,
                remembered(conversation, topic_tasks=(task.id,), section=task.section, asked="documents"),
            )
    return Turn(refused(refusals.other_document(intent.number)), conversation)


def explain(intent: AskMeaning, conversation: Conversation, knowledge: Knowledge) -> Turn:
    """A short form or an index; what lies outside the plan names its source."""
    entry = knowledge.glossary.lookup(intent.term)
    if entry is None:
        return Turn(refused(documents.unknown_meaning(intent.term)), conversation)
    sources = [source_line(document_address(knowledge.plan))] if entry.in_plan else []
    if entry.source or not entry.in_plan:
        sources.append(documents.outside_source(entry))
    kept = remembered(conversation, asked="meaning", topic_tasks=(), section="", words=entry.full)
    return Turn(plain(documents.meaning(entry), source="\n".join(sources)), kept)


def _is_number(cited: CitedDocument, said: str) -> bool:
    if not cited.number:
        return False
    number, asked = fold(cited.number), fold(said)
    return number == asked or number.split()[0].lstrip("0") == asked.lstrip("0")


def _sentence(cited: CitedDocument, task: Task) -> str:
    return next((bullet.text for bullet in task.bullets if cited.cited_as in bullet.text), task.text)
