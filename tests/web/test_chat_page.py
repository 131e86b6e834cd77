"""The web chat in a real browser, as a person uses it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import DESK, PHONE, NewVisit

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
TASK = "III.4"


@SIZES
@SCHEMES
def test_a_question_is_answered_with_its_source(visit: NewVisit, size: tuple[int, int], scheme: str) -> None:
    person = visit(size, scheme)
    page = person.open()

    person.ask(f"Ai chủ trì nhiệm vụ {TASK}?")

    answer = page.locator(".turn").last
    expect(answer.locator(".words")).to_contain_text("Các sở, ban ngành tỉnh; UBND xã, phường, đặc khu")
    expect(answer.locator(".source")).to_contain_text("Mục III, STT 4")
    expect(page.locator(".welcome")).to_be_hidden()
    expect(page.locator("#cau-hoi")).to_have_value("")
    expect(page.locator("#cau-hoi")).to_be_focused()
    expect(page.locator(".composer")).to_be_in_viewport(ratio=1)


@SIZES
def test_a_suggestion_asks(visit: NewVisit, size: tuple[int, int]) -> None:
    page = visit(size).open()
    suggestion = page.locator(".suggestion button").first
    words = suggestion.inner_text()

    suggestion.click()

    expect(page.locator(".turn .question").last).to_contain_text(words)
    expect(page.locator(".turn")).to_be_focused()


@SIZES
def test_a_choice_goes_on_with_the_same_task(visit: NewVisit, size: tuple[int, int]) -> None:
    person = visit(size)
    page = person.open()
    person.ask(f"Ai chủ trì nhiệm vụ {TASK}?")

    page.get_by_role("button", name="Ai phối hợp?").click()

    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".words")).to_contain_text("Văn phòng UBND tỉnh")


def test_the_newest_question_is_scrolled_below_the_top_bar(visit: NewVisit) -> None:
    person = visit(PHONE)
    page = person.open()
    for code in ("VII.8.2", "VI.3", TASK):
        person.ask(f"Nội dung nhiệm vụ {code}")

    expect(page.locator(".turn").last.locator(".question")).to_be_in_viewport(ratio=1)
    bar = page.locator("header.top").bounding_box()
    turn = page.locator(".turn").last.bounding_box()
    assert bar
    assert turn
    assert bar["height"] <= turn["y"] <= bar["height"] + 40


def test_a_citation_opens_the_task_and_back_finds_the_conversation(visit: NewVisit) -> None:
    person = visit()
    page = person.open()
    person.ask(f"Ai chủ trì nhiệm vụ {TASK}?")

    page.locator(".source a").click()
    expect(page).to_have_url(f"{person.address}/nhiem-vu/{TASK}")
    expect(page.locator("h1")).to_have_text("Kết quả giải quyết hồ sơ TTHC")
    page.get_by_role("link", name="Hỏi đáp").click()

    expect(page.locator(".turn .question")).to_contain_text(f"Ai chủ trì nhiệm vụ {TASK}?")


def test_a_task_is_asked_about_from_its_page(visit: NewVisit) -> None:
    page = visit().open(f"/nhiem-vu/{TASK}")

    page.get_by_role("button", name="Hỏi về nhiệm vụ này").click()
    expect(page.locator("#cau-hoi")).to_be_focused()
    page.keyboard.type("chỉ tiêu?")
    page.keyboard.press("Enter")

    expect(page.locator(".turn .words")).to_contain_text("95%")


def test_a_thumb_is_thanked(visit: NewVisit) -> None:
    person = visit()
    page = person.open()
    person.ask("Hôm nay thời tiết thế nào?")

    page.get_by_role("button", name="Câu trả lời chưa đúng").click()

    expect(page.locator(".turn .thanks")).to_have_text("Cảm ơn anh/chị đã góp ý.")
    page.reload()
    expect(page.locator(".turn .thanks")).to_be_visible()


def test_everything_is_reached_by_the_keyboard(visit: NewVisit) -> None:
    page = visit(DESK).open()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    _tab_to(page, "#cau-hoi")
    page.keyboard.type(f"Ai chủ trì nhiệm vụ {TASK}?")
    page.keyboard.press("Shift+Enter")
    assert "\n" in page.locator("#cau-hoi").input_value()
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    _tab_to(page, ".choice button", "Shift+Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")

    expect(page.locator(".turn")).to_have_count(2)
    assert ring == "solid"


def test_a_lost_network_keeps_what_was_typed(visit: NewVisit) -> None:
    person = visit()
    person.expects_trouble = True  # the browser reports the failed request itself
    page = person.open()
    page.route("**/hoi", lambda route: route.abort())

    page.fill("#cau-hoi", f"Ai chủ trì {TASK}?")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text(
        "Chưa kết nối được với máy chủ, anh/chị kiểm tra mạng rồi gửi lại giúp."
    )
    expect(page.locator("#cau-hoi")).to_have_value(f"Ai chủ trì {TASK}?")
    expect(page.locator("#dang-cho")).to_be_hidden()

    page.unroute("**/hoi")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_asking_too_often_is_told_and_the_question_kept(visit: NewVisit, strict_address: str) -> None:
    person = visit(at=strict_address)
    person.expects_trouble = True
    page = person.open()
    for _ in range(2):
        person.ask(TASK)

    page.fill("#cau-hoi", "Câu thứ ba")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Anh/chị gửi hơi nhanh, xin chờ")
    expect(page.locator("#cau-hoi")).to_have_value("Câu thứ ba")


@SIZES
def test_the_person_sees_that_we_work_and_nothing_jumps(visit: NewVisit, size: tuple[int, int]) -> None:
    page = visit(size).open()
    held: list[Route] = []
    page.route("**/hoi", lambda route: held.append(route))
    for number, question in enumerate((f"Ai chủ trì {TASK}?", "Ai phối hợp?", "Nội dung VI.3")):
        page.fill("#cau-hoi", question)
        page.keyboard.press("Enter")
        expect(page.locator("#dang-cho .question")).to_have_text(question)
        before = _top_of(page, "#dang-cho .question")

        held[number].continue_()

        expect(page.locator(".turn")).to_have_count(number + 1)
        expect(page.locator("#dang-cho")).to_be_hidden()
        assert abs(_top_of(page, ".turn:last-child .question") - before) <= 1


def test_an_empty_question_sends_nothing(visit: NewVisit) -> None:
    person = visit()
    page = person.open()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    page.fill("#cau-hoi", "   ")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)

    assert [url for url in sent if url.endswith("/hoi")] == []


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror='window.broken=1'>", "<script>window.broken=1</script>", 'III.4"><b>x']
)
def test_typed_markup_stays_text(visit: NewVisit, typed: str) -> None:
    person = visit()
    page = person.open()

    person.ask(typed)

    expect(page.locator(".turn .question").last).to_contain_text(typed)
    assert page.evaluate("window.broken") is None
    assert page.locator(".turn img, .turn script, .turn b").count() == 0


@SIZES
def test_the_chat_works_without_javascript(visit: NewVisit, size: tuple[int, int]) -> None:
    person = visit(size, java_script_enabled=False)
    page = person.open()

    page.fill("#cau-hoi", f"Ai chủ trì nhiệm vụ {TASK}?")
    page.get_by_role("button", name="Gửi").click()
    page.get_by_role("button", name="Ai phối hợp?").click()

    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".words")).to_contain_text("Văn phòng UBND tỉnh")
    expect(page.locator(".turn").last.locator(".question")).to_be_in_viewport()


def test_a_new_conversation_begins_with_the_welcome(visit: NewVisit) -> None:
    person = visit()
    page = person.open()
    person.ask(TASK)
    page.reload()

    page.get_by_role("button", name="Bắt đầu cuộc trò chuyện mới").click()

    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", name="Xin chào anh/chị")).to_be_visible()


def _top_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"]


def _tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {key}")
