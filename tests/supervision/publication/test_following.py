"""Every page that shows what a lycée tells is made again once its head keeps it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from contracts.coordination.campaigns import CampaignOpenedV1
from contracts.documents.examples import example
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.declared_figures.commands import declare_figure
from services.supervision.declared_figures.model import Declaration, Source
from services.supervision.past.model import Month
from services.supervision.permissions import PERMISSIONS
from services.supervision.service import SERVICE
from tests.supervision.browsing import browsing
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    TODAY,
    Network,
    company,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
)
from tests.supervision.sheets.test_sheets import a_sheet, sends
from tests.support.portal import KnownSessions
from tests.support.routes import routes_of

MARK = "/departement/fragments/publication"
WATCHED = re.compile(r'data-watch="(?P<address>[^"]+)" data-mark="(?P<mark>[^"]+)"')
NOTHING_OF_A_LYCEE = {
    "/departement/rapports": "the list of months",
    "/departement/rapports/{month}/texte": "a form",
    "/departement/tableaux": "the list of sheets",
    "/departement/tableaux/nouveau": "a form",
    "/departement/tableaux/{sheet_id}/modification": "a form",
    "/departement/lecteurs": "who reads feeds",
    "/departement/chiffres-declares": "what lycées that publish nothing told the supervisor",
    "/departement/chiffres-declares/nouveau": "a form",
    "/departement/chiffres-declares/{figure_id}/modification": "a form",
    "/departement/calendrier": "dates of PFMP, always told",
    "/departement/offre": "training signals, always told",
    "/departement/totaux": "an edition, the same until the next one",
}
PAGES = {
    route.path: PERMISSIONS.roles(route.declared.action)
    for route in routes_of(SERVICE)
    if route.declared.kind == "page"
    and route.path.startswith("/departement")
    and not re.search(r"\.(csv|xlsx|pdf)$", route.path)
}
"""Every page of the department that is no file, and who opens it."""


@pytest.fixture(autouse=True)
def _today(app: FastAPI) -> None:
    app.state.runtime.work._clock = lambda: NOW


async def a_department(work: UnitsOfWork) -> Network:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Électricité"))
    network.tell(period(starts_on=TODAY + timedelta(days=20)))
    network.tell(coverage(15))
    network.tell(company(1, name="SARL Exemple"))
    network.tell(example(CampaignOpenedV1))
    await folded(work, network.told)
    return network


async def a_declared_figure(work: UnitsOfWork) -> UUID:
    of = Declaration(
        uai=BOURDELLE,
        indicator="actions-menees",
        month=Month.of(TODAY),
        numerator=3,
        denominator=None,
        told_on=TODAY,
        source=Source.PHONE,
    )
    async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
        return (await declare_figure(uow, of=of, part=False, today=TODAY, now=NOW)).id


async def address_of(supervisor: httpx2.AsyncClient, work: UnitsOfWork, path: str) -> str:
    """A page of this kind that there is."""
    if "{figure_id}" in path:
        return path.format(figure_id=await a_declared_figure(work))
    known = {
        "uai": BOURDELLE,
        "period_id": str(period(starts_on=TODAY).period_id),
        "company_id": str(company(1).company_id),
        "month": f"{TODAY:%Y-%m}",
        "campaign_id": str(example(CampaignOpenedV1).campaign_id),
    }
    if "{sheet_id}" in path or "{record_id}" in path:
        sheet = (await a_sheet(supervisor)).answer.url.path
        if "{sheet_id}" in path:
            return sheet + path.partition("{sheet_id}")[2]
        return (await sends(supervisor, sheet, f"{sheet}/releves")).answer.url.path
    if "{report_id}" in path:
        month = f"/departement/rapports/{TODAY:%Y-%m}"
        return (await sends(supervisor, month, f"{month}/envois")).answer.url.path
    return path.format(**known)


@asynccontextmanager
async def reader(
    app: FastAPI, sessions: KnownSessions, role: Role
) -> AsyncIterator[httpx2.AsyncClient]:
    """The browser of somebody of this role."""
    where = None if role.department_wide else BOURDELLE
    async with browsing(app, sessions.sign_in((role, where))) as browser:
        yield browser


@pytest.mark.parametrize("path", sorted(PAGES))
async def test_a_page_of_figures_follows_what_heads_publish(
    work: UnitsOfWork,
    app: FastAPI,
    sessions: KnownSessions,
    supervisor: httpx2.AsyncClient,
    path: str,
) -> None:
    await a_department(work)
    address = await address_of(supervisor, work, path)
    for role in sorted(PAGES[path]):
        async with reader(app, sessions, role) as browser:
            page = await browser.get(address)
            assert page.status_code == 200, page.text
            watched = WATCHED.search(page.text)
            assert (watched is not None) != (path in NOTHING_OF_A_LYCEE), role
            if watched is not None:
                asked = await browser.get(watched["address"])
                assert (asked.status_code, asked.text) == (200, watched["mark"])


async def test_a_head_is_told_on_its_page_once_it_keeps_figures(
    work: UnitsOfWork, app: FastAPI, sessions: KnownSessions
) -> None:
    network = await a_department(work)
    async with reader(app, sessions, Role.HEAD) as browser:
        watched = WATCHED.search((await browser.get("/departement/mes-lycees")).text)
        assert watched is not None
        network.tell(published(FactFamily.COVERAGE, (TODAY, False)))
        await folded(work, network.told)
        assert (await browser.get(watched["address"])).text != watched["mark"]


async def mark(supervisor: httpx2.AsyncClient) -> str:
    answer = await supervisor.get(MARK)
    assert answer.status_code == 200
    return answer.text


async def test_the_mark_is_another_one_once_a_head_decides_and_on_the_day_it_begins(
    app: FastAPI, work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = await a_department(work)
    first = await mark(supervisor)
    network.tell(coverage(16), version=2)
    await folded(work, network.told)
    assert await mark(supervisor) == first

    tomorrow = TODAY + timedelta(days=1)
    network.tell(published(FactFamily.COVERAGE, (tomorrow, False)))
    await folded(work, network.told)
    decided = await mark(supervisor)
    app.state.runtime.work._clock = lambda: NOW + timedelta(days=1)
    begun = await mark(supervisor)

    assert len({first, decided, begun}) == 3
    page = (await supervisor.get("/departement/couverture")).text
    assert f'data-mark="{begun}"' in page
