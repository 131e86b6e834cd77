"""The plan over HTTP: its tasks, its agencies and the search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict

from api.answering import Answering
from api.browsing import QUERY_LIMIT, AgencyCard, Browser, Role
from api.chat import PROBLEMS
from api.contract import problems
from api.errors import Refusal
from bot.dialogue.ports import PlanSearch
from bot.texts.facts import target_value
from bot.texts.names import task_address
from corpus.model import Plan, Target, Task
from corpus.vietnamese import tidy
from retrieval.results import Zone

SEARCH_LIMIT = 20
_NOT_FOUND = problems(404)

Words = Annotated[str, Query(max_length=QUERY_LIMIT, examples=["tài sản công"])]


class TargetBody(BaseModel):
    """A target; ``amount`` is the same in a few Vietnamese words."""

    text: str
    comparator: str
    value: float | tuple[float, float] | str | None
    unit: str
    amount: str
    scope: str
    is_stretch: bool
    is_yearly: bool
    against_last_year: bool


class TaskBody(BaseModel):
    """One task of the plan, its words as they stand."""

    id: str
    section: str
    number: str
    parent: str | None
    title: str
    text: str
    lead_agencies: list[str]
    coordinating_agencies: list[str]
    timeframe: str
    targets: list[TargetBody]
    soft_targets: list[str]
    cited_documents: list[str]
    source: str


class TaskList(BaseModel):
    """The tasks that fit, in plan order."""

    count: int
    tasks: list[TaskBody]


class AgencyBody(BaseModel):
    """An agency or group as the plan names it; ``groups`` are those it belongs to."""

    model_config = ConfigDict(from_attributes=True)
    slug: str
    name: str
    kind: str
    leads: list[str]
    coordinates: list[str]
    groups: list[str]


class AgencyList(BaseModel):
    """The agencies of the plan, in order of first appearance."""

    count: int
    agencies: list[AgencyBody]


class HitBody(BaseModel):
    """A task found; scores compare within one search only."""

    task_id: str
    title: str
    score: float
    coverage: float


class SearchBody(BaseModel):
    """``zone``: answer with the first hit, offer the first few, or refuse (nothing fits)."""

    query: str
    zone: Zone
    confidence: float
    hits: list[HitBody]


def tasks_router(plan: Plan, search: PlanSearch, browser: Browser, answering: Answering) -> APIRouter:
    """``GET /tasks``, ``/tasks/{id}``, ``/agencies``, ``/search``."""
    router = APIRouter(tags=["Kế hoạch"], responses=PROBLEMS)
    bodies = {task.id: _task_body(plan, task) for task in plan.tasks}

    @router.get("/tasks", summary="Lọc nhiệm vụ theo mục, cơ quan, vai trò và từ khóa", responses=_NOT_FOUND)
    async def tasks(
        section: Annotated[str | None, Query(max_length=20, examples=["III"])] = None,
        agency: Annotated[str | None, Query(max_length=200, examples=["Sở Nội vụ"])] = None,
        role: Role = "either",
        q: Words = "",
    ) -> TaskList:
        chosen = browser.select(
            section=_known_section(plan, section),
            agency=_known_agency(browser, agency),
            role=role,
            words=q,
        )
        return TaskList(count=len(chosen), tasks=[bodies[task.id] for task in chosen])

    @router.get("/tasks/{task_id}", summary="Một nhiệm vụ", responses=_NOT_FOUND)
    async def task(task_id: Annotated[str, Path(max_length=50, examples=["III.4"])]) -> TaskBody:
        found = browser.task(task_id)
        if found is None:
            raise Refusal(404, "Kế hoạch không có nhiệm vụ mang mã này.")
        return bodies[found.id]

    @router.get("/agencies", summary="Các cơ quan, nhóm cơ quan trong kế hoạch")
    async def agencies() -> AgencyList:
        cards = [AgencyBody.model_validate(card) for card in browser.agencies]
        return AgencyList(count=len(cards), agencies=cards)

    @router.get("/search", summary="Tìm nhiệm vụ theo ý câu hỏi")
    async def search_tasks(q: Words, limit: Annotated[int, Query(ge=1, le=SEARCH_LIMIT)] = 5) -> SearchBody:
        words = tidy(q, QUERY_LIMIT)
        result = await answering.run(lambda: search.search(words, limit))
        return SearchBody(
            query=words,
            zone=result.zone,
            confidence=round(result.confidence, 4),
            hits=[
                HitBody(
                    task_id=hit.task_id,
                    title=plan.task_by_id[hit.task_id].title,
                    score=round(hit.score, 4),
                    coverage=round(hit.coverage, 4),
                )
                for hit in result.hits
            ],
        )

    return router


def _known_section(plan: Plan, section: str | None) -> str | None:
    if section is None or section.upper() in plan.section_by_roman:
        return section and section.upper()
    raise Refusal(404, "Kế hoạch không có mục này.")


def _known_agency(browser: Browser, name: str | None) -> AgencyCard | None:
    if name is None:
        return None
    card = browser.agency(name)
    if card is None:
        raise Refusal(404, "Kế hoạch không nêu cơ quan này.")
    return card


def _task_body(plan: Plan, task: Task) -> TaskBody:
    return TaskBody(
        id=task.id,
        section=task.section,
        number=task.number,
        parent=task.parent,
        title=task.title,
        text=task.text,
        lead_agencies=list(task.lead_agencies),
        coordinating_agencies=list(task.coordinating_agencies),
        timeframe=task.timeframe,
        targets=[_target_body(target) for target in task.targets],
        soft_targets=[target.text for target in task.soft_targets],
        cited_documents=[document.cited_as for document in task.cited_documents],
        source=task_address(plan, task),
    )


def _target_body(target: Target) -> TargetBody:
    return TargetBody(
        text=target.text,
        comparator=target.comparator,
        value=target.value,
        unit=target.unit,
        amount=target_value(target),
        scope=target.scope,
        is_stretch=target.is_stretch,
        is_yearly=target.is_yearly,
        against_last_year=target.against_last_year,
    )
