"""A word about a line of the journal by the pages of both sides, over the bus."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.waiting import eventually

TEXT = "Ce que vous faites à Septfonds peut servir à d’autres."


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    wanted = {"coordination", "supervision"}
    async with running(*(one for one in SERVICES if one.name in wanted)) as network:
        yield network


async def the_way_to_a_line(supervisor: Visitor) -> str:
    """« Commenter » beside the first line of the journal, once there is one."""

    async def found() -> str:
        page = (await supervisor.get("/departement/journal")).answer.text
        _, _, after = page.partition('href="/reseau/mots/nouveau?fait=')
        return after.partition('"')[0]

    return f"/reseau/mots/nouveau?fait={await eventually(found)}"


async def test_a_line_is_commented_seen_answered_and_withdrawn(network: Network) -> None:
    bureau = Visitor(await network.client_as(Role.RBDE, HERE))
    other = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR))
    head = Visitor(await network.client_as(Role.HEAD, HERE))
    assert "Aucun mot de la DSDEN." in (await bureau.get("/reseau/mots")).text
    shared = (await bureau.get("/pratiques/nouvelle")).form("/pratiques/nouvelle")
    await bureau.send(shared, theme="hosts", title="Appeler tôt", text="Avant huit heures.")

    way = await the_way_to_a_line(supervisor)
    page = await supervisor.get(way)
    assert "a partagé une bonne pratique" in page.text
    refused = await supervisor.send(page.form("/reseau/mots/nouveau"), text="…")
    assert "Écrivez au moins un mot." in refused.text
    said = await supervisor.send(
        refused.form("/reseau/mots/nouveau"), text=TEXT, as_practice="true"
    )
    here = said.answer.url.path
    assert "a partagé une bonne pratique" in said.text
    assert TEXT in (await supervisor.get(way)).text

    for reader in (bureau, head):
        assert TEXT in (await reader.get(here)).text
    assert (await other.client.get(here)).status_code == 404
    part = (await bureau.get("/reseau/fragments/mots")).text
    assert "1 mot de la supervision à voir" in part
    read = await bureau.get(here)
    assert "En faire une bonne pratique" in read.text
    seen = await bureau.send(read.form(f"{here}/vu"))
    answered = await bureau.send(seen.form(f"{here}/reponse"), answer="Volontiers.")
    assert "Volontiers." in (await supervisor.get("/reseau/mots")).text
    late = answered.form(f"{here}/reponse", exactly=True)

    corrected = (await supervisor.get(here)).form(f"{here}/correction")
    assert "relit" in (await supervisor.send(corrected, text="Bravo.")).text
    # What was typed on a page that is no more of today is not lost.
    stale = await bureau.send(late, answer="Volontiers, en mars.")
    assert (stale.answer.status_code, "Volontiers, en mars." in stale.answer.text) == (409, True)
    gone = await supervisor.send((await supervisor.get(here)).form(f"{here}/retrait"))
    assert "30 jours" in gone.text
    assert (await bureau.get(here)).answer.status_code == 410
    lost = await bureau.send(late, answer="Volontiers, en avril.")
    assert "Volontiers, en avril." in lost.answer.text
    await supervisor.send(gone.form(f"{here}/retablissement"))
    assert "Bravo." in (await bureau.get(here)).text


async def test_a_line_nobody_can_read_is_commented_by_nobody_and_the_word_stays_typed(
    network: Network,
) -> None:
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR))
    unknown = await supervisor.get(f"/reseau/mots/nouveau?fait={uuid4()}")

    refused = await supervisor.send(unknown.form("/reseau/mots/nouveau"), text=TEXT)

    assert "reprenez-la depuis le journal" in refused.text
    assert TEXT in refused.answer.text
    assert "Choisissez d’abord une ligne." in (await supervisor.get("/reseau/mots/nouveau")).text
