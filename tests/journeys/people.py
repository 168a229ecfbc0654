"""What the people of the journeys do, page after page, as a browser without script does it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import httpx2
import xlsxwriter
from stdnum import luhn

from tests.support.dates import period_ahead
from tests.support.pages import Page, Visitor
from tests.support.waiting import PATIENCE_SECONDS, eventually

HEADINGS = ("Raison sociale", "SIRET", "Code NAF", "Commune", "Forme juridique", "Diffusion")
COMPANIES = 40
"""Longer lists are those of tests/browser, in test_journey.py and test_import_steps.py."""
CLASS = "1MELEC"
PUPILS = ("Zéphyrine Canarival", "Barnabé Ouistelin", "Philomène Trabuzac")


def host(number: int) -> str:
    return f"Atelier du Quercy {number:03d}"


def siret(number: int) -> str:
    """An invented SIRET whose check digits are right."""
    siren = f"9{number:07d}"
    siren += luhn.calc_check_digit(siren)
    return siren + "0001" + luhn.calc_check_digit(siren + "0001")


def workbook(companies: int = COMPANIES) -> bytes:
    """So many invented companies, as a bureau keeps them."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Entreprises")
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, companies + 1):
        sheet.write_row(row, 0, [host(row), siret(row), "43.21A", "Montauban", "SARL", "Oui"])
    book.close()
    return content.getvalue()


def roster() -> bytes:
    lines = [f"{name.split()[1]};{name.split()[0]};{CLASS}" for name in PUPILS]
    return "\n".join(["Nom;Prénom;Classe", *lines]).encode()


async def sign_in(client: httpx2.AsyncClient, mail: str, password: str) -> Visitor:
    """Somebody who went through the sign-in page."""
    visitor = Visitor(client)
    page = await visitor.get("/connexion")
    page = await visitor.send(page.form("/connexion"), mail=mail, password=password)
    assert page.status == 200, page.text
    assert "Aujourd’hui" in page.text
    return visitor


async def import_companies(bureau: Visitor, companies: int = COMPANIES) -> None:
    page = await bureau.get("/entreprises/import")
    page = await bureau.send(
        page.form("/entreprises/import"), files={"file": ("entreprises.xlsx", workbook(companies))}
    )
    page = await bureau.send(page.form("/entreprises/import/"))
    assert "Import terminé" in page.text, page.text


async def import_class(bureau: Visitor) -> None:
    page = await bureau.get("/pfmp/eleves/import")
    page = await bureau.send(
        page.form("/pfmp/eleves/import/apercu"), files={"file": ("classe.csv", roster())}
    )
    form = page.form("/pfmp/eleves/import")
    first = next(value for value in form.options["following"] if value)
    page = await bureau.send(form, following=first)
    for name in PUPILS:
        assert name.split()[1].upper() in page.text.upper(), page.text


async def publish_a_period(bureau: Visitor) -> str:
    """The address of the period's page."""
    form = (await bureau.get("/pfmp/periodes/nouvelle")).form("/pfmp/periodes")
    starts_on, ends_on = period_ahead()
    page = await bureau.send(
        form,
        starts_on=f"{starts_on}",
        ends_on=f"{ends_on}",
        weeks="4",
        formation_ids=form.options["formation_ids"][0],
    )
    page = await bureau.send(page.form("/pfmp/periodes/"))
    assert "PFMP publiée." in page.text, page.text
    return page.answer.url.path


async def propose(bureau: Visitor, period: str, at: str) -> Page:
    """Propose a host, by its name, to the first pupil without one; the placement's page."""
    listed = await bureau.get(period)
    here = _links(listed.answer.text, f"{period}/eleves/")[0]

    async def found() -> Page | None:
        page = await bureau.get(f"{here}?q={at}")
        known = page.has_form(f"{here}/placements") and at in page.text
        return page if known else None

    page = await eventually(found)
    assert page is not None
    form = page.form(f"{here}/placements")
    page = await bureau.send(form, site_key=form.options["site_key"][0])
    assert "Lieu d’accueil proposé." in page.text, page.text
    return page


async def confirm(bureau: Visitor, placement: Page) -> None:
    path = placement.answer.url.path
    page = await bureau.send(placement.form(f"{path}/confirmation"))
    assert "Lieu d’accueil confirmé." in page.text, page.text


def _links(html: str, prefix: str) -> list[str]:
    pieces = html.split(f'href="{prefix}')[1:]
    return [prefix + piece.split('"')[0].split("?")[0] for piece in pieces]


@dataclass
class LivePage:
    """The supervisor's page, left open: it fetches its parts again when it is told to."""

    client: httpx2.AsyncClient
    told: asyncio.Event = field(default_factory=asyncio.Event)
    last_id: str = ""
    everything: list[str] = field(default_factory=list)
    """All that this page was ever sent."""

    async def listen(self) -> None:
        """As a browser's EventSource: connected again, from the last id, when it is cut."""
        while True:
            try:
                await self._follow()
            except httpx2.TransportError:
                await asyncio.sleep(0.1)

    async def _follow(self) -> None:
        headers = {"last-event-id": self.last_id} if self.last_id else {}
        async with self.client.stream("GET", "/departement/flux", headers=headers) as answer:
            async for line in answer.aiter_lines():
                self.everything.append(line)
                if line.startswith("id:"):
                    self.last_id = line.removeprefix("id:").strip()
                    self.told.set()

    async def shows(self, covered: int) -> None:
        """Wait, without asking before being told, until so many pupils are covered."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                await self.told.wait()
                self.told.clear()
                if await self.covered() == covered:
                    return

    async def covered(self) -> int:
        """Pupils with a confirmed place, in the whole department."""
        for part in ("couverture", "journal"):
            fragment = await self.client.get(f"/departement/fragments/{part}")
            self.everything.append(fragment.text)
        answer = await self.client.get("/api/supervision/coverage")
        self.everything.append(answer.text)
        return sum(_agreed(lycee) for lycee in answer.json()["lycees"])


def _agreed(lycee: dict[str, Any]) -> int:
    counts = [cell["counts"] for cell in lycee["formations"] if cell["counts"]]
    return sum(count["host_agreed"] for count in counts)


@asynccontextmanager
async def live_page(supervisor: Visitor) -> AsyncIterator[LivePage]:
    """The page, open and connected."""
    page = await supervisor.get("/departement")
    assert page.status == 200, page.text
    live = LivePage(supervisor.client, everything=[page.answer.text])
    listening = asyncio.ensure_future(live.listen())
    try:
        await asyncio.wait_for(live.told.wait(), PATIENCE_SECONDS)
        yield live
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
