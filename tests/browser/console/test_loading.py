"""What the browser is given: little, from here only, and nothing that runs but what we built."""

import statistics

import requests
from tests.e2e.server import Server

FIRST_LOAD_LIMIT = 300 * 1024
"""Bytes, compressed, of everything that is read before the first page can be used."""
MANY = 1_000
TABLE = "() => document.querySelectorAll('[role=row]').length > 5"
SCROLLS = 20

# What Lighthouse measures, by the same interfaces of the browser.
OBSERVE = """
window.seen = {shift: 0, paint: {}, blocked: 0};
const watch = (type, tell) => new PerformanceObserver(
  (list) => list.getEntries().forEach(tell)).observe({type, buffered: true});
watch('layout-shift', (e) => { if (!e.hadRecentInput) seen.shift += e.value });
watch('paint', (e) => { seen.paint[e.name] = e.startTime });
watch('largest-contentful-paint', (e) => { seen.paint['largest'] = e.startTime });
watch('longtask', (e) => { seen.blocked += Math.max(0, e.duration - 50) });
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


def test_the_table_of_a_thousand_workers_is_quick(open_console, office, record_property):
    """The figures are printed after the tests; no limit depends on the machine."""
    for number in range(MANY):
        office.workspace.workers.create(f"Worker {number:04}", attributes='{"languages": ["es"]}')
    console = open_console()
    console.page.add_init_script(OBSERVE)
    console.go("workers")
    console.page.wait_for_function(TABLE)
    rows = console.page.locator("[role=row]").count()
    # However many workers there are, only what is in sight exists.
    assert rows < 100
    shown = console.page.evaluate("window.seen")
    frames = scroll(console)
    figures = {
        "first contentful paint, ms": round(shown["paint"]["first-contentful-paint"]),
        "largest contentful paint, ms": round(shown["paint"]["largest"]),
        "total blocking time, ms": round(shown["blocked"]),
        "cumulative layout shift": round(shown["shift"], 3),
        "median frame while scrolling, ms": round(statistics.median(frames), 1),
        "rows that exist": rows,
    }
    record_property("figures", figures)
    assert shown["shift"] < 0.1


def scroll(console) -> list[float]:
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
