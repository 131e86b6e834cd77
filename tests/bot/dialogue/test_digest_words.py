"""What people want of the digest, in any typing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.understanding.digest_words import (
    BeQuiet,
    DigestWish,
    Other,
    PutOff,
    RemindAgain,
    SetRhythm,
    SetTime,
    ShowToday,
    digest_wish,
    wish_in_sentence,
)

TODAY = dt.date(2026, 6, 10)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("", ShowToday()),
        ("hôm nay", ShowToday()),
        ("gio 8h", SetTime(dt.time(8))),
        ("giờ 7h30", SetTime(dt.time(7, 30))),
        ("gio 8:05", SetTime(dt.time(8, 5))),
        ("lúc 7 giờ rưỡi", SetTime(dt.time(7, 30))),
        ("2 giờ chiều", SetTime(dt.time(14))),
        ("gio 12h", SetTime(dt.time(12))),
        ("giờ nào cũng được", SetTime(None)),
        ("gio 24h", SetTime(None)),
        ("tắt", SetRhythm("off")),
        ("tat giup", SetRhythm("off")),
        ("bật lại", SetRhythm("daily")),
        ("hằng ngày", SetRhythm("daily")),
        ("tuần", SetRhythm("weekly")),
        ("mỗi tuần một lần", SetRhythm("weekly")),
        ("im lặng đến thứ Hai", BeQuiet(dt.date(2026, 6, 15))),
        ("im lang den thu tu", BeQuiet(dt.date(2026, 6, 17))),
        ("im lặng đến Chủ nhật", BeQuiet(dt.date(2026, 6, 14))),
        ("im lặng hết tuần", BeQuiet(dt.date(2026, 6, 15))),
        ("im lặng đến hết 15/6", BeQuiet(dt.date(2026, 6, 16))),
        ("im lặng 2 tuần", BeQuiet(dt.date(2026, 6, 24))),
        ("im lặng đến 5/1", BeQuiet(dt.date(2027, 1, 5))),
        ("im lặng đến 31/2", BeQuiet(None)),
        ("im lặng", BeQuiet(None)),
        (
            "hoãn III.4 đến 25/6 vì chờ số liệu",
            PutOff("hoãn III.4 đến 25/6", dt.date(2026, 6, 25), "chờ số liệu"),
        ),
        (
            "hoan III.4 den mai, cho so lieu",
            PutOff("hoan III.4 den mai", dt.date(2026, 6, 11), "cho so lieu"),
        ),
        ("hoãn VII.10.1 vì chờ", PutOff("hoãn VII.10.1", None, "chờ")),
        ("nhắc III.4", RemindAgain("nhắc III.4")),
        ("thử", Other("preview")),
        ("cài đặt", Other("settings")),
        ("thời tiết", Other("unknown")),
    ],
)
def test_a_wish_is_read(said: str, wish: DigestWish) -> None:
    assert digest_wish(said, TODAY) == wish


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("bản tin", ""),
        ("cho em xem bản tin hôm nay", "hôm nay"),
        ("ban tin gio 8h", "gio 8h"),
        ("tắt bản tin giúp", "tắt bản tin giúp"),
        ("Im lặng đến thứ Hai", "Im lặng đến thứ Hai"),
        ("hoãn nhắc III.4 đến mai vì chờ", "hoãn nhắc III.4 đến mai vì chờ"),
        ("nhắc tôi lúc 8h", "nhắc tôi lúc 8h"),
        ("III.4 81%", None),
        ("Ai chủ trì III.4?", None),
        ("im lặng là vàng", None),
        ("tạm hoãn III.4", None),
    ],
)
def test_a_sentence_about_the_digest_is_told_from_others(sentence: str, said: str | None) -> None:
    assert wish_in_sentence(sentence) == said


@given(st.text(max_size=120))
def test_whatever_is_said_is_some_wish(said: str) -> None:
    wish_in_sentence(said)
    wish = digest_wish(said, TODAY)
    assert not isinstance(wish, BeQuiet | PutOff) or wish.until is None or wish.until.year < 2101
