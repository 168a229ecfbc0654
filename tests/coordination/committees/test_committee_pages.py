"""The pages of committees: nothing typed is lost, each role finds what it may do and no more."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest_asyncio

from services.chassis.base.identity import Role
from services.coordination.committees.model import STOP_PURPOSE
from services.coordination.news.model.calendar import local_date
from tests.coordination.committees.world import a_committee, a_meeting, a_seat, decides
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network

MAIL = "ghislaine@lomagne.example"


@pytest_asyncio.fixture
async def bureau(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.RBDE)


@pytest_asyncio.fixture
async def supervisor(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)


def dsden(network: Network) -> Somebody:
    units = network.runtime("coordination").work
    somebody = people(units)[1]
    somebody.now = units.now()
    return somebody


async def send(browser: httpx2.AsyncClient, path: str, **typed: Any) -> httpx2.Response:
    values = {"command_id": str(uuid4())} | {name: str(value) for name, value in typed.items()}
    return await browser.post(path, data=values)


async def follow(browser: httpx2.AsyncClient, answer: httpx2.Response) -> str:
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text


async def undo(browser: httpx2.AsyncClient, page: str) -> str:
    """Press « Annuler » in the notice of a page."""
    form = page.partition('class="notice-undo"')[2].partition("</form>")[0]
    [action] = re.findall(r'action="([^"]+)"', form)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    return await follow(browser, await browser.post(action, data=fields))


async def test_the_supervisor_keeps_committees_the_others_read(
    supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    typed = {"kind": "clee", "name": "CLEE d'Aucamville", "communes": "Montauban\nMoissac"}
    page = await follow(supervisor, await send(supervisor, "/comites/nouveau", **typed))
    assert "CLEE d’Aucamville" in page
    assert "Montauban, Moissac" in page
    [archive] = re.findall(r'action="(/comites/[^"]+/archivage)"', page)
    here = archive.removesuffix("/archivage")

    assert "CLEE d’Aucamville" in (await bureau.get("/comites")).text
    card = (await bureau.get(here)).text
    for words in ("Archiver", "Ajouter un membre", "Noter une charte", "Prévoir"):
        assert words not in card
    assert (await send(bureau, f"{here}/archivage", version=1)).status_code == 404

    page = await follow(supervisor, await send(supervisor, archive, version=1))
    assert "CLEE d’Aucamville" not in (await bureau.get("/comites")).text
    assert "Archivé" not in await undo(supervisor, page)
    assert "CLEE d’Aucamville" in (await bureau.get("/comites")).text


async def test_a_committee_typed_wrong_is_shown_again(supervisor: httpx2.AsyncClient) -> None:
    typed = {"kind": "clee", "name": "", "communes": "Montauban\nNullepart-les-Bains"}
    answer = await send(supervisor, "/comites/nouveau", **typed)

    assert answer.status_code == 422
    assert "Nullepart-les-Bains" in answer.text
    assert "n’est pas une commune connue" in answer.text
    assert 'id="champ-name-erreur"' in answer.text


async def test_a_member_is_one_organisation_and_what_was_typed_stays(
    network: Network, supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    committee_id = await a_committee(dsden(network))
    here = f"/comites/{committee_id}/membres"
    typed = {"function": "company_co_chair", "person": "Ghislaine Canarival", "mail": MAIL}
    for wrong in ({}, {"lycee": HERE, "organisation": "Un CIO"}):
        answer = await send(supervisor, here, **typed, **wrong)
        assert answer.status_code == 422
        assert "Ghislaine Canarival" in answer.text
        assert "une seule organisation" in answer.text

    page = await follow(
        supervisor, await send(supervisor, here, **typed, organisation="Menuiserie Delbosc")
    )
    assert "Ghislaine Canarival, Menuiserie Delbosc" in page
    assert "Coprésidence entreprise" in page
    assert MAIL in page
    read = (await bureau.get(f"/comites/{committee_id}")).text
    assert "Ghislaine Canarival, Menuiserie Delbosc" in read
    assert MAIL not in read
    page = await undo(supervisor, page)
    assert "Qui ne siège plus" in page


async def test_a_charter_typed_wrong_opens_its_form_and_one_is_taken_back(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    here = f"/comites/{await a_committee(somebody)}"
    tomorrow = local_date(somebody.now) + timedelta(days=1)
    answer = await send(supervisor, f"{here}/charte", label="Charte 2030", signed_on=tomorrow)
    assert answer.status_code == 422
    assert 'value="Charte 2030"' in answer.text
    assert "une fois qu’elle est signée" in answer.text

    today = local_date(somebody.now)
    page = await follow(
        supervisor, await send(supervisor, f"{here}/charte", label="Charte 2026", signed_on=today)
    )
    assert "Charte 2026, signée le" in page
    assert "Charte 2026, signée le" not in await undo(supervisor, page)


async def test_a_meeting_goes_from_a_plan_to_its_minutes(
    network: Network, supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    seat = await a_seat(somebody, committee_id, mail=MAIL)
    today = local_date(somebody.now)
    answer = await send(
        supervisor,
        f"/comites/{committee_id}/reunions",
        on=today,
        starts_at="16:00",
        ends_at="14:00",
    )
    assert answer.status_code == 422
    assert 'value="16:00"' in answer.text
    page = await follow(
        supervisor,
        await send(
            supervisor,
            f"/comites/{committee_id}/reunions",
            on=today,
            starts_at="14:00",
            ends_at="16:00",
            agenda="Le forum.\n\nLes places.",
        ),
    )
    [convene] = re.findall(r'action="(/comites/reunions/[^"]+/convocation)"', page)
    here = convene.removesuffix("/convocation")
    assert "<p>Le forum.</p>" in page

    page = await follow(supervisor, await send(supervisor, convene, version=1))
    assert "Convoquée" in page
    page = await undo(supervisor, page)
    assert "Prévue" in page
    held = await supervisor.post(
        f"{here}/tenue",
        data={"command_id": str(uuid4()), "version": "3", "came": str(seat.id), "others": "4"},
    )
    page = await follow(supervisor, held)
    assert "<dt>Présents</dt><dd>5</dd>" in page
    wrote = await send(supervisor, f"{here}/compte-rendu", version=4, minutes="Tout va bien.")
    assert "<p>Tout va bien.</p>" in await follow(supervisor, wrote)
    stale = await send(supervisor, f"{here}/compte-rendu", version=4, minutes="Rien ne va.")
    assert stale.status_code == 409
    assert "Rien ne va." in stale.text
    assert "Tout va bien." in stale.text

    read = (await bureau.get(here)).text
    assert "<p>Tout va bien.</p>" in read
    for words in ("Corriger", "Noter une décision", "convoqué"):
        assert words not in read


async def test_a_decision_is_noted_with_the_meeting_and_closed_by_its_lycee(
    network: Network, supervisor: httpx2.AsyncClient, bureau: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    meeting_id = await a_meeting(somebody, committee_id, on=local_date(somebody.now))
    here = f"/comites/reunions/{meeting_id}"
    refused = await send(supervisor, f"{here}/decisions", text="Tenir le forum", owner="personne")
    assert refused.status_code == 422
    assert "Tenir le forum" in refused.text
    assert "Indiquez qui s’en charge" in refused.text
    await follow(
        supervisor, await send(supervisor, f"{here}/decisions", text="Tenir le forum", owner=HERE)
    )
    await follow(
        supervisor, await send(supervisor, f"{here}/decisions", text="Écrire à tous", owner="dsden")
    )

    listed = (await bureau.get("/comites/decisions")).text
    assert "Tenir le forum" in listed
    assert "Écrire à tous" not in listed
    assert "Abandonner" not in listed
    assert "Tenir le forum" in (await bureau.get("/reseau/fragments/decisions")).text
    stranger = await network.client_as(Role.RBDE, ELSEWHERE)
    assert "Tenir le forum" not in (await stranger.get("/comites/decisions")).text
    assert (await stranger.get("/reseau/fragments/decisions")).text.strip() == ""

    [done] = re.findall(r'action="(/comites/decisions/[^"]+/fait)"', listed)
    assert (await send(stranger, done, version=1)).status_code == 404
    page = await follow(bureau, await send(bureau, done, version=1))
    assert "Faite" in page
    page = await undo(bureau, page)
    assert "À faire" in page
    everything = (await supervisor.get("/comites/decisions")).text
    assert "Lycée Bourdelle" in everything
    assert "DSDEN" in everything


async def test_a_head_reads_and_closes_nothing(network: Network) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    meeting_id = await a_meeting(somebody, committee_id, on=local_date(somebody.now))
    await decides(somebody, meeting_id, HERE)
    head = await network.client_as(Role.HEAD)
    page = (await head.get("/comites/decisions")).text
    assert "Préparer le forum" in page
    assert "C’est fait" not in page
    teacher = await network.client_as(Role.REFERENT_TEACHER)
    assert (await teacher.get("/comites")).status_code == 404


async def test_a_committee_with_a_meeting_to_come_is_not_archived(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    await a_meeting(somebody, committee_id, on=local_date(somebody.now) + timedelta(days=9))
    answer = await send(supervisor, f"/comites/{committee_id}/archivage", version=1)
    assert answer.status_code == 409
    assert "annulez-la d’abord" in answer.text


async def test_who_sits_there_stops_the_mails_by_the_link_and_takes_that_back(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    seat = await a_seat(somebody, committee_id, lycee=HERE, mail=MAIL)
    assert seat.address
    links = network.runtime("coordination").work.links
    token = links.token(STOP_PURPOSE, uai=seat.address.uai, row_id=seat.address.id)
    here = f"/comites/courriels/{token}"
    visitor = network.client()
    assert "Ne plus recevoir de courriels" in (await visitor.get(here)).text

    page = await follow(visitor, await send(visitor, f"{here}/arret"))
    assert "ne vous écrivent plus" in page
    assert "Ne veut plus de courriels" in (await supervisor.get(f"/comites/{committee_id}")).text
    page = await follow(visitor, await send(visitor, f"{here}/accord"))
    assert "Ne plus recevoir de courriels" in page
    one_click = await visitor.post(here, data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert "Ne veut plus de courriels" in (await supervisor.get(f"/comites/{committee_id}")).text
    lost = await visitor.get(f"/comites/courriels/{token[:-2]}xx")
    assert lost.status_code == 404


async def test_a_lycee_that_joins_after_the_convocation_is_convened_and_nothing_else_is_taken_back(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    await a_seat(somebody, committee_id, lycee=HERE, person="Odon Perdigal")
    await a_seat(somebody, committee_id, lycee=HERE, person=None)
    on = local_date(somebody.now) + timedelta(days=9)
    here = f"/comites/reunions/{await a_meeting(somebody, committee_id, on=on)}"
    page = await follow(supervisor, await send(supervisor, f"{here}/convocation", version=1))
    assert page.count(">bureau convoqué<") == 2
    assert "Convoquer ces membres" not in page

    await a_seat(somebody, committee_id, lycee=ELSEWHERE, person=None)
    page = (await supervisor.get(here)).text
    assert "1 membre à convoquer" in page.replace("\u00a0", " ")
    assert "bureau pas encore convoqué" in page
    page = await follow(supervisor, await send(supervisor, f"{here}/convocation", version=2))
    assert page.count(">bureau convoqué<") == 3
    assert 'class="notice-undo"' not in page
    assert "Convoquer de nouveau" in page


async def test_what_was_typed_for_a_meeting_that_was_called_off_meanwhile_stays(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    on = local_date(somebody.now)
    here = f"/comites/reunions/{await a_meeting(somebody, committee_id, on=on)}"
    await follow(supervisor, await send(supervisor, f"{here}/annulation", version=1))
    for path, typed in (
        ("decisions", {"text": "Préparer le forum", "owner": "dsden"}),
        ("compte-rendu", {"minutes": "Le forum est préparé", "version": 1}),
    ):
        answer = await send(supervisor, f"{here}/{path}", **typed)
        assert answer.status_code == 409
        assert answer.text.count('role="alert"') == 1
        [textarea] = re.findall(r"<textarea[^>]*>([^<]+)</textarea>", answer.text)
        assert textarea.strip() in typed.values()


async def test_a_day_that_is_over_says_who_sat_there_then_and_may_have_seen_no_meeting(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    somebody = dsden(network)
    committee_id = await a_committee(somebody)
    seat = await a_seat(somebody, committee_id)
    on = local_date(somebody.now) - timedelta(days=2)
    here = f"/comites/reunions/{await a_meeting(somebody, committee_id, on=on)}"
    await follow(
        supervisor, await send(supervisor, f"/comites/membres/{seat.id}/depart", version=1)
    )
    assert f'value="{seat.id}"' in (await supervisor.get(here)).text

    assert f'action="{here}/annulation"' in (await supervisor.get(here)).text
    page = await follow(supervisor, await send(supervisor, f"{here}/annulation", version=1))
    assert "Réunion annulée." in page
