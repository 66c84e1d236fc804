"""What is wrong with a page: what keeps people from using it, and what runs over its edge."""

from typing import Any

from playwright.sync_api import Page

_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page, axe: str) -> list[Any]:
    """What axe-core finds wrong; ``axe`` is its source."""
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found["violations"]
    ]


def overflow_px(page: Page) -> int:
    """By how much the page is wider than the screen."""
    return int(page.evaluate(_OVERFLOW))
