"""What a hand-over dossier says of companies: promised, running, spoken with most; of one's own lycée alone."""

from datetime import timedelta

from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.handover_parts.queries import read_known, read_led
from services.partnerships.territories.commands import take_lead
from tests.partnerships.browsing import Browser
from tests.partnerships.world import TODAY, Bureau

PART = "/entreprises/fragments/passation"


async def test_companies_are_in_the_order_they_are_spoken_with(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    seldom = await bureau.registers("Serrurerie Roca")
    often = await bureau.registers("Menuiserie Vidal")
    old = await bureau.registers("Garage Pujol")
    theirs = await other_bureau.registers("Fonderie Bessou")
    who = await bureau.do(
        add_contact,
        company_id=often,
        site_id=(await bureau.card(often)).sites[0].id,
        details=ContactDetails(name="Ida Cazes", function="Gérante"),
    )
    await bureau.logs(seldom, occurred_on=TODAY - timedelta(days=3))
    await bureau.logs(often, occurred_on=TODAY - timedelta(days=30), contact_id=who)
    await bureau.logs(often, occurred_on=TODAY - timedelta(days=10))
    await bureau.logs(old, occurred_on=TODAY - timedelta(days=366))
    await other_bureau.logs(theirs, occurred_on=TODAY)

    known = await bureau.do(read_known)

    assert [(one.name, one.exchanges, one.person, one.function) for one in known] == [
        ("Menuiserie Vidal", 2, "Ida Cazes", "Gérante"),
        ("Serrurerie Roca", 1, None, None),
    ]
    assert known[0].last_on == TODAY - timedelta(days=10)


async def test_who_leads_hands_the_lead_over(bureau: Bureau, other_bureau: Bureau) -> None:
    ours = await bureau.registers("Serrurerie Roca")
    theirs = await other_bureau.registers("Menuiserie Vidal")
    await bureau.do(take_lead, company_id=ours, now=bureau.now)
    await other_bureau.do(take_lead, company_id=theirs, now=bureau.now)

    assert [(one.name, one.since) for one in await bureau.do(read_led)] == [
        ("Serrurerie Roca", TODAY)
    ]


async def test_the_part_says_what_runs_and_what_is_empty(browser: Browser, bureau: Bureau) -> None:
    empty = (await browser.client.get(PART)).text
    for said in ("Aucune tâche en attente", "Aucun partenariat en cours", "Aucun échange noté"):
        assert said in empty

    company_id = await bureau.registers("Serrurerie Roca")
    await bureau.opens_a_partnership(company_id, stage=PartnershipStage.CONTACTED)
    await bureau.logs(company_id, next_step_on=TODAY + timedelta(days=400))
    shown = (await browser.client.get(PART)).text
    assert shown.count("Serrurerie Roca") == 3
    assert "Aucun" not in shown


async def test_a_hosting_that_has_not_begun_is_said_to_come(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers("Serrurerie Roca")
    await bureau.opens_a_partnership(company_id, stage=PartnershipStage.CONTACTED)
    site_id = (await bureau.card(company_id)).sites[0].id

    async def said(days: int) -> bool:
        async def host(uow: UnitOfWork) -> None:
            on = TODAY + timedelta(days=days)
            await Acquaintances(uow).host(bureau.uai, company_id, site_id, on)

        await bureau.do(host)
        pages = [
            (await browser.client.get(one)).text
            for one in (PART, "/entreprises/partenariats?vue=liste")
        ]
        found = ["accueil prévu le" in page for page in pages]
        assert len(set(found)) == 1
        return found[0]

    assert [await said(days) for days in (-3, 60)] == [False, True]
