"""What the browser is given: little, from here only, and nothing that runs but what we built."""

import statistics

import pytest
import requests
from playwright.sync_api import expect
from tests.browser.console.console import Console
from tests.browser.console.office import Office
from tests.e2e.server import Server

FIRST_LOAD_LIMIT = 300 * 1024
"""Bytes, compressed, of everything that is read before the first page can be used."""
MANY = 1_000
TABLE = "() => document.querySelectorAll('[role=row]').length > 5"
QUEUES = [f"Queue {number:02}" for number in range(20)]
SCROLLS = 20
SHORTEST_EVENT_MS = 16
"""Browsers tell of no event that took less, from the touch until what it changed was painted."""

# Of what was done last is told when it was painted.
SETTLED = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(
  () => setTimeout(() => resolve(window.seen.interactions)))))"""

# What Lighthouse measures, by the same interfaces of the browser.
OBSERVE = """
window.seen = {shift: 0, paint: {}, blocked: 0, interactions: []};
const watch = (type, tell, further) => new PerformanceObserver(
  (list) => list.getEntries().forEach(tell)).observe({type, buffered: true, ...further});
watch('layout-shift', (e) => { if (!e.hadRecentInput) seen.shift += e.value });
watch('paint', (e) => { seen.paint[e.name] = e.startTime });
watch('largest-contentful-paint', (e) => { seen.paint['largest'] = e.startTime });
watch('longtask', (e) => { seen.blocked += Math.max(0, e.duration - 50) });
watch('event', (e) => { if (e.interactionId) seen.interactions.push(e.duration) },
  {durationThreshold: 16});
"""


def test_the_first_load_is_small(open_console, office, record_property):
    """All that the overview needs, as it goes over the wire."""
    console = open_console()
    session = console.page.context.new_cdp_session(console.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    paths: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda told: paths.update({told["requestId"]: told["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}),
    )
    console.go()
    console.page.wait_for_load_state("load")
    loaded = {paths[one]: size for one, size in sizes.items() if "/console/" in paths[one]}
    assert any(path.endswith(".js") for path in loaded)
    total = sum(loaded.values())
    told = {"first load of the console, KB compressed": round(total / 1024), "files": len(loaded)}
    record_property("figures", told)
    assert total <= FIRST_LOAD_LIMIT, loaded


def test_only_scripts_that_were_built_run(server: Server):
    """The policy allows no script that is written into a page."""
    answer = requests.get(f"{server.url}/console/", timeout=10)
    policy = {
        words[0]: words[1:]
        for words in (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    }
    assert ["'self'"] == policy["script-src"]
    assert ["'self'"] == policy["default-src"]
    assert ["'self'"] == policy["connect-src"]


@pytest.fixture(scope="module")
def busy_office(server: Server) -> Office:
    """Of a thousand workers, and with tasks in many queues."""
    office = Office(server)
    for number in range(MANY):
        office.workspace.workers.create(f"Worker {number:04}", attributes='{"languages": ["es"]}')
    for name in QUEUES:
        office.workspace.task_queues.create(name, target_workers='languages HAS "es"')
    for _ in range(len(QUEUES)):
        office.create_task(language="es")
    return office


@pytest.fixture
def office(busy_office: Office) -> Office:
    return busy_office


def test_the_overview_of_a_thousand_workers_is_quick(open_console, office, record_property):
    """To come and to answer; the figures are printed after the tests, as the machine has them."""
    console = open_console()
    console.page.add_init_script(OBSERVE)
    console.go()
    queues = console.page.get_by_role("table", name="Task queues")
    expect(queues.get_by_role("link", name=QUEUES[0])).to_be_visible()
    expect(queues.get_by_role("row", name="Support").get_by_role("cell").nth(1)).not_to_have_text(
        "–"
    )
    expect(console.page.get_by_role("img", name="Tasks by minute").locator("svg")).to_be_visible()
    shown = console.page.evaluate("window.seen")
    console.click("Waiting")
    expect(queues.get_by_role("link").first).to_have_text("Support")
    console.click("Search and go")
    expect(console.page.get_by_role("combobox", name="Search and go")).to_be_focused()
    console.page.keyboard.type("worker 09")
    expect(console.page.get_by_role("option", name="Worker 09").first).to_be_visible()
    interactions = console.page.evaluate(SETTLED)
    record_property(
        "figures",
        {
            **told("overview", shown),
            "overview: longest interaction, ms": max(interactions, default=SHORTEST_EVENT_MS),
        },
    )
    assert shown["shift"] < 0.1


def test_the_table_of_a_thousand_workers_is_quick(open_console, office, record_property):
    """Only what is in sight of it exists."""
    console = open_console()
    console.page.add_init_script(OBSERVE)
    console.go("workers")
    console.page.wait_for_function(TABLE)
    rows = console.page.locator("[role=row]").count()
    # However many workers there are, only what is in sight exists.
    assert rows < 100
    shown = console.page.evaluate("window.seen")
    frames = scroll(console)
    figures = told("workers", shown) | {
        "workers: median frame while scrolling, ms": round(statistics.median(frames), 1),
        "workers: rows that exist": rows,
    }
    record_property("figures", figures)
    assert shown["shift"] < 0.1


def told(page: str, shown: dict) -> dict[str, float]:
    """What was measured of a page, by its names."""
    return {
        f"{page}: first contentful paint, ms": round(shown["paint"]["first-contentful-paint"]),
        f"{page}: largest contentful paint, ms": round(shown["paint"]["largest"]),
        f"{page}: total blocking time, ms": round(shown["blocked"]),
        f"{page}: cumulative layout shift": round(shown["shift"], 3),
    }


def scroll(console: Console) -> list[float]:
    """Scrolls through the table; how long its frames took."""
    return console.page.evaluate(
        """async (scrolls) => {
          const table = document.querySelector('[role=table]');
          const frames = [];
          let last = await new Promise(requestAnimationFrame);
          for (let count = 0; count < scrolls; count += 1) {
            table.scrollTop += 400;
            const now = await new Promise(requestAnimationFrame);
            frames.push(now - last);
            last = now;
          }
          return frames;
        }""",
        SCROLLS,
    )
