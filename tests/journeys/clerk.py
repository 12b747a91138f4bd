"""An officer at a browser: what the hand does and what the eye sees, in the words of the page."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

from pension.demo.offices import DEMO_SIGN_IN
from tests.processes import PATIENCE_SECONDS

SCREEN = ViewportSize(width=1366, height=768)
GRAVE = frozenset({"serious", "critical"})
PATIENCE_MS = PATIENCE_SECONDS * 1000


class Office:
    """The machines of all officers: one browser, one address, and what went wrong on any page."""

    def __init__(self, browser: Browser, address: str, desk: Path) -> None:
        """Take the browser, the address of the product, and a folder for downloads."""
        self.browser, self.address, self.desk = browser, address, desk
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        """Note errors of the console, answers that are errors and requests to other hosts."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._follow)
        page.on("response", self._look)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.faults.append(f"console: {said.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"another host: {request.url}")

    def _look(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


class Clerk:
    """One officer, signed in; use it as a context, which signs out by closing the browser."""

    def __init__(self, office: Office, name: str) -> None:
        """Name the officer by the name to sign in with."""
        self._office, self._name = office, name

    def __enter__(self) -> Self:
        self._context = self._office.browser.new_context(
            viewport=SCREEN, locale="zh-CN", accept_downloads=True
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self._office.watch(self.page)
        self.open("/")
        self.write(登录名=self._name, 密码=DEMO_SIGN_IN)
        self.press("登录")
        self.sees("我的待办")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.page.screenshot(path=self._office.desk / "failed.png", full_page=True)
        self._context.close()

    def open(self, path: str) -> None:
        """Open a page of the product by its path."""
        self.page.goto(f"{self._office.address}{path}")

    @property
    def path(self) -> str:
        """The path of the page that is open."""
        return urlsplit(self.page.url).path

    def turn_to(self, entry: str) -> None:
        """Take an entry of the navigation."""
        links = self.page.get_by_role("navigation", name="主导航")
        links.get_by_role("link", name=entry).first.click()

    def press(self, words: str, *, exact: bool = False, within: str = "") -> None:
        """Press the button or link that says this, within the row that says something else."""
        place = self._place()
        if within:
            place = place.get_by_role("row").filter(has_text=within).first
        button = place.get_by_role("button", name=words, exact=exact)
        button.or_(place.get_by_role("link", name=words, exact=exact)).first.click()

    def write(self, values: Mapping[str, str] | None = None, /, **named: str) -> None:
        """Fill fields by their labels; a list takes the choice, a file field the path."""
        place = self._place()
        for label, value in {**(values or {}), **named}.items():
            field = place.get_by_label(label).first
            kind = field.evaluate("one => one.type")
            if kind == "select-one":
                field.select_option(label=value)
            elif kind == "file":
                field.set_input_files(value)
            else:
                field.fill(value)

    def tick(self, *rows: str) -> None:
        """Tick the rows that say these words."""
        for words in rows:
            row = self.page.get_by_role("row").filter(has_text=words).first
            row.get_by_role("checkbox").check()

    def untick(self, *rows: str) -> None:
        """Take the ticks of these rows away."""
        for words in rows:
            row = self.page.get_by_role("row").filter(has_text=words).first
            row.get_by_role("checkbox").uncheck()

    def today(self) -> str:
        """The day of the clerk's own calendar, as a field for days takes it."""
        return str(self.page.evaluate("new Date().toLocaleDateString('sv')"))

    def sees(self, *sentences: str) -> None:
        """Expect each of the sentences on the page."""
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence, timeout=PATIENCE_MS)

    def may_not(self, words: str) -> None:
        """Expect the button to be off."""
        button = self.page.get_by_role("button", name=words).first
        expect(button).to_have_attribute("aria-disabled", "true")

    def takes(self, words: str) -> Path:
        """Download what the link with these words leads to."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=words).first.click()
        return self._keep(waiting.value)

    def finds_nothing_grave(self) -> None:
        """Examine the page for whoever cannot see it well; what is grave counts as a fault."""
        for violation in Axe().run(self.page).response["violations"]:
            if violation["impact"] in GRAVE:
                nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                self._office.faults.append(f"{self.path} {violation['id']}: {nodes}")

    def _place(self) -> Locator:
        """The dialog that is open, else the page without its bar and navigation."""
        asked = self.page.locator("dialog[open]")
        return asked if asked.count() else self.page.locator("main")

    def _keep(self, download: Download) -> Path:
        path = self._office.desk / download.suggested_filename
        download.save_as(path)
        return path
