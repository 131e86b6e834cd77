"""Plain answers as HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from api.rendering import rich_text
from api.suggestions import suggest_questions
from api.wording import level
from corpus.model import Plan, Target

KNOWN = {"III.4", "VII.10.1"}


def html(text: str) -> str:
    return str(rich_text(text, KNOWN.__contains__))


def test_lines_are_paragraphs_and_lists() -> None:
    assert html("Một\nhai\n\n• ba\n  + bốn\n1. năm") == (
        "<p>Một<br>hai</p>"
        '<ul class="lines"><li class="line">ba</li><li class="deeper">bốn</li>'
        '<li class="numbered"><span>1.</span> năm</li></ul>'
    )


def test_known_codes_become_links() -> None:
    assert html("xem III.4, VII.10.1. và IX.9") == (
        '<p>xem <a class="code" href="/nhiem-vu/III.4">III.4</a>, '
        '<a class="code" href="/nhiem-vu/VII.10.1">VII.10.1</a>. và IX.9</p>'
    )


def test_a_list_of_tasks_is_a_table_of_codes_and_titles() -> None:
    assert html("• III.4 – Kết quả <giải quyết>") == (
        '<ul class="lines"><li class="row"><a class="code" href="/nhiem-vu/III.4">III.4</a> '
        "<span>Kết quả &lt;giải quyết&gt;</span></li></ul>"
    )


@pytest.mark.parametrize("text", ["<b>x</b>", "- <img src=x onerror=y>", 'III.4"><script>', "&lt;", "1. <i>"])
def test_markup_stays_text(text: str) -> None:
    assert HTMLParser(html(text)).css("b, img, script, i") == []


@given(st.text(max_size=200))
def test_only_our_own_tags_come_out(text: str) -> None:
    tags = {node.tag for node in HTMLParser(html(text)).css("body *")}

    assert tags <= {"p", "br", "ul", "li", "span", "a"}


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (Target("đạt từ 95,5% trở lên", ">=", 95.5, "%"), "từ 95,5% trở lên"),
        (Target("ít nhất 03 cuộc/năm", ">=", 3, "cuộc/năm"), "ít nhất 3 cuộc/năm"),
        (Target("từ 70% đến dưới 100%", "range", (70, 100), "%"), ""),
    ],
)
def test_a_figure_stands_beside_words_that_hold_more(target: Target, told: str) -> None:
    assert level(target) == told


def test_suggestions_of_an_empty_plan_are_none(plan: Plan) -> None:
    from dataclasses import replace

    assert suggest_questions(replace(plan, sections=(), tasks=(), agencies=())) == ()
