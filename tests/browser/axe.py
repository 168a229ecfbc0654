"""axe-core in the pages of a test: what stands in the way of somebody who does not see or click."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page, ViewportSize

from tests.browser.conftest import DESKTOP

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "RGAAv4")
NARROWEST = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=DESKTOP["width"] // 2, height=DESKTOP["height"] // 2)
"""What is left of the screen of a desk at 200 %."""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The frames of a page are mails, which run nothing: axe cannot go in.
JUDGE = """async (tags) => {
  const told = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], iframes: false,
  });
  return told.violations.map((one) => [
    one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "),
  ]);
}"""
BUSY = "() => document.querySelector('.htmx-request') === null"


async def violations(page: Page) -> list[tuple[str, str]]:
    """The rules the open page breaks, each with the elements that do."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    told: list[Any] = await page.evaluate(JUDGE, list(TAGS))
    return [(rule, where) for rule, where in told]


async def scrolls_sideways(page: Page) -> list[str]:
    """The ways of looking at the open page in which a line does not fit the screen."""
    found = []
    for name, size in (("à 320 px", NARROWEST), ("à 200 %", ZOOMED)):
        await page.set_viewport_size(size)
        if (pixels := await page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{pixels} px too wide {name}")
    await page.set_viewport_size(DESKTOP)
    await page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    if (pixels := await page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{pixels} px too wide when letters are twice as large")
    return found


async def settled(page: Page) -> None:
    """Wait until the parts that other services draw came, or failed."""
    await page.wait_for_function(BUSY)
