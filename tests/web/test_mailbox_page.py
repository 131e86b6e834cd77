"""What waits for who is signed in, in a real browser: the badge, the messages, the button for pushes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect
from sqlalchemy import update

from app.clock import utc_now
from app.wiring import Assistant
from bot.delivery.outbox import DIGEST, QueuedMessage
from bot.dialogue.messages import Choice, Outgoing
from progress.persons import OPERATOR
from progress.tables.deliveries import DeliveryRow
from progress.working_days import vietnamese_day
from tests.web.conftest import NewVisit
from tests.web.test_sign_in_page import NAME, enter

pytestmark = pytest.mark.browser
TEXT = "Kỳ 6 tháng 2026: 3 quá hạn, 2 sắp đến hạn"


def test_the_badge_shows_what_waits_and_a_press_opens_it(visit: NewVisit, assistant: Assistant) -> None:
    person = visit()
    page = enter(person, assistant)
    expect(page.locator(".mail")).to_have_count(0)
    # Headless browsers take no push; the button is there all the same, as on a phone.
    expect(page.get_by_role("button", name="Báo tin trên máy này")).to_be_visible()

    store = assistant.store
    assert store
    me = [one for one in store.people.everyone(by=OPERATOR) if one.display_name == NAME][-1]
    message = Outgoing(TEXT, choices=(Choice("Báo cáo III.4", "report:III.4"),))
    assert store.outbox.queue([QueuedMessage(me.id, DIGEST, vietnamese_day(utc_now()), (message,))]) == 1
    with store.database.writing() as connection:
        mine = DeliveryRow.person_id == me.id
        connection.execute(update(DeliveryRow).where(mine).values(state="sent", channel="web"))

    page.reload()
    badge = page.get_by_role("button", name="1 tin mới, bấm để xem")
    expect(badge).to_be_visible()
    assert not Axe().run(page).response["violations"]
    badge.click()
    expect(page.locator(".turn .words")).to_have_text(TEXT)
    expect(page.locator(".turn .question")).to_have_count(0)
    expect(page.locator(".mail")).to_have_count(0)
    page.get_by_role("button", name="Báo cáo III.4").click()
    expect(page.locator(".turn")).to_have_count(2)
