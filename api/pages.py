"""The plan as web pages: a task, the whole plan by section, an agency's tasks, the search."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.answering import Answering
from api.browsing import QUERY_LIMIT, Browser, Found
from api.errors import Refusal
from api.rendering import Pages, task_address
from api.visits import Visits, fresh


def pages_router(browser: Browser, pages: Pages, answering: Answering, visits: Visits) -> APIRouter:
    """``/ke-hoach``, ``/ke-hoach/co-quan``, ``/ke-hoach/co-quan/{slug}`` and ``/nhiem-vu/{id}``."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.get("/ke-hoach")
    async def plan_page(request: Request, q: str = "", muc: str = "") -> Response:
        words = q.strip()[:QUERY_LIMIT]
        found = await answering.run(lambda: browser.find(words)) if words else Found((), ())
        is_fragment = "hx-request" in request.headers
        template = "_results.html" if is_fragment else "plan.html"
        visitor = None if is_fragment else await visits.of(request)
        page = pages.render(
            template,
            browser=browser,
            words=words,
            found=found,
            open_section=muc,
            is_fragment=is_fragment,
            visitor=visitor,
        )
        return HTMLResponse(page, headers=fresh(visitor))

    @router.get("/ke-hoach/co-quan")
    async def agencies_page(request: Request) -> Response:
        visitor = await visits.of(request)
        page = pages.render("agencies.html", browser=browser, visitor=visitor)
        return HTMLResponse(page, headers=fresh(visitor))

    @router.get("/ke-hoach/co-quan/{slug}")
    async def agency_page(request: Request, slug: str) -> Response:
        card = browser.agency(slug)
        if card is None:
            raise Refusal(404, "Kế hoạch không nêu cơ quan này.")
        groups = [group for name in card.groups if (group := browser.agency(name))]
        visitor = await visits.of(request)
        page = pages.render("agency.html", browser=browser, card=card, groups=groups, visitor=visitor)
        return HTMLResponse(page, headers=fresh(visitor))

    @router.get("/nhiem-vu/{task_id}")
    async def task_page(request: Request, task_id: str) -> Response:
        task = browser.task(task_id)
        if task is None:
            raise Refusal(404, "Kế hoạch không có nhiệm vụ mang mã này.")
        if task.id != task_id:
            return Response(status_code=308, headers={"Location": task_address(task.id)})
        before, after = browser.neighbours(task)
        visitor = await visits.of(request)
        page = pages.render(
            "task.html", browser=browser, task=task, before=before, after=after, visitor=visitor
        )
        return HTMLResponse(page, headers=fresh(visitor))

    return router
