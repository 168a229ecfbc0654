"""Needs beside the registry of companies: what its card shows of them, and what a need is told of its company."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from contracts.identifiers import Siret
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.territories.commands import take_lead
from tests.coordination.needs.test_need_pages import NAMES, now_sent, qualifies
from tests.coordination.world import people
from tests.support.network import ELSEWHERE, Network, Running
from tests.support.pages import Page, Visitor

SIRET = Siret("73282932000074")
CARD: dict[str, Any] = {
    "command_id": str(uuid4()),
    "name": "Serrurerie Roca",
    "siret": SIRET,
    "siren": SIRET.siren,
    "town": "Moissac",
}


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    wanted = [one for one in SERVICES if one.name in {"coordination", "partnerships"}]
    async with running(*wanted) as network:
        _, dsden = people(network.runtime("coordination").work)
        await dsden.knows(NAMES)
        yield network


async def test_a_card_shows_its_needs_and_who_leads_is_proposed_first(network: Network) -> None:
    bureau = Visitor(await network.client_as(Role.RBDE))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    page = await bureau.get("/entreprises/nouvelle")
    card = await bureau.send(page.form("/entreprises/nouvelle", exactly=True), **CARD)
    company_id = UUID(str(card.answer.url).rpartition("/")[2])
    await network.client_as(Role.RBDE, ELSEWHERE)
    units = network.runtime("partnerships").work
    async with units.begin(Scope(frozenset({ELSEWHERE})), uai=ELSEWHERE) as uow:
        await take_lead(uow, company_id=company_id, now=uow.now)
    part = f"/besoins/fragments/entreprises/{company_id}?sirets={SIRET}"
    assert f'hx-get="{part}"' in card.answer.text
    form = next(one for one in card.forms if one.action == "/besoins/nouveau/entreprise")
    begun = (await bureau.send(form)).form("/besoins/nouveau", exactly=True)
    fields = dict(begun.fields)
    assert (fields["company"], fields["siret"]) == ("Serrurerie Roca", SIRET)
    assert fields["company_id"] == str(company_id)

    need_id = await now_sent(network.runtime("coordination").work)
    page = await qualifies(supervisor, need_id, siret=SIRET)

    assert "Chef de file : Lycée des Deux Rives" in page.text
    routing = page.form(f"/besoins/{need_id}/transmission")
    assert routing.options["bureaux"][0] == ELSEWHERE
    assert ("bureaux", ELSEWHERE) in routing.fields
    await supervisor.send(routing)
    theirs = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    seen = await theirs.get(f"/besoins/{need_id}")
    assert f'href="/entreprises/{company_id}"' in seen.answer.text
    assert "Trouver un apprenti" in (await theirs.get(part)).text
    assert (await bureau.get(part)).answer.text.strip() == ""


async def test_a_company_without_a_card_is_given_one_with_what_is_known(network: Network) -> None:
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    theirs = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))

    async def passed_on(siret: Siret | None) -> Page:
        need_id = await now_sent(network.runtime("coordination").work, siret=siret)
        page = await qualifies(supervisor, need_id)
        form = page.form(f"/besoins/{need_id}/transmission")
        await supervisor.send(form, bureaux=[ELSEWHERE])
        return await theirs.get(f"/besoins/{need_id}")

    by_number = await passed_on(SIRET)
    assert f'href="/entreprises/nouvelle?siret={SIRET}"' in by_number.answer.text
    by_name = await passed_on(None)
    begun = await theirs.send(by_name.form("/entreprises/nouvelle/cherchee"))
    assert 'value="Menuiserie Delrieu"' in begun.answer.text
