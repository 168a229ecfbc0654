"""A tutor is chosen among the lycée's contacts; who reads their names is noted."""

from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg

from contracts.identifiers import ContactId, SiteKey
from contracts.partnerships.host_party import HostParty, HostPartyRequest
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.cards.queries import read_company
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.tutors.answers import host_of_an_agreement
from tests.partnerships.browsing import Browser, form_of
from tests.partnerships.world import BOURDELLE, ELSEWHERE, SIRET, Bureau, site


async def a_contact(bureau: Bureau, company_id: UUID) -> UUID:
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    details = ContactDetails("Anne Verdier", function="Cheffe d’atelier")
    return await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)


async def test_each_contact_is_chosen_for_the_place_one_came_from(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    contact_id = await a_contact(bureau, await bureau.registers(main=site(siret=SIRET)))
    placement = uuid4()

    page = await browser.opens(f"/entreprises/tuteurs/{SIRET}?placement={placement}&version=4")

    assert "Anne Verdier" in page.text
    chosen = form_of(page, f"/pfmp/placements/{placement}/tuteur").values
    assert (chosen["contact_id"], chosen["version"]) == (str(contact_id), "4")
    assert (
        await superuser.fetchval("SELECT count(*) FROM audit_entries WHERE action = 'see-contacts'")
        == 1
    )
    assert (await browser.opens("/entreprises/tuteurs/nimporte")).status_code == 404
    assert (await browser.opens(f"/entreprises/tuteurs/{uuid4()}")).status_code == 404


async def test_whoever_runs_two_lycees_chooses_among_those_of_the_pupils(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    await a_contact(bureau, company_id)
    page = f"/entreprises/tuteurs/{SIRET}?placement={uuid4()}&version=1&pour="

    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    assert "Anne Verdier" in (await both.opens(page + BOURDELLE)).text
    elsewhere = (await both.opens(page + ELSEWHERE)).text
    assert "Anne Verdier" not in elsewhere
    assert "Ajouter un contact" in elsewhere


async def test_without_a_contact_one_is_sent_to_add_one(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    page = await browser.opens(f"/entreprises/tuteurs/{SIRET}?placement={uuid4()}")
    assert f"/entreprises/{company_id}/contacts/nouveau?etablissement=" in page.text


async def test_the_name_is_given_to_the_lycees_own_pages_and_its_reading_noted(
    browser: Browser,
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    contact_id = await a_contact(bureau, await bureau.registers(main=site(siret=SIRET)))
    fragment = f"/entreprises/fragments/contacts/{contact_id}/nom"

    assert "Anne Verdier</a>, Cheffe d’atelier" in (await browser.opens(fragment)).text
    assert (await signed_in(Role.RBDE, ELSEWHERE).opens(fragment)).status_code == 404
    noted = await superuser.fetch(
        "SELECT resource_id FROM audit_entries WHERE action = 'see-contact'"
    )
    assert [row["resource_id"] for row in noted] == [contact_id]


async def _party(uow: UnitOfWork, request: HostPartyRequest) -> HostParty:
    return await host_of_an_agreement(request, uow)


async def test_an_agreement_names_the_host_its_tutor_and_who_alone_runs_it(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET, address="12 rue des Forges"))
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    tutor = await a_contact(bureau, company_id)

    async def knows(name: str, function: str) -> None:
        details = ContactDetails(name, function=function)
        await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)

    await knows("Paul Second", "Directeur adjoint")
    asked = HostPartyRequest(site_key=SiteKey(SIRET), tutor_id=ContactId(tutor))
    assert (await bureau.do(_party, asked)).signatory is None
    await knows("Odile Patron", "Gérante")
    party = await bureau.do(_party, asked)
    assert (party.company, party.siret) == ("Chaudronnerie du Quercy", SIRET)
    assert party.address == "12 rue des Forges"
    assert party.tutor is not None
    assert party.tutor.name == "Anne Verdier"
    assert party.signatory is not None
    assert party.signatory.name == "Odile Patron"
    # Of two who may sign, nobody is guessed.
    await knows("Luc Associé", "Gérant")
    assert (await bureau.do(_party, asked)).signatory is None

    theirs = await other_bureau.do(_party, asked)
    assert theirs.company == "Chaudronnerie du Quercy"
    assert (theirs.tutor, theirs.signatory) == (None, None)
