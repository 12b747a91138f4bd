"""What the scripts of the pages do, in a real browser and under the real security policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pension.scripts import pages

pytestmark = pytest.mark.journey


def test_the_search_key_reaches_the_search_and_types_a_slash_elsewhere(page: Page) -> None:
    page.goto("/form/")
    page.keyboard.press("/")
    expect(page.locator("#search-all")).to_be_focused()

    page.locator("[name=name]").press_sequentially("1/2")

    expect(page.locator("[name=name]")).to_have_value("1/2")


def test_rows_are_walked_and_opened_by_keys(page: Page) -> None:
    page.goto("/")
    for key in ("j", "ArrowDown", "j", "k"):
        page.keyboard.press(key)

    page.keyboard.press("Enter")

    page.wait_for_url("**/form/?row=2")


def test_ticks_are_counted_and_shift_ticks_a_range(page: Page) -> None:
    page.goto("/")
    boxes = page.locator("tbody input[name=rows]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk]")).to_contain_text("已选 4 行")

    page.locator("[data-select-all]").click()
    expect(page.locator("[data-bulk-count]")).to_have_text("8")

    page.locator("[data-select-all]").click()
    expect(page.locator("[data-bulk]")).to_be_hidden()


def test_a_form_clicked_twice_is_sent_once(page: Page) -> None:
    page.goto("/form/")
    page.fill("[name=name]", "演示张")

    page.evaluate(
        "const b = document.querySelector('form.form [type=submit]'); b.click(); b.click();"
    )
    page.wait_for_url("**/sent/")

    assert pages.SENT == ["/sent/"]


def test_what_was_typed_comes_back_but_never_a_password(page: Page) -> None:
    page.goto("/form/")
    page.fill("[name=name]", "演示张")
    page.check("[name=at_school]")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("[name=secret]", "geheim")

    page.goto("/form/")

    expect(page.locator(".draft-bar")).to_contain_text("已恢复未提交的内容（10-31 11:58）")
    expect(page.locator("[name=name]")).to_have_value("演示张")
    expect(page.locator("[name=at_school]")).to_be_checked()
    assert "geheim" not in str(pages.DRAFTS)


def test_a_draft_can_be_thrown_away(page: Page) -> None:
    pages.DRAFTS.update({"fields": {"name": ["演示张"]}, "saved_at": ""})
    page.goto("/form/")

    page.get_by_role("button", name="不要这些内容").click()

    expect(page.locator("[name=name]")).to_have_value("")
    expect(page.locator(".draft-bar")).to_have_count(0)
    assert pages.DRAFTS == {}


def test_a_dialog_opens_and_can_be_left(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="退回…").click()
    expect(page.locator("dialog")).to_be_visible()

    page.get_by_role("button", name="不办了").click()

    expect(page.locator("dialog")).to_be_hidden()


def test_the_end_of_the_session_is_announced_and_can_be_put_off(page: Page) -> None:
    page.clock.install()
    page.goto("/form/")
    page.clock.run_for(27 * 60 * 1000)
    expect(page.locator(".idle-warning")).to_have_count(0)

    page.clock.run_for(70 * 1000)
    expect(page.locator(".idle-warning")).to_contain_text("两分钟后将自动退出登录")

    page.get_by_role("button", name="继续使用").click()
    expect(page.locator(".idle-warning")).to_have_count(0)


@pytest.mark.parametrize("address", ["/", "/form/"])
def test_pages_have_no_barrier_and_ask_no_other_host(page: Page, address: str, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)

    found = Axe().run(page)

    assert found.response["violations"] == []
    assert [url for url in asked if not url.startswith(server)] == []


def send_dialog(page: Page, name: str) -> None:
    """Fill in the dialog and send it."""
    dialog = page.locator("#ask")
    dialog.locator("[name=name]").fill(name)
    dialog.locator("[name=at_school]").check()
    dialog.locator("[name=has_signed]").uncheck()
    dialog.locator("[name=secret]").fill("geheim")
    dialog.get_by_role("button", name="退回").click()
    page.wait_for_load_state()


def test_what_was_typed_into_a_refused_dialog_is_there_again(page: Page) -> None:
    page.goto("/refusing/")
    page.get_by_role("button", name="退回…").click()

    send_dialog(page, "李")

    dialog = page.locator("#ask")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".notice")).to_contain_text("姓名太短")
    expect(dialog.locator("[name=name]")).to_have_value("李")
    expect(dialog.locator("[name=at_school]")).to_be_checked()
    expect(dialog.locator("[name=has_signed]")).not_to_be_checked()
    expect(dialog.locator("[name=secret]")).to_have_value("")


def test_what_was_typed_into_a_dialog_is_forgotten_once_shown_and_never_in_the_browser(
    page: Page,
) -> None:
    page.goto("/refusing/")
    page.get_by_role("button", name="退回…").click()

    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        send_dialog(page, "李")

    assert pages.DRAFTS == {}
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "李" not in stored


def test_a_refused_dialog_of_another_page_stays_there(page: Page) -> None:
    pages.DRAFTS.update(fields={"page": ["/"], "dialog": ["other"], "name": ["李"]})

    page.goto("/refused/")

    expect(page.get_by_text("姓名太短")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert pages.DRAFTS


def test_a_dialog_that_was_taken_stays_shut_and_nothing_is_kept(page: Page) -> None:
    page.goto("/refusing/")
    page.get_by_role("button", name="退回…").click()

    send_dialog(page, "演示李")

    expect(page.get_by_text("已退回")).to_be_visible()
    expect(page.locator("#ask")).to_be_hidden()
    assert pages.DRAFTS == {}
