"""A meeting is prepared from what the network knows; its points are written into the agenda once."""

from datetime import timedelta

import httpx2
import pytest_asyncio

from contracts.coordination.committees import CommitteeKind
from contracts.coordination.support import SupportTopic
from services.chassis.base.identity import Role
from services.coordination.good_practices.commands import share_practice
from services.coordination.news.model.calendar import local_date
from services.coordination.support_requests.commands import ask_support
from services.coordination.training_signals.commands import raise_signal
from tests.coordination.committees.test_committee_pages import dsden, follow, send
from tests.coordination.committees.world import (
    a_committee,
    a_meeting,
    decides,
    holds,
    plans,
    within_the_year,
)
from tests.coordination.examples import PRACTICE
from tests.coordination.training_signals.world import FACTS, formation
from tests.coordination.world import Somebody, people
from tests.support.network import HERE, Network


@pytest_asyncio.fixture
async def supervisor(network: Network) -> httpx2.AsyncClient:
    return await network.client_as(Role.SUPERVISOR, None)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def something_to_say(network: Network, who: Somebody) -> None:
    """A signal, a request for support and a practice, of today."""
    bureau = people(network.runtime("coordination").work)[0]
    bureau.now = who.now
    await formation(who)
    await bureau.do(raise_signal, facts=FACTS, now=bureau.now)
    await bureau.do(share_practice, said=PRACTICE, now=bureau.now)
    await bureau.do(
        ask_support, topic=SupportTopic.COMPANY, text="Qui connaît ce compte ?", now=bureau.now
    )


async def test_points_are_proposed_and_written_into_the_agenda_once(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    today = local_date(who.now)
    committee_id = await a_committee(who, "Réunion du réseau", CommitteeKind.NETWORK)
    held = await a_meeting(who, committee_id, on=today - timedelta(days=20))
    await decides(who, held, HERE, in_days=-3)
    await holds(who, held)
    await something_to_say(network, who)
    await plans(who, committee_id)
    meeting_id = await a_meeting(who, committee_id, on=within_the_year(today, 9))
    here = f"/comites/reunions/{meeting_id}"
    assert f"{here}/preparation" in (await supervisor.get(here)).text

    page = plain((await supervisor.get(f"{here}/preparation")).text)
    for line in (
        "Suites des réunions précédentes : 1 décision à faire, dont 1 en retard",
        "Cadre d’actions : 0 sur 1 action faite",
        "Demandes d’appui : 1 en cours",
        "Bonnes pratiques : 1 partagée depuis",
    ):
        assert line in page
    assert f"/departement/mouvements?depuis={(today - timedelta(days=20)).isoformat()}" in page

    typed = {"points": "decisions", "version": 1}
    after = plain(await follow(supervisor, await send(supervisor, f"{here}/preparation", **typed)))
    assert "Le forum." in after
    agenda, _, beside = after.partition('id="points"')
    assert "1 décision à faire, dont 1 en retard" in agenda
    assert 'value="decisions"' not in beside
    again = await send(supervisor, f"{here}/preparation", points="decisions", version=2)
    assert again.status_code == 422
    assert "pas encore à l’ordre du jour" in again.text
    stale = await send(supervisor, f"{here}/preparation", points="plan", version=1)
    assert stale.status_code == 409
    assert 'value="plan" checked' in stale.text


async def test_what_bureaux_say_among_themselves_is_proposed_to_no_clee(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_committee(who)
    await something_to_say(network, who)
    meeting_id = await a_meeting(who, committee_id, on=local_date(who.now) + timedelta(days=9))
    page = plain((await supervisor.get(f"/comites/reunions/{meeting_id}/preparation")).text)
    assert "Besoins en compétences" in page
    for line in ("Demandes d’appui", "Bonnes pratiques :"):
        assert line not in page.partition('id="points"')[2]


async def test_where_nothing_waits_no_choice_is_promised(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_committee(who)
    meeting_id = await a_meeting(
        who, committee_id, on=local_date(who.now) + timedelta(days=9), agenda=None
    )
    here = f"/comites/reunions/{meeting_id}/preparation"
    page = plain((await supervisor.get(here)).text)
    assert "Rien n’attend" in page
    assert "Ajouter à l’ordre du jour" not in page
    assert (await (await network.client_as(Role.RBDE)).get(here)).status_code == 404


async def test_points_sent_once_the_meeting_was_held_are_refused_in_words(
    network: Network, supervisor: httpx2.AsyncClient
) -> None:
    who = dsden(network)
    committee_id = await a_committee(who)
    await plans(who, committee_id)
    meeting_id = await a_meeting(who, committee_id, on=local_date(who.now))
    await holds(who, meeting_id)
    here = f"/comites/reunions/{meeting_id}/preparation"
    late = await send(supervisor, here, points="plan", version=1)
    assert late.status_code == 409
    assert 'role="alert"' in late.text
