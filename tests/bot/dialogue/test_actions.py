"""Choices pressed or typed by number, and commands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.dialogue.actions import intent_of, intent_of_text
from bot.dialogue.choosing import place_chosen
from bot.dialogue.conversation import Conversation
from bot.dialogue.core import answer
from bot.dialogue.desk_intents import (
    AskHistory,
    AskPeriod,
    AskStanding,
    DecideOnPeriod,
    DeskIntent,
    JudgeReport,
    LeaveNote,
    Pick,
    ResendReport,
    ReviewReport,
    Settle,
    ShowReviews,
    StartReport,
    WithdrawReport,
)
from bot.dialogue.intents import (
    About,
    AskDocument,
    AskFact,
    Aspect,
    Intent,
    ListTasks,
    Manners,
    Rate,
    ShowPage,
    TaskFilter,
)
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Outgoing
from bot.dialogue.understanding.lexicon import Lexicon
from tests.bot.dialogue.conftest import Talk, answer_of

ASPECTS: tuple[Aspect, ...] = (
    "lead", "coordinate", "agencies", "target", "timeframe", "detail", "documents",
)  # fmt: skip
FRESH = Conversation()


@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_pressed_fact_asks_it_of_its_task(aspect: Aspect, lexicon: Lexicon) -> None:
    assert intent_of(f"{aspect}:III.4", FRESH, lexicon) == AskFact((aspect,), About(codes=("III.4",)))
    assert intent_of(f"{aspect}:VII.8", FRESH, lexicon) == AskFact((aspect,), About(codes=("VII.8",)))


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("ask:III.4 ai chủ trì", AskFact(("lead",), About(codes=("III.4",)))),
        ("more:2", ShowPage(2)),
        ("rate:up:abc", Rate("abc", is_helpful=True)),
        ("rate:down:abc", Rate("abc", is_helpful=False)),
    ],
)
def test_other_choices(action: str, intent: Intent, lexicon: Lexicon) -> None:
    assert intent_of(action, FRESH, lexicon) == intent


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("yes:abc", Settle("yes", "abc")),
        ("change:abc", Settle("change", "abc")),
        ("drop:abc", Settle("drop", "abc")),
        ("pick:abc:2", Pick("abc", 2)),
        ("report:III.4", StartReport("III.4")),
        ("report:III.4:#3", StartReport("III.4", agency="#3")),
        ("correct:III.4", StartReport("III.4", corrects=True)),
        ("owed:2:#3", StartReport(page=2, agency="#3")),
        ("sent:1:#3", StartReport(corrects=True, agency="#3")),
        ("withdraw:III.4", WithdrawReport("III.4")),
        ("note:III.4", LeaveNote("III.4")),
        ("standing:2:III.4", AskStanding("III.4", 2)),
        ("history:III.4:#3", AskHistory("III.4", "#3")),
        ("history:III.4:#3:2026-Q3", AskHistory("III.4", "#3", "2026-Q3")),
        ("period:2026-6T", AskPeriod("2026-6T")),
        ("lock:2026-6T", DecideOnPeriod("2026-6T", is_lock=True)),
        ("reopen:2026-6T", DecideOnPeriod("2026-6T", is_lock=False)),
        ("reviews:1:", ShowReviews("", 1)),
        ("review:12", ReviewReport(12)),
        ("confirm:12", JudgeReport(12, is_confirmed=True)),
        ("return:12", JudgeReport(12, is_confirmed=False)),
        ("resend:12", ResendReport(12)),
    ],
)
def test_choices_at_the_desk(action: str, intent: DeskIntent, lexicon: Lexicon) -> None:
    assert intent_of(action, FRESH, lexicon) == intent


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("/baocao", StartReport()),
        ("/bc III.4 35%", StartReport("III.4 35%")),
        ("/suabaocao III.4", StartReport("III.4", corrects=True)),
        ("/huybaocao III.4 nhầm", WithdrawReport("III.4 nhầm")),
        ("/tiendo", AskStanding()),
        ("/kybaocao quý III", AskPeriod("quý III")),
        ("/choduyet", ShowReviews()),
    ],
)
def test_commands_at_the_desk(typed: str, intent: DeskIntent, lexicon: Lexicon) -> None:
    assert intent_of_text(typed, FRESH, lexicon) == intent


@pytest.mark.parametrize(
    "action",
    [
        "review:0",
        "review:",
        "review:x",
        "confirm:²",
        "pick:abc",
        "pick:abc:x",
        "lead:XX.9",
        "lead:",
        "more:0",
        "more:-1",
        "more:²",
        "more:99999999",
        "nonsense",
        "",
        ":",
        "a:b:c",
    ],
)
def test_stale_and_foreign_choices_ask_for_help(action: str, lexicon: Lexicon) -> None:
    assert intent_of(action, FRESH, lexicon) == Manners("help")


@pytest.mark.parametrize("typed", ["2", "2.", "(2)", "số 2", "chọn 2", "tôi chọn số 2", "Ai phối hợp?"])
def test_a_choice_is_picked_by_its_number_or_label(typed: str, lexicon: Lexicon) -> None:
    shown = Conversation(choices=(("Ai chủ trì?", "lead:III.4"), ("Ai phối hợp?", "coordinate:III.4")))
    assert intent_of_text(typed, shown, lexicon) == AskFact(("coordinate",), About(codes=("III.4",)))


def test_a_number_beyond_the_choices_is_a_message() -> None:
    assert place_chosen("3", ["a", "b"]) is None
    assert place_chosen("0", ["a", "b"]) is None


def test_commands_ask_what_they_say(lexicon: Lexicon) -> None:
    assert intent_of_text("/start", FRESH, lexicon) == Manners("greeting")
    assert intent_of_text("/trogiup", FRESH, lexicon) == Manners("help")
    assert intent_of_text("/kehoach", FRESH, lexicon) == AskDocument("all")
    assert intent_of_text("/tim tài sản công", FRESH, lexicon) == ListTasks(TaskFilter(words="tài sản công"))
    task = intent_of_text("/nhiemvu III.4", FRESH, lexicon)
    assert isinstance(task, AskFact)
    assert (task.aspects, task.about.codes) == (("detail",), ("III.4",))


def test_a_command_without_its_argument_is_asked_back(lexicon: Lexicon) -> None:
    reply = intent_of_text("/nhiemvu", FRESH, lexicon)
    assert isinstance(reply, Outgoing)
    assert answer_of(reply).kind == "clarify"


def test_every_choice_offered_fits_every_channel_and_leads_somewhere(knowledge: Knowledge) -> None:
    for reply in _replies(knowledge):
        for choice in reply.choices:
            assert len(choice.action.encode()) <= ACTION_LIMIT_BYTES, choice
            assert choice.label.strip()
            assert (
                intent_of(choice.action, Conversation(("I.1",) * 40), knowledge.lexicon) != Manners("help")
                or choice.label == "Hướng dẫn"
            ), choice


def _replies(knowledge: Knowledge) -> Iterator[Outgoing]:
    """Every fact of every row, every section, every agency, and the manners."""
    plan = knowledge.plan
    rows = (*plan.task_by_id, *plan.parent_by_id)
    intents: list[Intent] = [AskFact((aspect,), About(codes=(row,))) for row in rows for aspect in ASPECTS]
    questions = [
        *(f"mục {section.roman} có những nhiệm vụ nào" for section in plan.sections),
        *(f"{agency.name} chủ trì hoặc phối hợp những nhiệm vụ nào" for agency in plan.agencies),
        *("xin chào", "hướng dẫn", "nhiệm vụ 2", "IX.1", "kiểm tra", "các lĩnh vực", "", "ai chủ trì"),
    ]
    for intent in intents:
        yield answer(intent, FRESH, knowledge).reply
    for text in questions:
        asked = intent_of(f"ask:{text}", FRESH, knowledge.lexicon)
        assert not isinstance(asked, DeskIntent)
        yield answer(asked, FRESH, knowledge).reply


def test_a_typed_number_presses_the_choice_shown_last(talk: Talk) -> None:
    shown = talk.say("III.4 ai chủ trì").choices
    assert answer_of(talk.say("1")).task_ids == ("III.4",)
    assert shown[0].label == "Ai phối hợp?"
    assert "Phối hợp nhiệm vụ III.4" in talk.replies[-1].text
