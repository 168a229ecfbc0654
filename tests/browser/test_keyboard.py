"""Forms by keyboard alone: pages with every kind of field, and in `make prove` every form of every page
as every role that sees it.

Generated from what pages hold: a new form is filled there by itself. One walk along a page, by Tab,
fills and sends all its forms. What is sent is taken to the server without the session, so that it is
refused and the page stays as it is for its next form.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.async_api import FileChooser, Page, Request, Route

from services.chassis.base.identity import Role
from tests.browser.answers import forms_of, get
from tests.browser.axe import settled
from tests.browser.conftest import PATIENCE_MS
from tests.browser.site import PAGES, Site, a_few_at_once, opened
from tests.support.proof import long

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)

STOPS_MAX = 400
TEXT = "Essai"
TYPED = {
    "email": "essai@quercy.example",
    "tel": "05 36 49 00 00",
    "number": "3",
    "time": "0930",
    "url": "https://quercy.example",
}
UNTYPED = {"button", "hidden", "radio", "reset"}
SEGMENTED = {"date", "time", "month", "week", "datetime-local"}
"""Fields that Tab goes through part by part."""
UNKNOWN_STATUSES = {404, 405, 500}
SHOWN_AGAIN = 422

FORMS = """() => [...document.forms].map((form, place) => {
  form.dataset.place = place;
  const names = [...form.elements].map((one) => `${one.type} ${one.name}`);
  return [form.getAttribute("action") ?? "", names.join(), form.closest("main") !== null];
})"""
FOCUSED = """() => {
  const it = document.activeElement;
  if (it === null || it === document.body || it === document.documentElement) return null;
  window.stops ??= new Map();
  if (!window.stops.has(it)) window.stops.set(it, window.stops.size);
  const drawn = getComputedStyle(it);
  // Words that go on in another line: what surrounds both lines has other words in its middle.
  const box = it.getClientRects()[0] ?? it.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const around = [it, ...(it.labels ?? [])];
  const name = it.name || it.id || it.textContent.trim().slice(0, 40);
  return {
    last: it.closest("footer") !== null,
    number: window.stops.get(it),
    what: `${it.tagName.toLowerCase()} ${name}`,
    kind: it.tagName === "SELECT" ? "select" : it.tagName === "SUMMARY" ? "summary" : it.type ?? "",
    form: it.form ? Number(it.form.dataset.place) : -1,
    folded: it.tagName === "SUMMARY" && !it.parentElement.open,
    value: it.value ?? "",
    checked: it.checked === true,
    first: it.min || null,
    until: it.max || null,
    choices: it.tagName === "SELECT" ? it.options.length : 0,
    shown: drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) >= 2,
    covered: over !== null && !around.some((one) => one.contains(over) || over.contains(one)),
  };
}"""
AWAKE = "(place) => { delete document.forms[place].dataset.sent; }"
Stop = dict[str, Any]
KINDS = {
    *("checkbox", "date", "email", "file", "number", "radio", "search", "select-one", "submit"),
    *("tel", "text", "textarea", "url"),
}
EVERY_KIND: Mapping[Role | None, tuple[str, ...]] = {
    None: ("/connexion", "/espace-entreprise/{page_token}"),
    Role.RBDE: (
        "/composants",
        "/entreprises/import",
        "/entreprises/nouvelle",
        "/entreprises/{company_id}/appel",
        "/pfmp/periodes/nouvelle",
        "/actualites/nouvelle",
    ),
    Role.SUPERVISOR: ("/departement",),
}
"""Pages that together hold every kind of field."""


@dataclass
class Walk:
    """Along one page, from its beginning to its end."""

    page: Page
    nobody: httpx2.AsyncClient
    file: Path
    sent: dict[int, int] = field(default_factory=dict)
    """What the server answered, by the place of the form."""
    problems: list[str] = field(default_factory=list)
    _place: int = -1
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, route: Route, request: Request) -> None:
        """Take what a form sends to the server, as nobody; the page stays."""
        if not request.is_navigation_request():
            await route.continue_()
            return
        answer = await self.nobody.request(
            request.method,
            request.url,
            content=request.post_data_buffer,
            headers={name: one for name, one in request.headers.items() if name != "cookie"},
        )
        # A refusal that shows the form again is no unknown address, whatever its status.
        again = f'action="{urlsplit(request.url).path}"' in answer.text
        self.sent[self._place] = SHOWN_AGAIN if again else answer.status_code
        await route.fulfill(status=204)
        self._done.set()

    async def choose(self, chooser: FileChooser) -> None:
        """Choose the file that was asked for."""
        await chooser.set_files(self.file)
        self._done.set()

    async def skip_what_is_above(self) -> None:
        """Go by the link that leads to the content."""
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.press("Enter")

    async def along(self) -> None:
        """Press Tab until the page is left; fill and send what is met."""
        last: Stop = {}
        for _ in range(STOPS_MAX):
            await self.page.keyboard.press("Tab")
            stop: Stop | None = await self.page.evaluate(FOCUSED)
            if stop is None or stop["last"]:
                return
            if stop["number"] == last.get("number"):
                if stop["kind"] not in SEGMENTED:
                    self.problems.append(f"Tab does not leave {stop['what']}")
                    return
                continue
            if not stop["shown"]:
                self.problems.append(f"the focus is not seen on {stop['what']}")
            if stop["covered"]:
                self.problems.append(f"something lies over {stop['what']}, which has the focus")
            if not await self.use(stop):
                return
            last = stop
        self.problems.append(f"after {STOPS_MAX} stops it does not end")

    async def use(self, stop: Stop) -> bool:
        """Unfold, fill or send what has the focus; False: keys began nothing, and the walk ends."""
        press, kind = self.page.keyboard.press, stop["kind"]
        if stop["folded"]:
            await press("Enter")
        elif stop["form"] < 0:
            return True
        elif kind == "submit":
            return await self.send(stop)
        elif kind == "checkbox" or (kind == "radio" and not stop["checked"]):
            await press("Space")
            await self.changed(stop, "checked")
        elif kind == "select" and stop["choices"] > 1:
            await press("ArrowDown")
            if (await self.page.evaluate(FOCUSED))["value"] == stop["value"]:  # the last choice
                await press("ArrowUp")
            await self.changed(stop, "value")
        elif kind == "file":
            self._done.clear()
            await press("Space")
            return await self.wait(f"{stop['what']} asks for no file")
        elif not stop["value"] and kind not in UNTYPED and kind != "select":
            text = typed_day(stop) if kind == "date" else TYPED.get(kind, TEXT)
            await self.page.keyboard.type(text)
            await self.changed(stop, "value")
        return True

    async def changed(self, before: Stop, what: str) -> None:
        """What has the focus obeyed the keys."""
        now = await self.page.evaluate(FOCUSED)
        if now is None or now[what] == before[what]:
            self.problems.append(f"keys do nothing to {before['what']}")

    async def send(self, stop: Stop) -> bool:
        """Press the button that has the focus, by Enter and Space in turn."""
        self._place = stop["form"]
        self._done.clear()
        await self.page.evaluate(AWAKE, self._place)
        await self.page.keyboard.press("Enter" if stop["number"] % 2 else "Space")
        return await self.wait(f"{stop['what']} sends nothing")

    async def wait(self, problem: str) -> bool:
        """Wait for what the keys began; say whether it came."""
        try:
            await asyncio.wait_for(self._done.wait(), PATIENCE_MS / 1000)
        except TimeoutError:
            # A browser that refuses a field goes back to it: the walk would come here for ever.
            self.problems.append(problem)
            return False
        return True


def typed_day(stop: Stop) -> str:
    """A day the field takes, whose figures read the same whichever of day and month comes first."""
    until = date.fromisoformat(stop["until"]) if stop["until"] else None
    first = date.fromisoformat(stop["first"]) if stop["first"] else None
    if until is None:
        first = first or date(2027, 1, 1)
        until = first + timedelta(days=366)
    first = first or until - timedelta(days=366)
    months = (date(year, m, m) for year in range(first.year, until.year + 1) for m in range(1, 13))
    day = next((day for day in months if first <= day <= until), first)
    return f"{day:%d%m%Y}"


async def walked(
    page: Page,
    address: str,
    *,
    nobody: httpx2.AsyncClient,
    file: Path,
    known: set[tuple[str, ...]],
) -> list[str]:
    """What is wrong along this page, if it holds a form nobody has met there."""
    if await opened(page, address) is None:
        return []
    await settled(page)
    forms = await page.evaluate(FORMS)
    # What stands above every page is met once.
    here = {(address if in_main else "", action, names) for action, names, in_main in forms}
    if here <= known:
        return []
    above = {one for one in here if not one[0]}
    walk = Walk(page, nobody, file)
    await page.route("**/*", walk.take)
    # Before the keys: a chooser nobody expects is not told of.
    page.on("filechooser", walk.choose)
    skipped = above if above <= known else set()
    if skipped:
        await walk.skip_what_is_above()
    known |= here
    await walk.along()
    page.remove_listener("filechooser", walk.choose)
    await page.unroute_all(behavior="wait")
    for place, (action, names, in_main) in enumerate(forms):
        if not in_main and ("", action, names) in skipped:
            continue
        if place not in walk.sent:
            walk.problems.append(f"the form to {action} is never sent")
        elif walk.sent[place] in UNKNOWN_STATUSES:
            walk.problems.append(f"{action} answers {walk.sent[place]}")
    return walk.problems


async def judged(
    role: Role | None,
    site: Site,
    addresses: Iterable[str],
    file: Path,
    *,
    met: set[tuple[str, ...]],
    known: set[tuple[str, ...]],
) -> list[str]:
    page = await site.browsers[role].new_page()
    nobody = site.network.client()
    found = []
    for address in dict.fromkeys(addresses):
        answer = await get(site.clients[role], address)
        if forms_of(address, answer) <= met:
            continue
        met |= forms_of(address, answer)
        problems = await walked(page, address, nobody=nobody, file=file, known=known)
        found += [f"{address} as {role or 'nobody'}: {problem}" for problem in problems]
    await page.close()
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What is chosen where a form asks for a file."""
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Commune\nScierie;Moissac\n")
    return path


async def test_forms_with_every_kind_of_field_are_filled_and_sent_by_keyboard_alone(
    site: Site, file: Path
) -> None:
    pages = {route.path: route for route in PAGES}
    met: set[tuple[str, ...]] = set()
    known: set[tuple[str, ...]] = set()
    walks = []
    for role, paths in EVERY_KIND.items():
        addresses = [site.address(pages[path]) for path in paths]
        walks.append(judged(role, site, addresses, file, met=met, known=known))

    assert await a_few_at_once(walks) == []
    kinds = {one.split()[0] for _, _, names in known for one in names.split(",") if one}
    assert kinds >= KINDS


@pytest.mark.parametrize("roles", [long("all")])
async def test_every_form_is_reached_filled_and_sent_by_keyboard_alone(
    site: Site, file: Path, roles: str
) -> None:
    met: set[tuple[str, ...]] = set()
    known: set[tuple[str, ...]] = set()

    assert (
        await a_few_at_once(
            judged(role, site, site.addresses(role), file, met=met, known=known)
            for role in site.browsers
        )
        == []
    )
    assert len({action for _, action, *_ in known}) > 50


FAULTS = {
    "Tab does not leave": """document.querySelector('main [type=email]').addEventListener('keydown',
        (event) => { if (event.key === 'Tab') event.preventDefault(); })""",
    "the focus is not seen on": "document.querySelector('main [type=email]').style.outline = 'none'",
    "keys do nothing to": """document.querySelector('main input[type=email]').addEventListener(
        'beforeinput', (event) => event.preventDefault())""",
    "is never sent": "document.querySelector('main form button').tabIndex = -1",
    "something lies over": """document.querySelector('main form').insertAdjacentHTML('beforeend',
        '<div class="live"></div>');
        document.querySelector('.live').style.cssText = 'position:fixed;inset:0'""",
}
"""What somebody could break one day, by what must be said of it."""


@pytest.mark.parametrize("problem", FAULTS)
async def test_a_planted_fault_is_found(site: Site, tmp_path: Path, problem: str) -> None:
    page = await site.browsers[None].new_page()
    page.on("load", lambda page: page.evaluate(FAULTS[problem]))

    found = await walked(
        page, "/connexion", nobody=site.network.client(), file=tmp_path, known=set()
    )

    assert any(problem in one for one in found), found
    await page.close()
