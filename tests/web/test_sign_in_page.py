"""Signing in in a real browser, at a phone's and at a desk's screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from app.wiring import Assistant
from progress.persons import OPERATOR
from progress.roles import Role
from tests.web.conftest import DESK, PHONE, NewVisit, Visit

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
# Layout does not hang on the colours, nor do colours on the width: each of both at least once.
SCREENS = pytest.mark.parametrize(
    ("size", "scheme"),
    [((320, 568), "light"), (PHONE, "dark"), (DESK, "light")],
    ids=["light-smallest", "dark-phone", "light-desk"],
)
NAME = "Nguyễn Thị Phương Thảo"
TOUCH_TARGET = 44


def enter(person: Visit, assistant: Assistant) -> Page:
    assert assistant.store
    code = assistant.store.people.invite(Role.REPORTER, "Sở Tài chính", by=OPERATOR, channel="cli").code
    page = person.open("/dang-nhap")
    page.get_by_label("Mã mời").fill(code.lower().replace("-", " "))
    page.get_by_label("Họ tên").fill(NAME)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(f"{person.address}/")
    return page


@SIZES
def test_a_person_signs_in_asks_and_signs_out(
    visit: NewVisit, assistant: Assistant, size: tuple[int, int]
) -> None:
    person = visit(size)
    page = enter(person, assistant)

    expect(page.locator("header .signed")).to_contain_text(f"{NAME} · đầu mối, Sở Tài chính")
    person.ask("Ai chủ trì nhiệm vụ III.4?")
    page.get_by_role("button", name="Ai phối hợp?").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".question")).to_be_in_viewport(ratio=1)
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    page.get_by_role("button", name="Bắt đầu cuộc trò chuyện mới").click()
    expect(page.locator(".turn")).to_have_count(0)

    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()
    expect(page.locator("header .signed")).to_have_count(0)


def test_signing_in_works_without_javascript(visit: NewVisit, assistant: Assistant) -> None:
    page = enter(visit(java_script_enabled=False), assistant)

    page.fill("#cau-hoi", "Ai chủ trì nhiệm vụ III.4?")
    page.get_by_role("button", name="Gửi").click()

    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("header .signed")).to_contain_text(NAME)


@SIZES
def test_a_wrong_code_is_told_beside_the_field(visit: NewVisit, size: tuple[int, int]) -> None:
    person = visit(size)
    person.expects_trouble = True  # the browser reports the 422 itself
    page = person.open("/dang-nhap")
    page.get_by_label("Mã mời").fill("sai mã")
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page.get_by_role("alert")).to_contain_text("Mã này không đúng")
    expect(page.get_by_label("Mã mời")).to_have_value("sai mã")


@SCREENS
def test_the_page_fits_every_screen_and_breaks_no_accessibility_rule(
    visit: NewVisit, assistant: Assistant, size: tuple[int, int], scheme: str
) -> None:
    person = visit(size, scheme)
    looks_right(person.open("/dang-nhap"))
    looks_right(person.open("/"))
    enter(person, assistant)
    for path in ("/", "/dang-nhap", "/nhiem-vu/VI.3"):
        looks_right(person.open(path))


def looks_right(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url
    nav, brand = page.locator(".bar nav").bounding_box(), page.locator(".brand").bounding_box()
    assert nav
    assert brand
    assert brand["x"] + brand["width"] <= nav["x"]
    small = page.evaluate(
        """limit => [...document.querySelectorAll('button, .bar nav a, .signed a, input:not([type=hidden])')]
            .filter(node => node.offsetParent && node.getBoundingClientRect().height < limit)
            .map(node => node.outerHTML)""",
        TOUCH_TARGET,
    )
    assert small == []
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
