"""The console as who uses it sees it."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect
from tests.browser.judging import overflow_px, violations
from tests.e2e.server import Server

WIDTHS = {"wide": 1440, "tablet": 820}
HEIGHT = 900
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


class Console:
    """A page of the console in a browser of its own."""

    def __init__(self, page: Page, server: Server, workspace_sid: str, axe: str, pictures: Path):
        self.page = page
        self.errors: list[str] = []
        self.url = f"{server.url}/console"
        self.workspace_url = f"{self.url}/workspaces/{workspace_sid}"
        self._axe = axe
        self._pictures = pictures
        self._expected: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._check_origin(server.url, request.url))

    # --- to do ---

    def go(self, path: str = "") -> None:
        """Open a page of the office's workspace, and wait until it is live."""
        self.page.goto(f"{self.workspace_url}/{path}")
        expect(self.page.get_by_role("status").get_by_text("Live")).to_be_visible()

    def sign_in(self, username: str, password: str) -> None:
        """By the form, from wherever one is asked."""
        self.page.get_by_label("Account SID or API key").fill(username)
        self.page.get_by_label("Auth token or secret").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def click(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def choose(self, label: str, option: str) -> None:
        """Choose from a select by its label."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def expect_error(self, text: str) -> None:
        """The browser reports refused requests as errors: this one is meant."""
        self._expected.append(text)

    # --- to see ---

    def sees(self, *texts: str) -> None:
        """All of it is on the page, or soon will be."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    # --- to judge ---

    def check_accessible(self) -> None:
        """Nothing keeps anybody from using it, in light and in dark, and nothing runs over."""
        for screen, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in SCHEMES:
                self._light(scheme)
                assert [] == violations(self.page, self._axe), f"{screen}, {scheme}"
            assert 0 == overflow_px(self.page), f"wider than a {screen} screen"

    def picture(self, name: str) -> None:
        """Leave pictures to be looked at."""
        for screen, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in SCHEMES:
                self._light(scheme)
                self.page.screenshot(path=self._pictures / f"console-{name}-{screen}-{scheme}.png")

    def _light(self, scheme: Scheme) -> None:
        """Light or dark, and wait until the page has noticed."""
        self.page.emulate_media(color_scheme=scheme)
        page = self.page.locator("html")
        expect(page).to_have_attribute("data-mantine-color-scheme", scheme)

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not any(expected in text for expected in self._expected):
            self.errors.append(text)

    def _check_origin(self, origin: str, url: str) -> None:
        if not url.startswith((f"{origin}/", "data:", "blob:")):
            self.errors.append(f"asked elsewhere: {url}")
