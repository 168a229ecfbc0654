"""The framework of actions of a committee: added to, followed, taken over, and nothing typed is lost."""

import re

import httpx2
import pytest_asyncio

from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.coordination.news.model.calendar import local_date
from tests.coordination.committees.test_committee_pages import dsden, follow, send, undo
from tests.coordination.committees.world import a_committee, plans
from tests.support.network import HERE, Network


@pytest_asyncio.fixture
async def bureau(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.RBDE)


@pytest_asyncio.fixture
async def supervisor(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)


def of_today(network: Network) -> SchoolYear:
    return SchoolYear.of(local_date(network.runtime("coordination").work.now()))


async def test_the_supervisor_plans_and_follows_what_the_network_reads(
    network: Network, supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    here, year = f"/comites/{committee_id}/cadre", of_today(network)
    typed = {"annee": year, "axis": "discovery", "text": "Ouvrir six ateliers", "owner": HERE}
    page = await follow(supervisor, await send(supervisor, here, **typed))
    assert "Action ajoutée au cadre" in page
    assert "0 sur 1\u00a0action faite" in page
    [line] = re.findall(r'href="(/comites/cadre/[^"]+)"', page)

    read = (await bureau.get(f"{here}?annee={year}")).text
    for words in ("Ouvrir six ateliers", "Lycée Bourdelle", "Prévue"):
        assert words in read
    for words in ("Ajouter au cadre", "Suivre", "Bilan"):
        assert words not in read
    assert (await bureau.get(line)).status_code == 404
    assert (await send(bureau, here, **typed)).status_code == 404

    said = {"state": "done", "outcome": "Quatre ateliers, 60 visiteurs", "version": 1}
    page = await follow(supervisor, await send(supervisor, line, **typed, **said))
    assert "1 sur 1\u00a0action faite" in page
    assert "Quatre ateliers, 60 visiteurs" in (await bureau.get(here)).text
    assert "1 sur 1\u00a0action faite" in (await bureau.get(f"/comites/{committee_id}")).text


async def test_an_action_is_removed_and_put_back(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    line = f"/comites/cadre/{await plans(dsden(network), committee_id)}"
    page = await follow(supervisor, await send(supervisor, f"{line}/retrait", version=1))
    assert "Ouvrir six ateliers aux collégiens" not in page
    assert "Remettre dans le cadre" in (await supervisor.get(line)).text

    again = await send(supervisor, f"{line}/retrait", version=2)
    assert again.status_code == 409
    assert "retirée du cadre" in again.text
    assert "Ouvrir six ateliers aux collégiens" in await undo(supervisor, page)


async def test_what_was_typed_beside_somebody_else_s_change_stays(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    line = f"/comites/cadre/{await plans(dsden(network), committee_id)}"
    typed = {"annee": of_today(network), "axis": "guidance", "text": "Un forum", "owner": "comite"}
    first = await send(supervisor, line, **typed, state="under_way", version=1)
    assert first.status_code == 303

    late = await send(supervisor, line, **typed, state="done", outcome="Forum tenu", version=1)
    assert late.status_code == 409
    assert "Forum tenu" in late.text
    empty = await send(supervisor, line, **{**typed, "text": "…"}, state="done", version=2)
    assert empty.status_code == 422
    assert "Écrivez au moins un mot" in empty.text


async def test_what_the_year_before_left_is_taken_over_once(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    dsden_ = dsden(network)
    committee_id = await a_committee(dsden_)
    here, year = f"/comites/{committee_id}/cadre", of_today(network)
    await plans(dsden_, committee_id, "Un forum des métiers", year=year.previous, in_days=3)
    done = await plans(dsden_, committee_id, "Une charte", year=year.previous)
    typed = {"annee": year.previous, "axis": "discovery", "text": "Une charte", "owner": "comite"}
    await send(supervisor, f"/comites/cadre/{done}", **typed, state="done", version=1)

    assert "Reprendre 1\u00a0action de l’an dernier" in (await supervisor.get(here)).text
    page = await follow(supervisor, await send(supervisor, f"{here}/reprise", annee=year))
    assert "1\u00a0action reprise" in page
    assert "Un forum des métiers" in page
    assert "Une charte" not in page
    assert "Reprendre" not in page
    assert (await send(supervisor, f"{here}/reprise", annee=year)).status_code == 409
    back = await undo(supervisor, page)
    assert "1\u00a0action retirée du cadre" in back
    assert "Reprendre 1\u00a0action de l’an dernier" in back


async def test_what_was_followed_since_stays_once_a_taking_over_is_taken_back(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    dsden_ = dsden(network)
    committee_id = await a_committee(dsden_)
    here, year = f"/comites/{committee_id}/cadre", SchoolYear.of(local_date(dsden_.now))
    for text in ("Un forum des métiers", "Une charte"):
        await plans(dsden_, committee_id, text, year=year.previous)
    page = await follow(supervisor, await send(supervisor, f"{here}/reprise", annee=year))
    [line] = re.findall(r'href="(/comites/cadre/[0-9a-f-]+)" aria-label="Suivre.: Une charte', page)
    typed = {"annee": year, "axis": "discovery", "text": "Une charte", "owner": "comite"}
    assert (await send(supervisor, line, **typed, state="done", version=1)).status_code == 303

    back = await undo(supervisor, page)
    assert "1\u00a0a changé depuis, et reste" in back
    assert "Un forum des métiers" not in back.partition("<main")[2]


async def test_an_archived_committee_plans_nothing(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    await send(supervisor, f"/comites/{committee_id}/archivage", version=1)
    here = f"/comites/{committee_id}/cadre"
    assert "Ajouter au cadre" not in (await supervisor.get(here)).text
    typed = {"annee": of_today(network), "axis": "discovery", "text": "Un forum", "owner": "comite"}
    assert (await send(supervisor, here, **typed)).status_code == 409


async def test_what_was_typed_stays_once_an_action_or_its_committee_is_away(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    here = f"/comites/{committee_id}/cadre"
    line = f"/comites/cadre/{await plans(dsden(network), committee_id)}"
    typed = {"annee": of_today(network), "axis": "guidance", "text": "Un forum", "owner": "comite"}
    follows = {**typed, "state": "done", "outcome": "Forum tenu", "version": 1}
    removed = await follow(supervisor, await send(supervisor, f"{line}/retrait", version=1))
    late = await send(supervisor, line, **follows)
    assert late.status_code == 409
    assert "Forum tenu" in late.text
    await undo(supervisor, removed)

    await send(supervisor, f"/comites/{committee_id}/archivage", version=1)
    added = await send(supervisor, here, **typed)
    assert "Ce comité est archivé" in added.text
    assert "Un forum" in added.text
    for path, said in (
        (line, {**follows, "version": 3}),
        (f"{line}/retrait", {"version": 3}),
    ):
        answer = await send(supervisor, path, **said)
        assert answer.status_code == 409, path
        assert "Ce comité est archivé" in answer.text
    assert "Enregistrer" not in (await supervisor.get(line)).text


async def test_who_sees_to_an_action_is_compared_too(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    line = f"/comites/cadre/{await plans(dsden(network), committee_id)}"
    typed = {"annee": of_today(network), "axis": "discovery", "text": "Un forum", "version": 1}
    first = await send(supervisor, line, **typed, state="foreseen", owner=HERE)
    assert first.status_code == 303
    late = await send(supervisor, line, **typed, state="foreseen", owner="comite")
    compared = late.text.partition("Vous avez saisi")[2].partition("</table>")[0]
    assert "Le comité" in compared
    assert "Lycée Bourdelle" in compared
