"""The plan's pages in a real browser, and what holds for every page."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.web.conftest import DESK, PHONE, NewVisit

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
# Layout does not hang on the colours, nor do colours on the width: each of both once.
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["light-phone", "dark-desk"]
)
PAGES = (
    "/",
    "/ke-hoach?muc=VII",
    "/ke-hoach?q=tai san",
    "/ke-hoach/co-quan",
    "/ke-hoach/co-quan/so-noi-vu",
    "/nhiem-vu/VI.3",
)
COLOURS = """() => {
    const numbers = colour => colour.match(/\\d+/g).slice(0, 3).map(Number);
    const style = getComputedStyle(document.documentElement);
    return {ground: numbers(style.backgroundColor), ink: numbers(style.color)};
}"""
SMALLEST_PHONE = (320, 568)
TOUCH_TARGET = 44  # CSS pixels
SHIFT_ALLOWED = 0.01  # cumulative layout shift; 0.1 counts as good on the web


@SIZES
def test_the_search_answers_while_typing(visit: NewVisit, size: tuple[int, int]) -> None:
    page = visit(size).open("/ke-hoach")

    page.locator("#tim").press_sequentially("tai san con", delay=20)

    expect(page.locator("#ket-qua")).to_contain_text("Công tác quản lý, sử dụng tài sản công")
    expect(page.locator("#so-ket-qua")).to_contain_text("nhiệm vụ")
    expect(page.locator("#tim")).to_be_focused()
    expect(page).to_have_url(re.compile("q=tai"))

    page.fill("#tim", "")
    expect(page.locator("details")).to_have_count(8)


def test_the_search_works_without_javascript(visit: NewVisit) -> None:
    page = visit(java_script_enabled=False).open("/ke-hoach")

    page.fill("#tim", "tài sản công")
    page.get_by_role("button", name="Tìm").click()
    page.locator("#ket-qua a").filter(has_text="VI.2").first.click()

    expect(page.locator("h1")).to_have_text("Công tác quản lý, sử dụng tài sản công")


def test_the_plan_is_walked_by_section_by_agency_and_onward(visit: NewVisit) -> None:
    page = visit().open("/ke-hoach")

    page.locator("#muc-III summary").click()
    page.locator("#muc-III a").filter(has_text="III.4").click()
    page.get_by_role("link", name="Văn phòng UBND tỉnh").click()
    expect(page.locator("h1")).to_have_text("Văn phòng UBND tỉnh")
    page.locator("main .tasks a").first.click()
    first = page.locator("h1").inner_text()
    page.get_by_role("link", name="Sau").click()

    expect(page.locator("h1")).not_to_have_text(first)


def test_a_page_that_is_not_there_leads_back(visit: NewVisit) -> None:
    person = visit()
    person.expects_trouble = True  # the browser reports the 404 itself
    page = person.open("/khong-co")

    page.get_by_role("button", name="Về trang hỏi đáp").click()

    expect(page).to_have_url(f"{person.address}/")


@LOOKS
def test_no_page_breaks_an_accessibility_rule(visit: NewVisit, size: tuple[int, int], scheme: str) -> None:
    person = visit(size, scheme)
    broken = {}
    for path in PAGES:
        broken[path] = _broken_rules(person.open(path))
    person.open("/")
    person.ask("Nội dung nhiệm vụ III.4")
    broken["a conversation"] = _broken_rules(person.page)

    assert {path: rules for path, rules in broken.items() if rules} == {}


@pytest.mark.parametrize("size", [SMALLEST_PHONE, PHONE, DESK], ids=["smallest", "phone", "desk"])
def test_no_page_is_wider_than_the_screen_or_jumps(visit: NewVisit, size: tuple[int, int]) -> None:
    person = visit(size)
    for path in PAGES:
        page = person.open(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        assert _layout_shift(page) <= SHIFT_ALLOWED, path


def test_what_is_tapped_is_large_enough(visit: NewVisit) -> None:
    person = visit(PHONE)
    page = person.open()
    person.ask("Nội dung nhiệm vụ III.4")

    small = page.evaluate(
        """limit => [...document.querySelectorAll('button, nav a, textarea')]
            .filter(node => node.offsetParent && node.getBoundingClientRect().height < limit)
            .map(node => node.outerHTML)""",
        TOUCH_TARGET,
    )

    assert small == []


def test_dark_and_light_follow_the_system(visit: NewVisit) -> None:
    light, dark = (visit(PHONE, scheme).open().evaluate(COLOURS) for scheme in ("light", "dark"))

    assert sum(light["ground"]) > sum(light["ink"])
    assert sum(dark["ground"]) < sum(dark["ink"])


def _broken_rules(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    return {rule["id"]: [node["html"][:160] for node in rule["nodes"]] for rule in found}


def _layout_shift(page: Page) -> float:
    shift: float = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
            setTimeout(() => resolve(sum), 250);
        })"""
    )
    return shift
