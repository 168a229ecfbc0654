"""`make pictures`: what each role sees of a loaded demonstration, for pictures/README.md.

Each picture is taken with its outline (menu, headings, actions of the page), as the page was sent:
tests/browser/test_pictures.py compares it with the page of today, without a browser.
"""

import asyncio
import base64
import json
import re
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from playwright.async_api import Browser, Page

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.browser.axe import settled
from tests.browser.chromium import running_browser
from tests.browser.conftest import People
from tests.support.processes import Command, passerelle
from tests.support.servers import own_folder
from tests.support.waiting import eventually

FOLDER = Path(__file__).parent / "pictures"
OUTLINES = FOLDER / "outlines.json"
BYTES_MAX = 60 * 1024
QUALITIES = (60, 40, 20)
LOADED_WITHIN_SECONDS = 300.0
PAGES: Mapping[Role, str] = {
    Role.RBDE: "/",
    Role.DDFPT: "/pfmp",
    Role.ATCT: "/entreprises",
    Role.HEAD: "/",
    Role.DELEGATE: "/",
    Role.SECRETARIAT: "/envois",
    Role.REFERENT_TEACHER: "/",
    Role.FORM_TEACHER: "/annuaire",
    Role.SUPERVISOR: "/departement",
    Role.ACADEMY: "/departement/totaux",
    Role.PARTNER: "/besoins-confies",
    Role.OPERATOR: "/exploitation",
    Role.AUDITOR: "/audit/internships",
}
"""The page that shows best what a role is here for."""


@dataclass
class Outline:
    """What a page is made of, whatever it has to show."""

    menu: list[str] = field(default_factory=list)
    heading: str = ""
    parts: list[str] = field(default_factory=list)


class _Outliner(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.outline = Outline()
        self._within: list[str] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "nav":
            self._within.append(given.get("class") or "")
        if tag in {"a", "h1", "h2", "caption"}:
            self._words = []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        said = " ".join("".join(self._words).split())
        if tag == "a" and self._within[-1:] == ["menu"]:
            self.outline.menu.append(said)
        elif tag == "h1":
            # « Aujourd’hui, lundi 5 octobre » is the same page every day.
            self.outline.heading = said.partition(",")[0]
        elif tag in {"h2", "caption"} and said:
            self.outline.parts.append(said)
        elif tag == "nav":
            self._within.pop()


def outline_of(page: str) -> Outline:
    """The outline of a page as it was sent, before anything comes into it."""
    outliner = _Outliner()
    outliner.feed(page)
    return outliner.outline


def kept_outlines() -> dict[Role, tuple[str, Outline]]:
    """What was taken of each role: the page's address and its outline."""
    kept = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return {Role(name): (one.pop("page"), Outline(**one)) for name, one in kept.items()}


def account_of(role: Role, told: str) -> tuple[str, str]:
    """The mail and the password `up` printed for the first account of this role."""
    found = re.search(rf"(\S+@\S+)\s+(\S+)\s+.*\({re.escape(role.label)}, ", told)
    assert found, f"no account of {role}"
    return found[1], found[2]


async def _taken(page: Page) -> bytes:
    """The picture, as good as fits."""
    session = await page.context.new_cdp_session(page)
    for quality in QUALITIES:
        shot = await session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(shot["data"])
        if len(picture) <= BYTES_MAX:
            return picture
    raise AssertionError(f"{page.url} does not fit in {BYTES_MAX} bytes")


async def _take(browser: Browser, up: Command, role: Role) -> Outline:
    async with AsyncExitStack() as stack:
        people = await People.of(browser, up, stack)
        person = await people.signed_in(*account_of(role, up.output))
        answer = await person.page.goto(PAGES[role])
        assert answer is not None
        assert answer.ok, f"{PAGES[role]} as {role} answers {answer.status}"
        await settled(person.page)
        (FOLDER / f"{role}.webp").write_bytes(await _taken(person.page))
        return outline_of(await answer.text())


async def _has_arrived(browser: Browser, up: Command) -> None:
    """Wait until nothing of the demonstration is still on its way."""
    async with AsyncExitStack() as stack:
        people = await People.of(browser, up, stack)
        page = (await people.signed_in(*account_of(Role.OPERATOR, up.output))).page

        async def calm() -> bool:
            await page.goto("/exploitation")
            await settled(page)
            return await page.get_by_text("Rien à signaler").count() == len(SERVICES)

        await eventually(calm, within_seconds=LOADED_WITHIN_SECONDS)


async def main() -> None:
    """Load a demonstration and look at it as each role."""
    FOLDER.mkdir(exist_ok=True)
    with own_folder("pictures") as folder:
        data = str(folder / "data")
        async with passerelle("up", "--demo", "--data", data) as up, running_browser() as browser:
            await eventually(
                lambda: "100\u202f%" in up.output, within_seconds=LOADED_WITHIN_SECONDS
            )
            await _has_arrived(browser, up)
            taken = {}
            for role in PAGES:
                taken[role] = {"page": PAGES[role]} | asdict(await _take(browser, up, role))
                sys.stderr.write(f"{role}\n")
    OUTLINES.write_text(json.dumps(taken, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
