"""The agent desktop as its worker sees it and works it: by names and words, and by keys."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from tests.browser.judging import overflow_px, violations

WIDTHS = {"phone": 390, "wide": 1280}
HEIGHT = 844

# An offer takes its way through router, socket and page.
expect.set_options(timeout=10_000)


class Desktop:
    """A page of the agent desktop."""

    def __init__(self, page: Page, url: str, axe: str, pictures: Path) -> None:
        self.page = page
        self.errors: list[str] = []
        self._url = url
        self._axe = axe
        self._pictures = pictures

    # --- to do ---

    def open(self, fragment: str = "") -> None:
        self.page.goto(f"{self._url}/index.html{fragment}")

    def sign_in(self, server: str, token: str) -> None:
        """By the form, and by keys alone."""
        self.open()
        self.page.get_by_label("Server").fill(server)
        self.press("Tab")
        self.page.keyboard.insert_text(token)
        self.press("Tab", "Enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def press_when_offered(self, key: str) -> None:
        """Answer the one offer, once it is there."""
        expect(self.card("Offered")).to_have_count(1)
        self.press(key)
        expect(self.card("Offered")).to_have_count(0)

    def click(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_role("combobox", name=label, exact=True).select_option(label=option)

    # --- to see ---

    def card(self, state: str) -> Locator:
        """The cards whose badge says ``state``."""
        badge = self.page.locator(".badge", has_text=state)
        return self.page.get_by_role("article").filter(has=badge)

    def sees(self, *texts: str) -> None:
        """All of it is on the page, or soon will be."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def hears(self, text: str) -> None:
        """A screen reader says it at once."""
        expect(self.page.locator("[aria-live=assertive]")).to_contain_text(text)

    def is_connected(self) -> None:
        expect(self.page.locator(".connection")).to_have_text("Connected")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("list", name="Log")

    def has_nothing_to_do(self) -> None:
        expect(self.page.get_by_role("article")).to_have_count(0)

    # --- to judge ---

    def inspect(self, name: str) -> None:
        """Take pictures, on a phone and a wide screen, light and dark; nothing may be wrong."""
        for screen, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                file = self._pictures / f"{name}-{screen}-{scheme}.png"
                self.page.screenshot(path=file, full_page=True)
                assert [] == violations(self.page, self._axe), file.name
            assert 0 == overflow_px(self.page), f"{name} is wider than a {screen} screen"
