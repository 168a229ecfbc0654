"""axe-core in the pages of a test: what stands in the way of somebody who does not see or click."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page, ViewportSize

from tests.browser.conftest import DESKTOP

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "RGAAv4")
NARROWEST = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=DESKTOP["width"] // 2, height=DESKTOP["height"] // 2)
"""What is left of the screen of a desk at 200 %."""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# In one go: what is measured is not drawn.
TOO_WIDE_WHEN_TWICE_AS_LARGE = """() => {
  const page = document.documentElement;
  page.style.fontSize = "200%";
  const pixels = page.scrollWidth - page.clientWidth;
  page.style.fontSize = "";
  return pixels;
}"""
WHOLE, MAIN = "html", "main"
"""What of a page is judged."""
# The browser draws what is in a list; axe goes through each of two hundred towns for a second. Who reads
# the page goes on with it: the last one back first, before the one it stood before. The frames of a page
# are mails, which run nothing: axe cannot go in. It would copy each style sheet for a rule of how a phone
# is held, which is none of those asked: what it fetches first is sounds and films alone.
JUDGE = """async ([within, tags]) => {
  if (!("axe" in window)) return null;
  const cut = [];
  for (const list of document.querySelectorAll("select, datalist"))
    for (const one of [...list.querySelectorAll("option")].slice(3)) {
      if (one.selected) continue;
      cut.push([one.parentNode, one, one.nextSibling]);
      one.remove();
    }
  const told = await axe.run(document.querySelector(within) ?? document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], iframes: false,
    preload: {assets: ["media"]},
  });
  for (const [list, one, next] of cut.reverse()) list.insertBefore(one, next);
  return told.violations.map((one) => [
    one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "),
  ]);
}"""
# A part that another service draws comes by a swap: what moves before the first is the page itself
# on its way, whose tables grow line by line on a slow line or a busy machine.
WATCH_SHIFTS = """
  window.shifts = [];
  window.swappedAt = Infinity;
  document.addEventListener("htmx:before:swap", () => {
    window.swappedAt = Math.min(window.swappedAt, performance.now());
  });
  const keep = (list) => window.shifts.push(...list.getEntries());
  window.watching = new PerformanceObserver(keep);
  window.watching.observe({type: "layout-shift", buffered: true});
"""
# What moved by itself, not because somebody clicked: an input may move things.
SHIFTED = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  window.shifts.push(...window.watching.takeRecords());
  const alone = window.shifts.filter((one) => !one.hadRecentInput);
  const sum = (some) => some.reduce((sum, one) => sum + one.value, 0);
  return [
    sum(alone.filter((one) => one.startTime < window.swappedAt)),
    sum(alone.filter((one) => one.startTime >= window.swappedAt)),
  ];
}"""
COMING_SHIFT_MAX = 0.1
"""What Web Vitals call good, of a page on its way."""
SHIFT_MAX = 0.01
"""Once it is there: nothing moves when a part comes or is drawn anew."""
BUSY = "() => document.querySelector('.htmx-request') === null"


async def will_be_judged(page: Page) -> None:
    """Be there before what the page opens next.

    A browser compiles a script that is always there once, one it is given in each page every time:
    that would take longer than to judge the page.
    """
    await page.add_init_script(AXE)
    await page.add_init_script(WATCH_SHIFTS)


async def violations(page: Page, within: str = WHOLE) -> list[tuple[str, str]]:
    """The rules the open page breaks, each with the elements that do; its long lists are cut."""
    asked = [within, list(TAGS)]
    told: list[Any] | None = await page.evaluate(JUDGE, asked)
    if told is None:
        await page.evaluate(AXE)
        told = await page.evaluate(JUDGE, asked)
    assert told is not None
    return [(rule, where) for rule, where in told]


async def scrolls_sideways(page: Page) -> list[str]:
    """The ways of looking at the open page in which a line does not fit the screen."""
    found = []
    if (pixels := await page.evaluate(TOO_WIDE_WHEN_TWICE_AS_LARGE)) > 0:
        found.append(f"{pixels} px too wide when letters are twice as large")
    for name, size in (("à 320 px", NARROWEST), ("à 200 %", ZOOMED)):
        await page.set_viewport_size(size)
        if (pixels := await page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{pixels} px too wide {name}")
    await page.set_viewport_size(DESKTOP)
    return found


async def settled(page: Page) -> None:
    """Wait until the parts that other services draw came, or failed."""
    await page.wait_for_function(BUSY)


async def shifted(page: Page) -> list[str]:
    """What was seen to move by itself until the page settled, more than it may (CLS)."""
    await settled(page)
    coming, after = await page.evaluate(SHIFTED)
    found = [f"moves by {coming:.3f} as it comes"] if coming >= COMING_SHIFT_MAX else []
    return found + ([f"moves by {after:.3f} once it is there"] if after >= SHIFT_MAX else [])
