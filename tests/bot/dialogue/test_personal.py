"""What people say about themselves is read as that, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Incoming
from bot.dialogue.personal import no_longer_waiting, read_personal
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
from tests.conftest import NOON

ASKED_AGENCY = Conversation(pending="me:invite:dau-moi")
ASKED_WHOM = Conversation(pending="me:revoke")
FRESH = Conversation()
BUNDLED = Directory.load()


def said(text: str, before: Conversation = FRESH, action: str | None = None) -> PersonalIntent | None:
    return read_personal(Incoming("test", "a", "a", "1", text, NOON, action), before, BUNDLED)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("/dangky cf4h 7k2m", Register("cf4h 7k2m")),
        ("/dangky", Register("")),
        ("/start CF4H-7K2M", Register("CF4H-7K2M")),
        ("cf4h-7k2m", Register("cf4h-7k2m")),
        ("/toi", ShowMe()),
        ("/lienket", LinkChannel()),
        ("/moi dau-moi Sở Y tế", Invite("dau-moi Sở Y tế")),
        ("/thuhoi 12", Revoke(person_id=12)),
        ("/thuhoi STC", Revoke("STC")),
        ("/roi", Leave()),
        ("/dulieucuatoi", ShowOwnData()),
        ("/xoadulieu", EraseOwnData()),
        ("/token", Tokens()),
        ("/token Mới", Tokens("issue")),
        ("/token thu hồi 3", Tokens("end", 3)),
        ("/token xóa hết", Tokens("end all")),
        ("/start", None),
        ("/start xin-chao", None),
        ("/kehoach", None),
        ("III.4 ai chủ trì?", None),
        ("2026-2030", None),
        ("ABCD-1234", None),
        ("Sở Tài chính", None),
    ],
)
def test_a_message_is_read(text: str, intent: PersonalIntent | None) -> None:
    assert said(text) == intent


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("me:invite:dau-moi:ab12", Invite(role="dau-moi", agency_key="ab12")),
        ("me:withdraw:7", Withdraw(7)),
        ("me:leave:all", Leave(which="all")),
        ("me:leave!:ab12", Leave(which="ab12", is_sure=True)),
        ("me:revoke!:3:ab12", Revoke(person_id=3, which="ab12", is_sure=True)),
        ("me:erase:2", EraseOwnData(2)),
        ("me:erase:99", EraseOwnData(2)),
        ("me:token:end:4", Tokens("end", 4)),
        ("me:token:end:x", Tokens()),
        ("me:no", Drop()),
        ("me:", ShowMe()),
        ("lead:III.4", None),
    ],
)
def test_a_choice_is_read_when_pressed_and_when_its_number_is_typed(
    action: str, intent: PersonalIntent | None
) -> None:
    assert said("nhãn", action=action) == intent
    assert said("1", Conversation(choices=(("nhãn", action),))) == intent


@pytest.mark.parametrize(
    ("before", "text", "intent"),
    [
        (ASKED_AGENCY, "so tai chinh", Invite("so tai chinh", role="dau-moi")),
        (ASKED_AGENCY, "các sở ngành", Invite("các sở ngành", role="dau-moi")),
        (ASKED_AGENCY, "Sở Tài chánh", Invite("Sở Tài chánh", role="dau-moi")),
        (ASKED_AGENCY, "Thôi", Drop()),
        (ASKED_AGENCY, "nhiệm vụ nào nói về tài sản công vậy em?", None),
        (ASKED_WHOM, "12", Revoke(person_id=12)),
        (ASKED_WHOM, "toàn tỉnh", Revoke("toàn tỉnh")),
        (ASKED_WHOM, "chỉ tiêu của nhiệm vụ III.4 là bao nhiêu?", None),
        (Conversation(pending="section:2"), "Sở Tài chính", None),
    ],
)
def test_what_was_asked_is_answered_by_what_fits(
    before: Conversation, text: str, intent: PersonalIntent | None
) -> None:
    assert said(text, before) == intent


def test_only_the_next_message_answers() -> None:
    assert no_longer_waiting(ASKED_AGENCY) == Conversation()
    waiting = Conversation(pending="section:2")
    assert no_longer_waiting(waiting) == waiting


@given(st.text(max_size=80), st.sampled_from(["", "me:", "me:revoke:", "me:token:", "me:erase:", "lead:"]))
def test_any_text_and_any_action_at_all_can_be_read(text: str, prefix: str) -> None:
    for before in (Conversation(), ASKED_AGENCY, ASKED_WHOM):
        said(text, before)
        read = said(text, before, action=f"{prefix}{text}")
        assert (read is not None) is f"{prefix}{text}".startswith("me:")
