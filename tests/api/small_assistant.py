"""A small honest assistant over the real plan, for tests that are about HTTP and its failures."""

from __future__ import annotations

import datetime as dt
import re
import time

from bot.dialogue.messages import Answer, Choice, Citation, Incoming, Outgoing
from bot.texts import facts, names
from corpus.model import Plan, Task
from corpus.vietnamese import fold
from retrieval.results import Hit, SearchResult

_CODE = re.compile(r"[IVX]+\.\d+(?:\.\d+)?")


class WordSearch:
    """Finds tasks by the share of the question's words they hold."""

    def __init__(self, plan: Plan) -> None:
        self._words = {task.id: set(fold(task.text).split()) for task in plan.tasks}

    def search(self, question: str, limit: int = 5) -> SearchResult:
        asked = set(fold(question).split())
        shares = {task_id: len(asked & words) / max(len(asked), 1) for task_id, words in self._words.items()}
        best = sorted(shares, key=lambda task_id: -shares[task_id])[:limit]
        hits = tuple(
            Hit(task_id, shares[task_id], shares[task_id], shares[task_id])
            for task_id in best
            if shares[task_id]
        )
        confidence = hits[0].score if hits else 0.0
        zone = "answer" if confidence > 0.8 else "offer" if confidence > 0.5 else "refuse"
        return SearchResult(hits, confidence, zone)  # type: ignore[arg-type]


class SmallDialogue:
    """Tells who leads a task named by its code; fails, waits and speaks in markup when told to."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.heard: list[Incoming] = []

    def handle(self, incoming: Incoming) -> list[Outgoing]:
        self.heard.append(incoming)
        if incoming.text == "hỏng":
            raise LookupError("bí mật bên trong")
        if incoming.text == "chậm":
            time.sleep(0.4)
        code = _CODE.search(f"{incoming.action or ''} {incoming.text}")
        task = self._plan.task_by_id.get(code[0]) if code else None
        if task is None:
            return [Outgoing(f"Kế hoạch không nói về: {incoming.text[:200]}", answer=Answer("refused"))]
        return [self._about(task)]

    def _about(self, task: Task) -> Outgoing:
        label = names.task_address(self._plan, task)
        return Outgoing(
            facts.lead(task),
            quote=task.text,
            source=names.source_line(label),
            choices=(
                Choice("Ai phối hợp?", f"coordinate:{task.id}"),
                Choice("Chỉ tiêu?", f"target:{task.id}"),
            ),
            answer=Answer("answered", (task.id,), citations=(Citation(task.id, label, task.text),)),
            feedback=f"ref-{task.id}",
        )


class Ratings:
    """Keeps thumbs for references that begin like the small dialogue's."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, bool]] = []

    def rate(self, reference: str, *, is_helpful: bool, rated_at: dt.datetime) -> bool:
        assert rated_at.tzinfo is not None
        if not reference.startswith("ref-"):
            return False
        self.kept.append((reference, is_helpful))
        return True


class Webhook:
    """Takes every delivery with the right secret."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def accept(self, body: bytes, secret: str | None) -> int:
        if secret != "bi-mat":
            return 403
        self.bodies.append(body)
        return 200
