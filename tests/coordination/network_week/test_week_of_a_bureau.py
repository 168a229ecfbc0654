"""« Ma semaine » of a bureau shows what committees entrusted to its lycée, and says there that it is done."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from services.chassis.base.identity import Role
from services.coordination.news.model.calendar import local_date
from services.coordination.service import SERVICE
from services.partnerships.service import SERVICE as PARTNERSHIPS
from tests.coordination.committees.world import a_committee, a_meeting, decides
from tests.coordination.offer_files.world import know_the_network
from tests.coordination.world import people
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Visitor

PART = "/reseau/fragments/decisions-de-la-semaine"


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    async with running(SERVICE, PARTNERSHIPS) as network:
        yield network


async def test_a_bureau_ticks_off_what_a_committee_entrusted_to_it_and_takes_it_back(
    network: Network,
) -> None:
    _, dsden = people(network.runtime("coordination").work)
    dsden.now = datetime.now(UTC)
    await know_the_network(dsden)
    today = local_date(dsden.now)
    meeting_id = await a_meeting(dsden, await a_committee(dsden), on=today - timedelta(days=20))
    decision_id = await decides(dsden, meeting_id, HERE, in_days=-2)
    await decides(dsden, meeting_id, ELSEWHERE)
    bureau = Visitor(await network.client_as(Role.RBDE))
    week = await bureau.get("/semaine")
    assert f'hx-get="{PART}"' in week.answer.text
    part = await bureau.get(PART)
    assert "Décisions des comités (1)" in part.text
    assert "En retard de 2 jours" in part.text

    page = await bureau.send(part.form(f"/comites/decisions/{decision_id}/fait"))
    assert page.answer.url.path == "/semaine"
    assert "Décision faite." in page.text
    assert (await bureau.get(PART)).text == ""
    page = await bureau.send(page.form(f"/comites/decisions/{decision_id}/reprise"))
    assert page.answer.url.path == "/semaine"
    assert "Décisions des comités (1)" in (await bureau.get(PART)).text

    head = await network.client_as(Role.HEAD)
    assert (await head.get(PART)).status_code == 404
    assert PART not in (await head.get("/semaine")).text
