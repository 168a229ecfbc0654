"""The pages of the network: nothing typed is lost, each role finds what it may do and no more."""

from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest_asyncio

from services.chassis.base.identity import Role
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network

NEW = "/actualites/nouvelle"
ACTOR = {"kind": "greta", "name": "Greta du Quercy", "phone": "+33 5 36 49 00 01"}


@pytest_asyncio.fixture
async def bureau(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.RBDE)


@pytest_asyncio.fixture
async def supervisor(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)


def workers(network: Network) -> tuple[Somebody, Somebody]:
    return people(network.runtime("coordination").work)


async def send(browser: httpx2.AsyncClient, path: str, **typed: Any) -> httpx2.Response:
    values = {"command_id": str(uuid4())} | {name: str(value) for name, value in typed.items()}
    return await browser.post(path, data=values)


async def follow(browser: httpx2.AsyncClient, answer: httpx2.Response) -> str:
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text


async def test_a_bureau_proposes_and_reads_that_it_waits(
    bureau: httpx2.AsyncClient, supervisor: httpx2.AsyncClient
) -> None:
    answer = await send(bureau, NEW, title="Forum d'hiver", body="Un.\n\nDeux.")
    page = await follow(bureau, answer)

    assert "Forum d’hiver" in page
    assert "Proposée" in page
    assert "<p>Un.</p>" in page
    assert "Publier" not in page
    waiting = await supervisor.get("/reseau/fragments/actualites-a-publier")
    assert "1\u00a0proposition" in waiting.text
    assert "Forum d’hiver" in waiting.text


async def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(
    bureau: httpx2.AsyncClient,
) -> None:
    answer = await send(bureau, NEW, title="Forum", body="", link="javascript:alert(1)")

    assert answer.status_code == 422
    assert 'value="Forum"' in answer.text
    assert 'value="javascript:alert(1)"' in answer.text
    assert "qui commence par https://" in answer.text
    assert 'id="champ-body-erreur"' in answer.text


async def test_markup_is_shown_as_it_was_typed(
    network: Network, bureau: httpx2.AsyncClient
) -> None:
    body = "<svg/onload=alert(1)> {{7*7}} <style>@import 'x'</style>"
    page = await follow(bureau, await send(bureau, NEW, title="<script>x</script>", body=body))

    assert "<svg" not in page
    assert "<script>x" not in page
    assert "{{7*7}}" in page
    assert "&lt;svg/onload=alert(1)&gt;" in page


async def test_a_stale_decision_shows_what_changed_and_decides_nothing(
    network: Network, supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    worker, _ = workers(network)
    news_id = await worker.proposes()
    here = f"/actualites/{news_id}"
    await send(bureau, f"{here}/correction", title="Autre titre", body="Texte", version=1)

    answer = await send(supervisor, f"{here}/publication", version=1)

    assert answer.status_code == 409
    assert "Autre titre" in answer.text
    assert "Proposée" in answer.text


async def test_the_reason_of_a_refusal_that_comes_too_late_stays(
    network: Network, bureau: httpx2.AsyncClient, supervisor: httpx2.AsyncClient
) -> None:
    proposed = await send(bureau, NEW, title="Forum", body="Texte", uai=HERE)
    here = proposed.headers["location"]
    await send(supervisor, f"{here}/publication", version=1)

    late = await send(supervisor, f"{here}/refus", version=1, reason="Dites la date.")

    assert late.status_code == 409
    assert "Dites la date.</textarea>" in late.text
    assert f'action="{here}/publication"' not in late.text


async def test_a_refusal_needs_a_reason_and_is_read_by_its_bureau(
    network: Network, supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    worker, _ = workers(network)
    here = f"/actualites/{await worker.proposes()}"
    assert (await send(supervisor, f"{here}/refus", version=1)).status_code == 422

    page = await follow(
        supervisor, await send(supervisor, f"{here}/refus", version=1, reason="Dites la date.")
    )
    assert "Revenir sur le refus" in page
    assert "Dites la date." in (await bureau.get(here)).text


async def test_publishing_and_withdrawing_are_undone_by_each_other(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    worker, _ = workers(network)
    here = f"/actualites/{await worker.proposes()}"
    stranger = await network.client_as(Role.RBDE, ELSEWHERE)

    page = await follow(supervisor, await send(supervisor, f"{here}/publication", version=1))
    assert f"{here}/retrait" in page
    assert (await stranger.get(here)).status_code == 200
    assert "Forum" in (await stranger.get("/reseau/fragments/actualites")).text

    page = await follow(supervisor, await send(supervisor, f"{here}/retrait", version=2))
    assert f"{here}/publication" in page
    assert (await stranger.get(here)).status_code == 410
    assert "Forum" not in (await stranger.get("/actualites")).text

    await follow(supervisor, await send(supervisor, f"{here}/publication", version=3))
    assert (await stranger.get(here)).status_code == 200


async def test_who_runs_two_lycees_says_which_one_proposes(network: Network) -> None:
    browser = await network.client_as(Role.RBDE, HERE, ELSEWHERE)
    shown = await browser.get(NEW)
    assert 'name="uai"' in shown.text

    refused = await send(browser, NEW, title="Forum", body="Texte")
    assert refused.status_code == 422
    assert 'value="Forum"' in refused.text
    assert (await send(browser, NEW, title="Forum", body="Texte", uai=HERE)).status_code == 303


async def test_heads_read_and_propose_nothing(network: Network) -> None:
    head = await network.client_as(Role.HEAD)
    page = await head.get("/actualites")
    assert "Proposer" not in page.text
    assert (await head.get(NEW)).status_code == 404


async def test_the_supervisor_keeps_the_directory_the_others_read(
    supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    page = await follow(supervisor, await send(supervisor, "/annuaire/nouveau", **ACTOR))
    here = page.partition('action="/annuaire/')[2].partition("/archivage")[0]
    address = f"/annuaire/{here}"
    assert "05\u00a036\u00a049\u00a000\u00a001" in page

    assert "Greta du Quercy" in (await bureau.get("/annuaire?q=formation+continue")).text
    many = "formation+continue+f+fo+for+form+forma+format+zzz"
    listed = (await bureau.get(f"/annuaire?q={many}")).text
    assert "Greta du Quercy" in listed
    assert "premiers mots différents sont cherchés" in listed
    card = await bureau.get(address)
    assert "Archiver" not in card.text
    assert (await send(bureau, f"{address}/archivage", version=1)).status_code == 404

    page = await follow(supervisor, await send(supervisor, f"{address}/archivage", version=1))
    assert "Remettre dans l’annuaire" in page
    assert "Greta du Quercy" not in (await bureau.get("/annuaire")).text
    await follow(supervisor, await send(supervisor, f"{address}/retablissement", version=2))
    assert "Greta du Quercy" in (await bureau.get("/annuaire")).text


async def test_an_actor_typed_wrong_is_shown_again(supervisor: httpx2.AsyncClient) -> None:
    wrong = ACTOR | {"phone": "12", "mail": "accueil", "website": "http://a.example"}
    answer = await send(supervisor, "/annuaire/nouveau", **wrong)

    assert answer.status_code == 422
    for field in ("phone", "mail", "website"):
        assert f'id="champ-{field}-erreur"' in answer.text
    assert 'value="Greta du Quercy"' in answer.text


async def test_programs_read_and_propose_too(bureau: httpx2.AsyncClient, network: Network) -> None:
    _, supervisor = workers(network)
    command = {"command_id": str(uuid4()), "title": "Forum", "body": "Texte\u0000 sûr"}
    refused = await bureau.post("/api/coordination/news", json=command)
    assert "caractère invisible" in refused.json()["errors"]["body"]
    command["body"] = "Texte sûr"
    made = await bureau.post("/api/coordination/news", json=command)
    assert made.status_code == 201, made.text
    await supervisor.adds("Greta")

    [item] = (await supervisor_publishes(supervisor, made.json()["news_id"], bureau))["items"]
    assert (item["title"], item["body"]) == ("Forum", "Texte sûr")
    actors = (await bureau.get("/api/coordination/actors?q=greta")).json()
    assert [actor["name"] for actor in actors["items"]] == ["Greta"]


async def supervisor_publishes(
    supervisor: Somebody, news_id: str, reader: httpx2.AsyncClient
) -> dict[str, Any]:
    await supervisor.publishes(UUID(news_id))
    read: dict[str, Any] = (await reader.get("/api/coordination/news")).json()
    return read
