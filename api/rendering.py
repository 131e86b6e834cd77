"""Templates, and how plain answers become HTML: everything escaped, task codes become links."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.wording import level, remark, role_of
from bot.dialogue.messages import Citation, Outgoing, OutgoingFile
from bot.texts import names
from bot.texts.times import day
from corpus.model import Plan

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"

_CODE = re.compile(r"\w+(?:\.\w+)+")
_TASK_ROW = re.compile(r"(?P<code>\w+(?:\.\w+)+) [–-] (?P<title>.+)")
_LIST_LINE = re.compile(r"\s*(?P<mark>[-•+*]|\d{1,3}[.)])\s+(?P<words>.+)")


class Pages:
    """The HTML pages of one plan."""

    def __init__(self, plan: Plan, *, can_sign_in: bool = False) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            plan=plan,
            can_sign_in=can_sign_in,
            source_name=names.document_address(plan),
            static=static_address,
            task_address=task_address,
            address=lambda task: names.task_address(plan, task),
        )
        self._environment.filters.update(
            level=level,
            unnamed=unnamed_citations,
            remark=remark,
            inline=inline_address,
            role=role_of,
            day=day,
            rich=lambda text: rich_text(text, plan.task_by_id.__contains__),
        )

    def render(self, template: str, **values: Any) -> str:
        return self._environment.get_template(template).render(values)


@cache
def static_address(path: str) -> str:
    """``/static/...`` with the content's hash, so that a browser may keep the file for good."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={digest}"


def inline_address(file: OutgoingFile) -> str:
    """``data:...``: a file made for one person is within the page, and nowhere else to be fetched."""
    return f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"


def task_address(task_id: str) -> str:
    return f"/nhiem-vu/{quote(task_id)}"


def unnamed_citations(message: Outgoing) -> tuple[Citation, ...]:
    """Rows an answer rests on that its words do not name, for they are linked beside it."""
    citations = message.answer.citations if message.answer else ()
    return tuple(cited for cited in citations if cited.task_id not in _CODE.findall(message.text))


def rich_text(text: str, is_task: Callable[[str], bool]) -> Markup:
    """Plain text as paragraphs and lists. All of it is escaped; only known task codes become links."""
    return Markup("").join(_blocks(text, is_task))


def _blocks(text: str, is_task: Callable[[str], bool]) -> Iterator[Markup]:
    lines = [line.rstrip() for line in text.splitlines()]
    for kind, group in groupby(lines, key=_kind_of_line):
        held = list(group)
        if kind == "text":
            words = Markup("<br>").join(_linked(line, is_task) for line in held)
            yield Markup("<p>{}</p>").format(words)
        elif kind == "list":
            yield Markup('<ul class="lines">{}</ul>').format(
                Markup("").join(_list_line(line, is_task) for line in held)
            )


def _kind_of_line(line: str) -> str:
    if not line:
        return "gap"
    return "list" if _LIST_LINE.fullmatch(line) else "text"


def _list_line(line: str, is_task: Callable[[str], bool]) -> Markup:
    found = _LIST_LINE.fullmatch(line)
    mark, words = (found["mark"], found["words"]) if found else ("-", line)
    content = _linked(words, is_task)
    if mark[0].isdigit():
        return Markup('<li class="numbered"><span>{}</span> {}</li>').format(mark, content)
    row = _TASK_ROW.fullmatch(words)
    if row and is_task(row["code"]):
        link = _linked(row["code"], is_task)
        return Markup('<li class="row">{} <span>{}</span></li>').format(link, _linked(row["title"], is_task))
    is_deeper = mark == "+" or line[:2] == "  "
    return Markup('<li class="{}">{}</li>').format("deeper" if is_deeper else "line", content)


def _linked(line: str, is_task: Callable[[str], bool]) -> Markup:
    parts: list[Markup] = []
    end = 0
    for code in _CODE.finditer(line):
        if is_task(code[0]):
            link = Markup('<a class="code" href="{}">{}</a>').format(task_address(code[0]), code[0])
            parts += [escape(line[end : code.start()]), link]
            end = code.end()
    return Markup("").join([*parts, escape(line[end:])])
