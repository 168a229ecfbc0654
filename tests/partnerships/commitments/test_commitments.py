"""What companies declare and pledge: told by themselves when they run out, pledges by a total."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.partnerships.commitments import (
    RegulatedWork,
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
    RegulatedWorkDeclarationFiledV1,
    RegulatedWorkDeclarationWithdrawnV1,
    TaxPledgesSuppressedV1,
    TaxPledgesTotalledV1,
)
from contracts.publication import FactFamily, PublicationStep
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.web.views.french import number as figure
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments import queries as commitments
from services.partnerships.commitments.commands import (
    file_declaration,
    forget_pledge,
    note_pledge,
    withdraw_declaration,
)
from services.partnerships.commitments.model import (
    FiledLater,
    NoWorkDeclared,
    PledgeState,
    PledgeWithoutAmount,
    valid_until,
)
from services.partnerships.commitments.queries import read_commitments
from services.partnerships.publications.commands import copy_publication
from services.partnerships.subscribers import timed
from services.partnerships.totals.commands import count_figures
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, NOW, TODAY, Bureau, night
from tests.support.services import Published, ServiceDatabases

YEAR = TODAY.year
LATER = datetime(2081, 11, 24, 9, tzinfo=UTC)
"""Later than the clock of any machine: what runs beside the tests does nothing of it yet."""


async def files(bureau: Bureau, company_id: UUID, **changes: Any) -> UUID:
    known: dict[str, Any] = {
        "works": (RegulatedWork.HEIGHT,),
        "filed_on": bureau.now.date(),
        "site_id": None,
    }
    return await bureau.do(
        file_declaration, company_id=company_id, now=bureau.now, **{**known, **changes}
    )


async def notes(
    bureau: Bureau,
    company_id: UUID,
    euros: int | None,
    state: PledgeState,
    now: datetime = NOW,
) -> None:
    await bureau.do(
        note_pledge, company_id=company_id, year=YEAR, state=state, amount_euros=euros, now=now
    )


@pytest.mark.parametrize(
    ("filed_on", "until"),
    [
        (date(2026, 11, 24), date(2029, 11, 23)),
        (date(2028, 2, 29), date(2031, 2, 28)),
    ],
)
def test_a_declaration_holds_three_years(filed_on: date, until: date) -> None:
    assert valid_until(filed_on) == until


async def test_a_declaration_announces_its_end_and_notes_it_by_itself(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    bureau = replace(bureau, now=LATER)
    one = await files(bureau, await bureau.registers())
    (filed,) = await published(RegulatedWorkDeclarationFiledV1)
    assert (filed.declaration_id, filed.valid_until) == (one, valid_until(LATER.date()))

    database = service_databases.open("partnerships")
    until = LATER.replace(year=LATER.year + 3)
    for days, announced, expired in ((-70, 0, 0), (-50, 1, 0), (0, 1, 1), (9, 1, 1)):
        at = until + timedelta(days=days)
        await run_due_work(timed, bureau.units, database.relay_dsn, at)
        assert len(await published(RegulatedWorkDeclarationExpiryAnnouncedV1)) == announced
        assert len(await published(RegulatedWorkDeclarationExpiredV1)) == expired
    await database.close()


async def test_the_end_of_a_declaration_renewed_in_time_is_not_announced(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    first = await files(replace(bureau, now=LATER), company_id)
    renewal = LATER.replace(year=LATER.year + 3) - timedelta(days=90)
    await files(replace(bureau, now=renewal), company_id)

    database = service_databases.open("partnerships")
    until = LATER.replace(year=LATER.year + 3)
    for days in (-50, 9):
        await run_due_work(timed, bureau.units, database.relay_dsn, until + timedelta(days=days))
    await database.close()

    assert await published(RegulatedWorkDeclarationExpiryAnnouncedV1) == []
    expired = await published(RegulatedWorkDeclarationExpiredV1)
    assert [one.declaration_id for one in expired] == [first]


async def test_a_declaration_taken_back_is_heard_of_no_more(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    one = await files(bureau, company_id)

    await bureau.do(withdraw_declaration, company_id=company_id, declaration_id=one, now=NOW)
    database = service_databases.open("partnerships")
    await run_due_work(timed, bureau.units, database.relay_dsn, NOW + timedelta(days=1200))
    await database.close()

    assert len(await published(RegulatedWorkDeclarationWithdrawnV1)) == 1
    assert await published(RegulatedWorkDeclarationExpiredV1) == []
    assert (await bureau.do(read_commitments, company_id)).declared == []


async def test_what_the_head_kept_is_not_told_by_taking_it_back(
    bureau: Bureau, published: Published
) -> None:
    closed = PublicationStep(from_on=TODAY - timedelta(days=1), open=False)
    await bureau.do(
        copy_publication,
        uai=bureau.uai,
        family=FactFamily.COMPANIES,
        steps=(closed,),
        version=1,
    )
    company_id = await bureau.registers()
    one = await files(bureau, company_id)
    await bureau.do(withdraw_declaration, company_id=company_id, declaration_id=one, now=NOW)

    assert await published(RegulatedWorkDeclarationFiledV1) == []
    assert await published(RegulatedWorkDeclarationWithdrawnV1) == []


async def test_a_declaration_is_about_some_work_and_is_in_the_past(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    with pytest.raises(NoWorkDeclared):
        await files(bureau, company_id, works=())
    with pytest.raises(FiledLater):
        await files(bureau, company_id, filed_on=TODAY + timedelta(days=1))


async def test_pledges_are_told_by_their_total_alone(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    houses = [await bureau.registers(f"Maison {number}", distinct=True) for number in range(11)]
    await notes(bureau, houses[0], None, PledgeState.ASKED)
    with pytest.raises(PledgeWithoutAmount):
        await notes(bureau, houses[0], None, PledgeState.PLEDGED)
    for number, house in enumerate(houses[:6]):
        await notes(bureau, house, 100 * (number + 1), PledgeState.PLEDGED)
    assert await published(TaxPledgesTotalledV1) == []  # told at night

    await night(bureau, service_databases)
    later = NOW + timedelta(days=2)
    for house in houses[6:]:
        await notes(bureau, house, 100, PledgeState.PLEDGED, later)
    await night(bureau, service_databases, 3)
    told = await published(TaxPledgesTotalledV1)

    assert [(one.companies, one.amount_euros) for one in told] == [(6, 2100), (11, 2600)]
    assert len({one.totals_id for one in told}) == 1
    for one in told:
        assert str(houses[0]) not in one.to_json().decode()


async def test_two_totals_never_differ_by_what_one_company_pledges(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    houses = [await bureau.registers(f"Maison {number}", distinct=True) for number in range(7)]
    for house in houses[:6]:
        await notes(bureau, house, 100, PledgeState.PLEDGED)
    await night(bureau, service_databases)

    async def audited(day: int) -> tuple[int | None, int | None]:
        await night(bureau, service_databases, day)
        now = NOW + timedelta(days=day)
        found = (await bureau.do(count_figures, uai=BOURDELLE, now=now)).figures
        return found["pledging_companies"], found["pledged_euros"]

    second, fourth, sixth = (NOW + timedelta(days=day) for day in (2, 4, 6))
    await notes(bureau, houses[6], 1234, PledgeState.PLEDGED, second)  # one more
    assert await audited(3) == (6, 600)
    await bureau.do(forget_pledge, company_id=houses[6], year=YEAR, now=fourth)
    await notes(bureau, houses[0], 1234, PledgeState.CONFIRMED, fourth)  # another amount
    assert await audited(5) == (6, 600)
    await bureau.do(forget_pledge, company_id=houses[0], year=YEAR, now=sixth)  # one less
    assert await audited(7) == (5, 300)  # at least: half of what was told
    told = await published(TaxPledgesTotalledV1)
    assert [(one.companies, one.amount_euros) for one in told] == [(6, 600), (5, 300)]


async def test_a_total_of_a_few_companies_is_not_told(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    await notes(bureau, company_id, 1200, PledgeState.PLEDGED)
    await night(bureau, service_databases)
    [told] = await published(TaxPledgesSuppressedV1)
    assert await published(TaxPledgesTotalledV1) == []
    assert told.year == YEAR
    assert str(company_id) not in told.to_json().decode()


async def test_a_total_that_became_one_of_a_few_takes_the_former_back(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    houses = [await bureau.registers(f"Maison {number}", distinct=True) for number in range(6)]
    for house in houses:
        await notes(bureau, house, 100, PledgeState.PLEDGED)
    await night(bureau, service_databases)
    later = NOW + timedelta(days=2)
    for house in houses[:5]:
        await bureau.do(forget_pledge, company_id=house, year=YEAR, now=later)
    await night(bureau, service_databases, 3)
    [total] = await published(TaxPledgesTotalledV1)
    [few] = await published(TaxPledgesSuppressedV1)
    assert (few.totals_id, few.year) == (total.totals_id, total.year)


async def test_a_lycee_that_nobody_promised_anything_tells_zero_once(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    await bureau.logs(await bureau.registers())
    for days in (1, 2, 3):
        await night(bureau, service_databases, days)
    told = await published(TaxPledgesTotalledV1)
    assert [(one.year, one.companies, one.amount_euros) for one in told] == [(YEAR, 0, 0)]


async def test_another_lycee_reads_nothing_of_them(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await files(bureau, company_id)
    await notes(bureau, company_id, 300, PledgeState.PLEDGED)

    found = await other_bureau.do(read_commitments, company_id)

    assert (found.declared, found.pledges) == ([], [])


async def test_both_are_noted_from_the_card_of_a_company(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    here = f"/entreprises/{company_id}/engagements"
    assert f'href="{here}"' in (await browser.opens(f"/entreprises/{company_id}")).text
    today = local_date(datetime.now(UTC))
    old = today - timedelta(days=3 * 365 - 30)

    sent = await browser.sends(
        here, f"{here}/derogations", {"works": ["height", "lifting"], "filed_on": f"{old}"}
    )
    page = await browser.follows(sent)
    assert "Conduite d’engins et levage" in page.text
    assert "À renouveler" in page.text
    refused = await browser.sends(page, f"{here}/taxe", {"state": "pledged", "year": YEAR})
    assert refused.status_code == 422
    assert "Indiquez le montant promis" in refused.text
    noted = await browser.sends(refused, f"{here}/taxe", {"amount_euros": "1200"})
    assert "Promise" in (await browser.follows(noted)).text

    listed = (await browser.opens(f"/entreprises/engagements?annee={YEAR}")).text
    assert "Chaudronnerie du Quercy" in listed
    home = (await browser.opens("/entreprises/fragments/aujourdhui")).text
    assert "Dérogations à renouveler" in home
    teacher = signed_in(Role.FORM_TEACHER, BOURDELLE)
    assert f'action="{here}' not in (await teacher.opens(here)).text
    other = signed_in(Role.RBDE, ELSEWHERE)
    assert "Promise" not in (await other.opens(here)).text.split("<main")[1].split("<select")[0]


async def test_a_pledge_taken_back_by_mistake_comes_back(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await notes(bureau, company_id, 1200, PledgeState.PLEDGED)
    here = f"/entreprises/{company_id}/engagements"
    gone = await browser.follows(await browser.sends(here, f"{here}/taxe/retrait"))
    assert "Aucune promesse notée." in gone.text

    undone = await browser.follows(await browser.sends(gone, f"{here}/taxe"))

    assert f"{YEAR}\u00a0: {figure(1200)}" in undone.text


async def test_a_declaration_is_taken_back_once_that_was_asked_again(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    one = await files(bureau, company_id)
    here = f"/entreprises/{company_id}/engagements"
    page = await browser.opens(here)
    assert "Seulement si elle a été notée par erreur" in page.text

    gone = await browser.sends(page, f"{here}/derogations/{one}/retrait")

    assert "Aucune déclaration notée." in (await browser.follows(gone)).text


@pytest.mark.parametrize(
    ("works", "still"),
    [((RegulatedWork.HEIGHT, RegulatedWork.LIFTING), False), ((RegulatedWork.LIFTING,), True)],
)
async def test_a_declaration_a_later_one_covers_is_not_to_be_renewed(
    browser: Browser, bureau: Bureau, works: tuple[RegulatedWork, ...], *, still: bool
) -> None:
    bureau = replace(bureau, now=datetime.now(UTC))
    today = bureau.now.date()
    company_id = await bureau.registers()
    await files(bureau, company_id, filed_on=today - timedelta(days=3 * 365 - 30))
    await files(bureau, company_id, works=works, filed_on=today - timedelta(days=1))

    home = (await browser.opens("/entreprises/fragments/aujourdhui")).text
    listed = (await browser.opens("/entreprises/engagements")).text
    card = (await browser.opens(f"/entreprises/{company_id}/engagements")).text

    assert ("Dérogations à renouveler" in home) is still
    assert ("À renouveler" in listed) is still
    assert ("À renouveler" in card) is still
    assert ("Renouvelée" in card) is not still


async def test_the_year_counts_every_company_whatever_the_page_shows(
    browser: Browser, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commitments, "SHOWN_MAX", 1)
    await notes(bureau, await bureau.registers(), 300, PledgeState.PLEDGED)
    second = await bureau.registers("Une autre maison", distinct=True)
    await notes(bureau, second, 450, PledgeState.CONFIRMED)

    page = (await browser.opens(f"/entreprises/engagements?annee={YEAR}")).text

    assert "2\u00a0entreprises, 750" in page
