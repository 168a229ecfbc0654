"""The pages of big accounts: asked for from a card, both words, decided, planned, and read by nobody else."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

import httpx2
import pytest_asyncio

from services.chassis.base.identity import Role
from services.coordination.accounts.store import MergedCards
from services.coordination.news.model.calendar import local_date
from tests.coordination.accounts.world import COMPANY, THIRD, WORDS, asks, decides, the_lycees
from tests.coordination.world import NOW, people
from tests.support.network import ELSEWHERE, HERE, Network

LIST = "/grands-comptes"


@pytest_asyncio.fixture
async def network(network: Network) -> Network:
    await the_lycees(people(network.runtime("coordination").work)[1])
    return network


async def sends(browser: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    return await browser.post(path, data={"command_id": str(uuid4()), **fields})


async def follows(browser: httpx2.AsyncClient, path: str, **fields: str) -> str:
    """What the page says that is led to."""
    sent = await sends(browser, path, **fields)
    assert sent.status_code == 303, sent.text
    return (await browser.get(sent.headers["location"])).text


DECISION: Mapping[str, str] = {
    "outcome": "lead",
    "lead": HERE,
    "from_on": "2020-01-06",
    "text": "Bourdelle connaît cette maison.",
}


async def test_two_bureaux_and_the_supervisor(network: Network) -> None:
    asking = await network.client_as(Role.RBDE, ELSEWHERE)
    leading = await network.client_as(Role.RBDE, HERE)
    third = await network.client_as(Role.RBDE, THIRD)
    supervisor = await network.client_as(Role.SUPERVISOR)
    assert "Demander un arbitrage" in (await asking.get(LIST)).text
    company = {"company_id": str(uuid4()), "company": COMPANY}

    form = await sends(asking, f"{LIST}/nouveau/entreprise", **company)
    assert (form.status_code, COMPANY in form.text) == (200, True)
    refused = await sends(asking, f"{LIST}/nouveau", **company, reason="lead", text="!!!")
    assert (refused.status_code, "Écrivez au moins un mot." in refused.text) == (422, True)
    asked = await sends(asking, f"{LIST}/nouveau", **company, reason="lead", text=WORDS)
    here = asked.headers["location"]
    again = await sends(
        asking, f"{LIST}/nouveau", **company, reason="lead", text="Encore une fois."
    )
    assert again.status_code == 409
    assert "a déjà demandé cet arbitrage" in again.text
    assert "Encore une fois." in again.text

    listed = (await supervisor.get(LIST)).text
    assert COMPANY in listed
    assert "Arbitrage à rendre" in listed
    assert COMPANY not in (await leading.get(LIST)).text
    assert (await leading.get(here)).status_code == 404
    joined = await follows(supervisor, f"{here}/lycees", lycees=HERE)
    assert "leur bureau donne son avis" in joined
    said = await follows(leading, f"{here}/avis", text="Nous y tenons aussi.")
    assert WORDS in said.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Nous y tenons aussi." in (await asking.get(here)).text
    assert (await third.get(here)).status_code == 404
    assert (await sends(third, f"{here}/avis", text="Et nous ?")).status_code == 404
    assert (await sends(leading, f"{here}/arbitrage", version="1", **DECISION)).status_code == 404

    page = (await supervisor.get(f"{here}/arbitrage")).text
    assert "Nous y tenons aussi." in page
    wrong = await sends(supervisor, f"{here}/arbitrage", version="1", **{**DECISION, "lead": ""})
    assert wrong.status_code == 422
    assert "Dites quel lycée est chef de file." in wrong.text
    assert "Bourdelle connaît cette maison." in wrong.text
    decided = await follows(supervisor, f"{here}/arbitrage", version="1", **DECISION)
    assert "Arbitrage rendu" in decided
    for who in (asking, leading):
        card = (await who.get(here)).text
        assert "Bourdelle connaît cette maison." in card
        assert "Décidé par la DSDEN" in card
    back = await follows(supervisor, f"{here}/arbitrage/retrait", version="2")
    assert "Rien n’est décidé" in back
    assert (await third.get(here)).status_code == 404


async def test_each_lycee_ticks_its_own_lines_of_the_plan(network: Network) -> None:
    mine = await network.client_as(Role.RBDE, HERE)
    other = await network.client_as(Role.RBDE, ELSEWHERE)
    third = await network.client_as(Role.RBDE, THIRD)
    supervisor = await network.client_as(Role.SUPERVISOR)
    company = {"company_id": str(uuid4()), "company": COMPANY}
    asked = await sends(mine, f"{LIST}/nouveau", **company, reason="several", text=WORDS)
    plan = f"{asked.headers['location']}/plan"
    assert "Ce plan n’a encore aucune ligne." in (await mine.get(plan)).text
    await follows(supervisor, f"{asked.headers['location']}/lycees", lycees=ELSEWHERE)
    line = {"subject": "places", "what": "Six places en mars"}
    assert (await sends(mine, f"{plan}/lignes", **line, uai=ELSEWHERE)).status_code == 422
    stranger = await sends(supervisor, f"{plan}/lignes", **line, lycee=THIRD)
    assert (stranger.status_code, "Six places en mars" in stranger.text) == (422, True)
    shown = await follows(
        supervisor, f"{plan}/lignes", **line, lycee=ELSEWHERE, due_on="2020-02-03"
    )
    assert "En retard" in shown
    [line_id] = {part.split('"')[0] for part in shown.split('name="plan_line_id" value="')[1:]}
    about = {"plan_line_id": line_id, "version": "1"}
    refused = await sends(mine, f"{plan}/etat", **about, state="done")
    assert (refused.status_code, "à un autre lycée" in refused.text) == (409, True)
    assert (await sends(third, f"{plan}/etat", **about, state="done")).status_code == 404
    assert (await third.get(plan)).status_code == 404
    assert "faite" in await follows(other, f"{plan}/etat", **about, state="done")
    stale = await sends(other, f"{plan}/etat", **about, state="doing")
    assert stale.status_code == 409
    seen = (await mine.get(plan)).text
    assert seen.count("Faite") == 2
    assert f'action="{plan}/correction"' not in seen
    said = {"plan_line_id": line_id, "subject": "places", "due_on": "2099-02-03"}
    assert (
        await sends(mine, f"{plan}/correction", **said, what="Huit", version="2")
    ).status_code == 409
    stale = await sends(other, f"{plan}/correction", **said, what="Sept places", version="1")
    assert (stale.status_code, "Sept places" in stale.text) == (409, True)
    assert "Six places en mars" in stale.text
    wrong = await sends(other, f"{plan}/correction", **said, what=" ", version="2")
    assert wrong.status_code == 422
    corrected = await sends(other, f"{plan}/correction", **said, what="Huit places", version="2")
    page = (await other.get(corrected.headers["location"])).text
    assert "Huit places" in page
    form = page.partition('class="notice-undo"')[2].partition("</form>")[0]
    back = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    del back["command_id"]
    assert (back["what"], back["version"]) == ("Six places en mars", "3")
    again = await follows(other, f"{plan}/correction", **back)
    assert "Six places en mars" in again
    assert "03/02/2020" in again
    gone = await follows(other, f"{plan}/retrait", plan_line_id=line_id, version="4")
    assert "Ce plan n’a encore aucune ligne." in gone
    assert "Six places en mars" in await follows(
        other, f"{plan}/remise", plan_line_id=line_id, version="5"
    )
    home = (await other.get("/reseau/fragments/grands-comptes")).text
    assert COMPANY in home


async def test_parts_of_other_pages_say_where_it_stands_and_lead_who_may_read_it(
    network: Network,
) -> None:
    mine = await network.client_as(Role.RBDE, HERE)
    third = await network.client_as(Role.RBDE, THIRD)
    supervisor = await network.client_as(Role.SUPERVISOR)
    company = {"company_id": str(uuid4()), "company": COMPANY}
    part = f"{LIST}/fragments/entreprises/{company['company_id']}"
    assert (await mine.get(part)).text.strip() == ""
    asked = await sends(mine, f"{LIST}/nouveau", **company, reason="several", text=WORDS)
    here = asked.headers["location"]
    assert here in (await mine.get(part)).text
    seen = (await third.get(part)).text
    assert "Arbitrage à rendre" in seen
    assert here not in seen
    assert here in (await supervisor.get("/reseau/fragments/arbitrages")).text
    await follows(supervisor, f"{here}/arbitrage", version="1", **DECISION)
    assert "Lycée Bourdelle désigné chef de file par la DSDEN" in (await third.get(part)).text
    assert here not in (await supervisor.get("/reseau/fragments/arbitrages")).text


async def test_an_account_the_supervisor_opened_asks_the_bureaux_for_their_word_at_home(
    network: Network,
) -> None:
    mine = await network.client_as(Role.RBDE, HERE)
    third = await network.client_as(Role.RBDE, THIRD)
    supervisor = await network.client_as(Role.SUPERVISOR)
    company = {"company_id": str(uuid4()), "company": COMPANY}
    opened = await sends(supervisor, f"{LIST}/ouverture", **company, lycees=HERE)
    here, part = opened.headers["location"], "/reseau/fragments/grands-comptes"
    assert here in (await mine.get(part)).text
    assert (await third.get(part)).text.strip() == ""
    await sends(mine, f"{here}/avis", text=WORDS)
    assert (await mine.get(part)).text.strip() == ""


async def test_who_decides_after_somebody_else_reads_what_stands_before_it_is_replaced(
    network: Network,
) -> None:
    mine = await network.client_as(Role.RBDE, HERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    company = {"company_id": str(uuid4()), "company": COMPANY}
    asked = await sends(mine, f"{LIST}/nouveau", **company, reason="several", text=WORDS)
    here = asked.headers["location"]
    await follows(supervisor, f"{here}/arbitrage", version="1", **DECISION)
    late = {**DECISION, "outcome": "shared", "text": "Un plan pour tous."}
    refused = await sends(supervisor, f"{here}/arbitrage", version="1", **late)
    assert refused.status_code == 409
    assert "Un plan pour tous." in refused.text
    assert "Bourdelle connaît cette maison." in refused.text


async def test_a_lycee_added_by_mistake_reads_nothing_any_more_once_it_is_left_out(
    network: Network,
) -> None:
    mine = await network.client_as(Role.RBDE, HERE)
    third = await network.client_as(Role.RBDE, THIRD)
    supervisor = await network.client_as(Role.SUPERVISOR)
    company = {"company_id": str(uuid4()), "company": COMPANY}
    asked = await sends(mine, f"{LIST}/nouveau", **company, reason="several", text=WORDS)
    here = asked.headers["location"]
    out = f"{here}/lycees/retrait"
    assert out not in (await supervisor.get(here)).text
    assert out in await follows(supervisor, f"{here}/lycees", lycees=THIRD)
    assert "apprentis de Caussade" in (await third.get(here)).text
    assert "Lycée retiré" in await follows(supervisor, out, lycee=THIRD)
    assert (await third.get(here)).status_code == 404
    assert (await third.get("/reseau/fragments/grands-comptes")).text.strip() == ""
    assert (await sends(supervisor, out, lycee=THIRD)).status_code == 404
    assert (await sends(mine, out, lycee=HERE)).status_code == 404
    assert (await sends(supervisor, out, lycee=HERE)).status_code == 409
    # Taken back, it reads all again; once it said its word, or has something to do, it stays.
    await follows(supervisor, f"{here}/lycees", lycees=THIRD)
    await follows(supervisor, f"{here}/plan/lignes", subject="tax", what="La taxe", lycee=THIRD)
    assert out not in (await supervisor.get(here)).text
    stays = await sends(supervisor, out, lycee=THIRD)
    assert (stays.status_code, "reste concerné" in stays.text) == (409, True)


async def test_a_decision_that_is_looked_at_again_keeps_no_day_that_is_over(
    network: Network,
) -> None:
    units = network.runtime("coordination").work
    bureau, supervisor = people(units)
    account_id = await asks(bureau)
    before = {"from_on": date(2026, 11, 2), "review_on": date(2026, 11, 30)}
    supervisor.now = NOW + timedelta(hours=1)
    await decides(supervisor, account_id, **before)
    browser = await network.client_as(Role.SUPERVISOR)
    page = (await browser.get(f"{LIST}/{account_id}/arbitrage")).text
    again = local_date(units.now()) < before["review_on"]
    assert 'value="2026-11-02"' in page
    assert ('value="2026-11-30"' in page) is again


async def test_the_page_that_remains_shows_what_both_said_and_do(network: Network) -> None:
    units = network.runtime("coordination").work
    bureau, dsden = people(units)
    stays, goes = uuid4(), uuid4()
    first, second = await asks(bureau, stays), await asks(bureau, goes)
    line = {"lycee": HERE, "subject": "places", "what": "Six places au printemps"}
    supervisor = await network.client_as(Role.SUPERVISOR)
    await follows(supervisor, f"{LIST}/{second}/plan/lignes", **line)
    await dsden.do(lambda uow: MergedCards(uow).keep(stays, goes, merged=True, version=1))

    page = (await supervisor.get(f"{LIST}/{first}")).text
    assert "Du compte réuni" in page
    assert "Six places au printemps" in page
    assert "Six places au printemps" in (await supervisor.get(f"{LIST}/{first}/plan")).text
    gone = (await supervisor.get(f"{LIST}/{second}")).text
    assert f'href="{LIST}/{first}"' in gone
    assert "celles d’une même entreprise" in gone
    assert ">Réuni<" in (await supervisor.get(LIST)).text

    await dsden.do(lambda uow: MergedCards(uow).keep(stays, goes, merged=False, version=2))
    assert "réuni" not in (await supervisor.get(f"{LIST}/{first}")).text
    assert "même entreprise" not in (await supervisor.get(f"{LIST}/{second}")).text
