"""Messages fit Telegram's limits and say the same cut as whole."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.rendering import TEXT_LIMIT, button_rows, render, units
from bot.dialogue.messages import ACTION_LIMIT_BYTES, Choice, Outgoing

TAG = re.compile(r"</?(?:b|i|blockquote|blockquote expandable)>")
SENTENCE = "Văn phòng UBND tỉnh chủ trì, phối hợp các sở, ngành rà soát & đơn giản hóa <5 thủ tục. "


def shown(page_html: str) -> str:
    """What the person reads: tags taken off, escapes read."""
    return html.unescape(TAG.sub("", page_html))


def words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def tags_are_closed(page_html: str) -> bool:
    opened: list[str] = []
    for tag in TAG.findall(page_html):
        if not tag.startswith("</"):
            opened.append(tag.strip("<>").split()[0])
        elif not opened or opened.pop() != tag[2:-1]:
            return False
    return not opened


def test_the_first_line_stands_out_when_more_follows() -> None:
    [page] = render(Outgoing("Có 10 nhiệm vụ:\n- I.1\n- I.2"))
    assert page.html == "<b>Có 10 nhiệm vụ:</b>\n- I.1\n- I.2"


def test_blank_lines_after_the_first_are_kept() -> None:
    [page] = render(Outgoing("Một.\n\nHai."))
    assert page.html == "<b>Một.</b>\n\nHai."


def test_a_message_alone_is_not_bold() -> None:
    [page] = render(Outgoing("Kế hoạch không nêu nội dung này."))
    assert page.html == page.plain == "Kế hoạch không nêu nội dung này."


def test_a_long_quote_is_folded() -> None:
    [page] = render(Outgoing("Nội dung:", quote=SENTENCE * 10))
    assert "<blockquote expandable>Văn phòng" in page.html
    assert page.html.endswith("</blockquote>")


def test_decomposed_letters_are_composed() -> None:
    [page] = render(Outgoing(unicodedata.normalize("NFD", "Tiếng Việt")))
    assert page.plain == "Tiếng Việt"
    assert units(page.plain) == 10


def test_a_message_of_nothing_still_can_be_sent() -> None:
    [page] = render(Outgoing(" ", choices=(Choice("Tiếp", "more:2"),)))
    assert page.html
    assert page.choices == ((Choice("Tiếp", "more:2"),),)


def test_a_text_is_cut_between_paragraphs_and_buttons_stand_under_the_last_part() -> None:
    paragraph = (SENTENCE * 20).strip()
    pages = render(Outgoing("\n\n".join([paragraph] * 4), choices=(Choice("Tiếp", "more:2"),)))
    assert [page.plain.count("\n\n") for page in pages] == [1, 1]
    assert all(page.plain.startswith("Văn phòng") for page in pages)
    assert all(page.plain.endswith("thủ tục.") for page in pages)
    assert [bool(page.choices) for page in pages] == [False, True]


def test_a_long_quote_is_cut_inside_its_own_tags() -> None:
    pages = render(Outgoing("Nội dung:", quote=SENTENCE * 100, source="Nguồn: Mục I, STT 1"))
    assert len(pages) > 1
    assert all(tags_are_closed(page.html) for page in pages)
    assert pages[-1].html.endswith("<i>Nguồn: Mục I, STT 1</i>")


def test_emoji_count_as_the_two_units_they_are() -> None:
    pages = render(Outgoing("😀" * 5000))
    assert [units(page.plain) for page in pages] == [4096, 4096, 1808]


long_texts = st.lists(
    st.text(alphabet=st.sampled_from("aăđ<>&\"' \n.;😀ế\u0301"), max_size=40), max_size=400
).map(" ".join)


@given(long_texts, long_texts, st.text(max_size=60))
def test_no_word_is_lost_and_no_limit_passed_wherever_it_is_cut(text: str, quote: str, source: str) -> None:
    pages = render(Outgoing(text, quote=quote, source=source))
    said = words(f"{text} {quote} {source}")
    if max(map(len, said), default=0) < 1000:
        assert [word for page in pages for word in words(page.plain)] == (said or ["…"])
    for page in pages:
        assert 0 < units(page.plain) <= TEXT_LIMIT
        assert shown(page.html) == page.plain
        assert tags_are_closed(page.html)


def test_short_labels_share_a_row_and_long_ones_do_not() -> None:
    labels = ["Chỉ tiêu?", "Ai phối hợp?", "Các nhiệm vụ khác của Sở Nội vụ", "Nội dung", "Mục III", "Cả"]
    rows = button_rows([Choice(label, label) for label in labels])
    assert [[choice.label for choice in row] for row in rows] == [
        ["Chỉ tiêu?", "Ai phối hợp?"],
        ["Các nhiệm vụ khác của Sở Nội vụ"],
        ["Nội dung", "Mục III"],
        ["Cả"],
    ]


def test_an_answer_that_may_be_rated_has_thumbs_in_a_row_of_their_own() -> None:
    [page] = render(Outgoing("Sở Nội vụ.", choices=(Choice("Chỉ tiêu?", "target:I.1"),), feedback="a1b2"))
    assert [[choice.action for choice in row] for row in page.choices] == [
        ["target:I.1"],
        ["rate:up:a1b2", "rate:down:a1b2"],
    ]


@pytest.mark.parametrize("action", ["", "đ" * 33])
def test_an_action_telegram_cannot_carry_is_an_error_of_ours(action: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        button_rows([Choice("Tiếp", action)])


def test_the_longest_action_allowed_by_the_dialogue_is_carried() -> None:
    [[choice]] = button_rows([Choice("Tiếp", "đ" * (ACTION_LIMIT_BYTES // 2))])
    assert len(choice.action.encode()) == ACTION_LIMIT_BYTES
