"""The composition root: every part is built here, once, and handed to those who use it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import Clock, utc_now
from app.files import private_folder
from app.invitations import Cards
from app.mistakes import told_plainly
from app.settings import Settings
from bot.dialogue.core import Dialogue
from bot.dialogue.knowledge import Knowledge, build_knowledge
from bot.dialogue.reception import Reception
from bot.twins import MemoryConversations, MemoryQuestionLog
from corpus.agencies import Directory
from corpus.glossary import Glossary
from corpus.model import Plan
from corpus.plans import BUNDLED_PLAN, PlanError, read_plan
from corpus.shorthand import Shorthand
from corpus.tables import TableError
from retrieval.aliases import aliases_file, read_aliases
from retrieval.encoder import BUNDLED, Encoder, EncoderError
from retrieval.notions import BANK
from retrieval.search import Search

if TYPE_CHECKING:
    from app.reporting import Reporting
    from app.store import Store
    from retrieval.reranker import Reranker


@dataclass(frozen=True, slots=True)
class Assistant:
    """All parts of one running assistant. ``store`` and ``reporting`` are None where nothing is kept."""

    knowledge: Knowledge
    dialogue: Dialogue
    clock: Clock
    store: Store | None = None
    reporting: Reporting | None = None

    @property
    def plan(self) -> Plan:
        return self.knowledge.plan

    @property
    def directory(self) -> Directory:
        return self.knowledge.directory

    def close(self) -> None:
        if self.store is not None:
            self.store.close()


def build_assistant(settings: Settings, *, clock: Clock = utc_now, keeps: bool = True) -> Assistant:
    """Build everything. ``keeps=False`` remembers only in memory: for one question or a batch.

    Raises OperatorMistake when the plan, the directory, the model or the database cannot be used.
    """
    private_folder(settings.data_folder)
    knowledge = _knowledge(settings)
    if not keeps:
        dialogue = Dialogue(knowledge, MemoryConversations(), MemoryQuestionLog(), clock)
        return Assistant(knowledge, dialogue, clock)
    from app.reporting import open_reporting
    from app.store import open_store  # SQLAlchemy takes longer to load than one question to answer

    store = open_store(settings, clock=clock)
    try:
        reporting = open_reporting(settings, knowledge, store, clock=clock)
    except BaseException:
        store.close()
        raise
    reception = Reception(store.people, Cards(settings.telegram_bot), is_asking_open=settings.asking == "all")
    dialogue = Dialogue(knowledge, store.conversations, store.question_log, clock, reporting, reception)
    return Assistant(knowledge, dialogue, clock, store, reporting)


def _knowledge(settings: Settings) -> Knowledge:
    with told_plainly(PlanError, TableError, EncoderError):
        file = settings.plan or BUNDLED_PLAN
        plan = read_plan(file)
        directory = Directory.load(settings.directory)
        glossary = Glossary.load(plan)
        search = open_search(
            plan,
            file,
            settings.retrieval_model or BUNDLED,
            folder=settings.index_folder,
            reranker=reranker_of(settings),
        )
        shorthand = Shorthand.load()
    return build_knowledge(plan, directory, glossary, shorthand, search)


def open_search(
    plan: Plan,
    file: Path,
    encoder: Encoder | str | Path,
    *,
    folder: Path | None = None,
    reranker: Reranker | None = None,
    uses_aliases: bool = True,
) -> Search:
    """The search over a plan, with the aliases that stand beside its file and those of the bank.

    Raises TableError and EncoderError.
    """
    return Search.open(
        plan,
        folder=folder,
        encoder=encoder,
        aliases=read_aliases(aliases_file(file), plan) if uses_aliases else (),
        bank=BANK if uses_aliases else None,
        reranker=reranker,
    )


def reranker_of(settings: Settings) -> Reranker | None:
    """The cross-encoder that is set, if any. Raises EncoderError."""
    if settings.rerank_model is None:
        return None
    from retrieval.reranker import CrossEncoderReranker

    return CrossEncoderReranker(settings.rerank_model)
