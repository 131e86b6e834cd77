"""`troly questions`: what people asked that was not answered well."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

KINDS = {"refused": "từ chối", "clarify": "hỏi lại", "answered": "chưa chắc"}


def questions(
    days: Annotated[int, typer.Option("--days", min=1, help="Trong bao nhiêu ngày gần đây.")] = 30,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Nhiều nhất bao nhiêu câu.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON, mỗi câu một dòng.")] = False,
) -> None:
    """Liệt kê câu hỏi bị từ chối, chưa rõ, chưa chắc hoặc bị chê, nhiều nhất trước."""
    import json
    from dataclasses import asdict

    from app.clock import utc_now
    from app.settings import read_settings
    from app.store import open_store
    from bot.questions import open_questions
    from bot.texts.times import moment

    store = open_store(read_settings())
    asked = store.question_log.questions(since=utc_now() - dt.timedelta(days=days))
    store.close()
    found = open_questions(asked)
    for one in found[:limit]:
        if as_json:
            typer.echo(json.dumps(asdict(one), ensure_ascii=False, default=str))
            continue
        when = moment(one.last_asked_at)
        marks = [f"{one.times} lần", KINDS[one.kind], when]
        if one.unhelpful:
            marks.append(f"{one.unhelpful} lượt chê")
        typer.echo(f"{one.text}\n    {' · '.join(marks)}")
    if not as_json:
        thumbs = [question.is_helpful for question in asked if question.is_helpful is not None]
        typer.echo(
            f"{len(asked)} câu hỏi trong {days} ngày, {len(found)} câu cần xem; "
            f"{thumbs.count(True)} lượt khen, {thumbs.count(False)} lượt chê."
        )
