"""Needs noted for a company, and what other pages show of needs."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from contracts.coordination.needs import NeedOutcome, NeedSource
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.coordination.accounts.store import MergedCards
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_parts.queries import OF_A_BUREAU
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.service import SERVICE
from tests.coordination.needs.test_need_pages import qualifies, reader, routes
from tests.coordination.needs.world import assignments_of, company, need_of, passed_on, sent
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Form, Page, Visitor

NEW = "/besoins/nouveau"
SIRET = "73282932000074"
TYPED = {
    "company": "Garage Roca",
    "kind": "job",
    "source": "phone",
    "text": "Il cherche un mécanicien.",
}


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    async with running(SERVICE) as network:
        yield network


def work(network: Network) -> UnitsOfWork:
    return network.runtime("coordination").work


async def somebody(network: Network, role: Role, *uais: Any) -> Visitor:
    return Visitor(await network.client_as(role, *uais))


async def notes(who: Visitor, **typed: Any) -> Page:
    return await who.send((await who.get(NEW)).form(NEW, exactly=True), **TYPED | typed)


def id_of(page: Page) -> UUID:
    return UUID(str(page.answer.url).rpartition("/")[2])


async def test_a_bureau_notes_a_need_and_nothing_typed_is_lost(network: Network) -> None:
    bureau = await somebody(network, Role.RBDE)
    wrong = {"siret": "123", "requester_mail": "roca", "requester_phone": "12", "text": ""}
    refused = await notes(bureau, **wrong, seats="0", commune="Nulle-Part")

    assert refused.status == 422
    for name in (*wrong, "seats", "commune"):
        assert f'id="champ-{name}-erreur"' in refused.answer.text, name
    assert 'value="Garage Roca"' in refused.answer.text

    page = await notes(bureau, siret=SIRET, requester_name="Paul Roca", seats="2")
    assert "Besoin noté" in page.text
    need = await need_of(reader(work(network)), id_of(page))
    assert (need.uai, need.source, need.status) == (HERE, NeedSource.PHONE, NeedStatus.RECEIVED)
    assert need.details
    assert (need.details.seats, need.details.siret) == (2, SIRET)


async def test_the_supervisor_notes_one_too_and_a_head_none(network: Network) -> None:
    supervisor = await somebody(network, Role.SUPERVISOR, None)
    page = await notes(supervisor, source="meeting")
    units = work(network)
    assert (await need_of(reader(units), id_of(page))).uai == units.department_uai

    head = await somebody(network, Role.HEAD)
    assert (await head.get(NEW)).status == 404
    # The public form is no way by which a bureau heard of it.
    assert (await notes(supervisor, source="form")).status == 422


async def test_who_runs_two_lycees_says_for_which_one(network: Network) -> None:
    both = await somebody(network, Role.RBDE, HERE, ELSEWHERE)
    assert (await notes(both)).status == 422
    assert "Besoin noté" in (await notes(both, uai=ELSEWHERE)).text


async def test_the_card_of_a_company_begins_one_and_shows_it(network: Network) -> None:
    bureau = await somebody(network, Role.RBDE)
    other = await somebody(network, Role.RBDE, ELSEWHERE)
    card = uuid4()
    fields = [("command_id", str(uuid4())), ("company_id", str(card)), ("company", "Garage Roca")]
    page = await bureau.send(Form(f"{NEW}/entreprise", [*fields, ("siret", SIRET)]))
    form = page.form(NEW, exactly=True)
    assert dict(form.fields)["company"] == "Garage Roca"
    assert dict(form.fields)["siret"] == SIRET
    typed: dict[str, Any] = {name: TYPED[name] for name in TYPED if name != "company"}
    noted = await bureau.send(form, **typed)
    need = await need_of(reader(work(network)), id_of(noted))
    assert need.details
    assert need.details.company_id == card

    part = f"/besoins/fragments/entreprises/{card}"
    assert "Recruter" in (await bureau.get(part)).text
    by_number = f"/besoins/fragments/entreprises/{uuid4()}?sirets={SIRET},73282932000082"
    assert "À qualifier" in (await bureau.get(by_number)).text
    for nothing in (f"/besoins/fragments/entreprises/{uuid4()}", f"{part}?sirets="):
        shown = await (other if "?" in nothing else bureau).get(nothing)
        assert shown.answer.text.strip() == "", nothing
    # The card of a company asks for all it shows of the network at once.
    words = ("fiche-arbitrage", "fiche-besoins", "fiche-signaux")
    at_once = f"/reseau/fragments/fiche?parties={','.join(words)}&entreprise={card}"
    for seen, by in (("Recruter", ""), ("Recruter", f"&sirets={SIRET}")):
        drawn = (await bureau.get(at_once + by)).answer.text
        assert [f'hx-target="#reseau-{word}"' in drawn for word in words] == [True] * 3
        assert seen in drawn
    assert "Recruter" not in (await other.get(at_once)).answer.text
    assert (await bureau.client.get(at_once.replace(str(card), "ailleurs"))).status_code == 404


async def test_the_home_page_says_what_waits(network: Network) -> None:
    bureau = await somebody(network, Role.RBDE)
    supervisor = await somebody(network, Role.SUPERVISOR, None)
    hers, ours = "/reseau/fragments/besoins-a-traiter", "/reseau/fragments/besoins-transmis"
    assert (await supervisor.get(hers)).answer.text.strip() == ""
    assert (await bureau.get(ours)).answer.text.strip() == ""

    need_id = id_of(await notes(bureau))
    assert "1 besoin à voir" in (await supervisor.get(hers)).text
    await qualifies(supervisor, need_id)
    await routes(supervisor, need_id, HERE)
    assert (await supervisor.get(hers)).answer.text.strip() == ""
    shown = await bureau.get(ours)
    assert "1 besoin d’entreprise à vous" in shown.text
    assert "Garage Roca" in shown.text
    together = await bureau.client.get(
        "/reseau/fragments/accueil?parties=besoins-transmis,besoins-a-traiter"
    )
    assert "reseau-besoins-transmis" in together.text
    assert "reseau-besoins-a-traiter" not in together.text
    assert (await bureau.get(hers)).status == 404


async def test_who_closes_needs_alone_is_offered_those_to_close(network: Network) -> None:
    bureau = await somebody(network, Role.RBDE)
    supervisor = await somebody(network, Role.SUPERVISOR, None)
    assert 'value="a-clore"' in (await supervisor.get("/besoins")).answer.text
    shown = (await bureau.get("/besoins")).answer.text
    assert 'value="en-retard"' in shown
    assert 'value="a-clore"' not in shown


async def test_what_another_one_has_is_late_at_no_bureau_and_what_is_reopened_once_its_day_is_past(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, other_bureau: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    here, there = [
        next(one for one in await assignments_of(supervisor, need_id) if one.uai == uai)
        for uai in (HERE, ELSEWHERE)
    ]
    long_after = supervisor.later() + timedelta(days=30)

    async def waiting(uai: str, day: date | None = None) -> tuple[int, int]:
        shown = {"today": day or long_after.date(), "own": [uai]}
        found = await supervisor.do(lambda uow: OF_A_BUREAU.of(uow, shown))
        return found.many, found.late

    assert await waiting(HERE) == await waiting(ELSEWHERE) == (1, 1)
    await other_bureau.do(
        take_need,
        need_id=need_id,
        assignment_id=there.id,
        promised_on=long_after.date(),
        now=other_bureau.later(),
    )
    assert await waiting(HERE) == await waiting(ELSEWHERE) == (1, 0)

    await bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=here.id,
        outcome=NeedOutcome.HELPED,
        answer="Oui.",
        now=bureau.later(),
    )
    need = await need_of(supervisor, need_id)
    await supervisor.do(reopen_need, need_id=need_id, version=need.version, now=supervisor.later())
    # It answered, and has it to do again: by that day the company is to know when it is answered.
    due_on = (await need_of(supervisor, need_id)).due_on
    assert due_on is not None
    assert await waiting(HERE, due_on) == (1, 0)
    assert await waiting(HERE, due_on + timedelta(days=1)) == (1, 1)


async def test_the_balance_is_read_and_taken_away_by_the_supervisor(network: Network) -> None:
    bureau = await somebody(network, Role.RBDE)
    supervisor = await somebody(network, Role.SUPERVISOR, None)
    assert "Aucun besoin reçu" in (await supervisor.get("/besoins/bilan")).text
    need_id = id_of(await notes(bureau))
    await qualifies(supervisor, need_id)
    await routes(supervisor, need_id, HERE)

    page = await supervisor.get("/besoins/bilan")
    assert "aucun délai n’est encore passé" in page.text
    text = (await supervisor.get("/besoins/bilan.csv")).answer.text
    assert "Transmis au bureau" in text
    assert (await supervisor.get("/besoins/bilan.xlsx")).answer.content[:2] == b"PK"
    assert (await supervisor.get("/besoins/bilan?annee=2001-2002")).status == 200
    assert (await bureau.get("/besoins/bilan")).status == 404


async def test_a_need_is_on_the_card_that_its_company_became_and_back_when_they_part(
    network: Network,
) -> None:
    bureau = await somebody(network, Role.RBDE)
    stays, goes = uuid4(), uuid4()
    fields = [("command_id", str(uuid4())), ("company_id", str(goes)), ("company", "Garage Roca")]
    page = await bureau.send(Form(f"{NEW}/entreprise", [*fields, ("siret", "")]))
    typed: dict[str, Any] = {name: TYPED[name] for name in TYPED if name != "company"}
    await bureau.send(page.form(NEW, exactly=True), **typed)
    kept = f"/besoins/fragments/entreprises/{stays}"
    assert (await bureau.get(kept)).answer.text.strip() == ""

    async def merged(uow: UnitOfWork, version: int, *, one: bool) -> None:
        await MergedCards(uow).keep(stays, goes, merged=one, version=version)

    await reader(work(network)).do(merged, 1, one=True)
    assert "Recruter" in (await bureau.get(kept)).text
    await reader(work(network)).do(merged, 2, one=False)
    assert (await bureau.get(kept)).answer.text.strip() == ""
    gone = f"/besoins/fragments/entreprises/{goes}"
    assert "Recruter" in (await bureau.get(gone)).text
