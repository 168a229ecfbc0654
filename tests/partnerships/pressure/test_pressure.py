"""How often a host was asked, the delay that leaves it alone, and the rules the department decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import InteractionOutcome, InteractionPurpose
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1, SiteStaffStatedV1
from contracts.partnerships.pressure import (
    NetworkRule,
    NetworkRuleDecidedV1,
    SiteSolicitationWithdrawnV1,
    SiteSolicitedV1,
)
from contracts.publication import FactFamily, PublicationStep
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.partnerships.base.calendar import local_date
from services.partnerships.cards.queries import read_company
from services.partnerships.exchanges.commands import withdraw_interaction
from services.partnerships.pressure.commands import take_solicitation_back
from services.partnerships.pressure.model import Pressure, RuleStep, in_force
from services.partnerships.pressure.store.pressure import read_pressure
from services.partnerships.publications.commands import copy_publication
from services.partnerships.retention import retention
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, night
from tests.support.services import Published, ServiceDatabases

RULES = "/entreprises/regles"


async def pressure_on(bureau: Bureau, company_id: UUID) -> Pressure:
    """The pressure on the main site of a company, as this bureau sees it."""
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    return (await bureau.do(read_pressure, [site_id]))[site_id]


async def test_all_bureaux_see_who_asked_a_host_within_thirty_days(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id)
    await bureau.logs(company_id, occurred_on=TODAY - timedelta(days=3))
    await other_bureau.logs(company_id, occurred_on=TODAY - timedelta(days=5))
    await other_bureau.logs(company_id, occurred_on=TODAY - timedelta(days=31))

    seen = await pressure_on(other_bureau, company_id)

    assert seen.times == 3
    assert [(one.uai, one.times, one.last_on) for one in seen.by] == [
        (BOURDELLE, 2, TODAY),
        (ELSEWHERE, 1, TODAY - timedelta(days=5)),
    ]


@pytest.mark.parametrize(
    ("purpose", "outcome"),
    [
        (InteractionPurpose.OTHER, InteractionOutcome.AGREED),
        (InteractionPurpose.PFMP, InteractionOutcome.NO_ANSWER),
    ],
)
async def test_what_asks_for_nothing_weighs_on_nobody(
    bureau: Bureau, purpose: InteractionPurpose, outcome: InteractionOutcome
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, purpose=purpose, outcome=outcome)
    assert (await pressure_on(bureau, company_id)).times == 0


async def test_a_proposed_place_asks_its_host(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    for _ in range(2):
        await bureau.proposes_a_place(UUID(int=5), SiteKey.local(site_id))
    assert (await pressure_on(bureau, company_id)).times == 1


async def test_a_host_asked_for_a_pupil_is_left_alone_until_that_is_taken_back(
    bureau: Bureau,
    other_bureau: Bureau,
    published: Published,
    service_databases: ServiceDatabases,
    signed_in: Callable[..., Browser],
) -> None:
    # the page tells what holds when it is opened
    today = datetime.now(UTC)
    bureau, other_bureau = replace(bureau, now=today), replace(other_bureau, now=today)
    company_id, approach_id = await bureau.registers(), uuid4()
    key = SiteKey.local((await bureau.do(read_company, company_id)).company.sites[0].id)
    for _ in range(2):
        await bureau.approaches(approach_id, key)
    await bureau.approaches(uuid4(), SiteKey.local(uuid4()))  # gone with an undone import
    shown = f"/entreprises/fragments/sites/{key}/sollicitations"
    other = signed_in(Role.RBDE, ELSEWHERE)
    assert "Délai de courtoisie jusqu’au" in (await other.opens(shown)).text
    assert (await pressure_on(other_bureau, company_id)).times == 1
    await night(bureau, service_databases)
    (told,) = await published(SiteSolicitedV1)
    assert (told.site_key, told.occurred_on) == (key, local_date(today))

    for _ in range(2):
        await bureau.do(
            take_solicitation_back, uai=BOURDELLE, source_id=approach_id, now=bureau.now
        )

    (withdrawn,) = await published(SiteSolicitationWithdrawnV1)
    assert withdrawn.solicitation_id == told.solicitation_id
    assert (await pressure_on(other_bureau, company_id)).times == 0


async def test_the_delay_is_for_the_others_and_ends(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id)

    assert (await pressure_on(bureau, company_id)).courtesy_until is None
    assert (await pressure_on(other_bureau, company_id)).courtesy_until == TODAY + timedelta(
        days=14
    )
    later = replace(other_bureau, now=other_bureau.now + timedelta(days=15))
    assert (await pressure_on(later, company_id)).courtesy_until is None


async def test_what_was_asked_is_told_at_night_once_in_the_order_of_sites(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    companies = [await bureau.registers(f"Bois {name}") for name in ("Vert", "Noir", "Blanc")]
    for company_id in companies:
        await bureau.logs(company_id)
    site_id = (await bureau.do(read_company, companies[0])).company.sites[0].id
    await bureau.proposes_a_place(uuid4(), SiteKey.local(site_id))
    assert await published(SiteSolicitedV1) == []

    for days in (1, 2):
        await night(bureau, service_databases, days)

    told = await published(SiteSolicitedV1)
    keys = [event.site_key for event in told]
    assert len(told) == 4
    assert keys == sorted(keys)
    assert {event.occurred_on for event in told} == {TODAY}


async def test_an_exchange_taken_back_is_no_solicitation_any_more(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    early, late = await bureau.logs(company_id), await bureau.logs(company_id)
    taking_back: dict[str, Any] = {"company_id": company_id, "now": bureau.now}
    await bureau.do(withdraw_interaction, interaction_id=early, **taking_back)
    await night(bureau, service_databases)
    (told,) = await published(SiteSolicitedV1)
    assert await published(SiteSolicitationWithdrawnV1) == []

    await bureau.do(withdraw_interaction, interaction_id=late, **taking_back)

    (withdrawn,) = await published(SiteSolicitationWithdrawnV1)
    assert withdrawn.solicitation_id == told.solicitation_id
    assert (await pressure_on(bureau, company_id)).times == 0


@pytest.mark.parametrize(("family", "told"), [(FactFamily.EXCHANGES, 0), (FactFamily.HOSTING, 1)])
async def test_what_the_head_keeps_is_not_told(
    bureau: Bureau,
    published: Published,
    service_databases: ServiceDatabases,
    family: FactFamily,
    told: int,
) -> None:
    company_id = await bureau.registers()
    closed = (PublicationStep(from_on=TODAY, open=False),)
    await bureau.do(copy_publication, uai=BOURDELLE, family=family, steps=closed, version=1)
    await bureau.logs(company_id)
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    await bureau.proposes_a_place(uuid4(), SiteKey.local(site_id))

    await night(bureau, service_databases)

    assert len(await published(SiteSolicitedV1)) == told
    assert (await pressure_on(bureau, company_id)).times == 2


async def test_a_year_later_nobody_knows_who_asked(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id)
    await purge_all(bureau.units, retention, now=bureau.now + timedelta(days=364))
    assert (await pressure_on(bureau, company_id)).times == 1
    await purge_all(bureau.units, retention, now=bureau.now + timedelta(days=367))
    assert (await pressure_on(bureau, company_id)).times == 0


async def test_an_exchange_within_the_delay_is_noted_by_who_says_so(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    now = datetime.now(UTC)
    neighbour = replace(other_bureau, now=now)
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    assert "despite_courtesy" not in (await browser.opens(card)).text
    await neighbour.logs(company_id, occurred_on=now.date() - timedelta(days=1))

    shown = await browser.opens(card)
    call = {"outcome": "agreed", "note": "Deux places en mai."}
    refused = await browser.sends(shown, f"{card}/echanges", call)
    noted = await browser.sends(
        refused, f"{card}/echanges", call | {"despite_courtesy": "true", "command_id": uuid4()}
    )

    assert "Délai de courtoisie jusqu’au" in shown.text
    assert refused.status_code == 422
    assert "Deux places en mai." in refused.text
    assert "malgré le délai de courtoisie" in refused.text
    assert "Échange consigné." in (await browser.follows(noted)).text
    other = await browser.sends(shown, f"{card}/echanges", call | {"purpose": "other"})
    assert other.status_code == 303


async def test_a_program_goes_on_by_saying_so_too(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    now = datetime.now(UTC)
    company_id = await bureau.registers()
    await replace(other_bureau, now=now).logs(
        company_id, occurred_on=now.date() - timedelta(days=1)
    )
    body = {"kind": "call", "purpose": "pfmp", "outcome": "agreed", "occurred_on": f"{now.date()}"}

    async def log(**more: object) -> int:
        address = f"/api/partnerships/companies/{company_id}/interactions"
        sent = body | more | {"command_id": str(uuid4())}
        return (await browser.client.post(address, json=sent)).status_code

    assert [await log(), await log(despite_courtesy=True)] == [422, 201]


def test_a_rule_says_what_was_decided_last() -> None:
    rule, today = NetworkRule.COURTESY_DAYS, date(2026, 11, 24)
    steps = [
        RuleStep(rule, days, today + timedelta(days=when))
        for days, when in ((20, -10), (30, -1), (5, 1))
    ]
    assert in_force(rule, [], today) == 15
    assert [in_force(rule, steps, today + timedelta(days=n)) for n in (-11, -10, 0, 1)] == [
        *(15, 20, 30, 5),
    ]


async def test_the_supervisor_decides_and_every_bureau_follows(
    signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    today = local_date(datetime.now(UTC))
    soon = today + timedelta(days=1)
    supervisor = signed_in(Role.SUPERVISOR)
    company_id = await bureau.registers()
    await bureau.logs(company_id)

    for value, from_on, said in (
        (91, soon, "De 0 à 90"),
        (5, today - timedelta(days=2), "plus tard"),
    ):
        typed = {"value": value, "from_on": from_on}
        refused = await supervisor.sends(RULES, RULES, typed)
        assert refused.status_code == 422
        assert said in refused.text
    for value in (0, 3):
        decided = await supervisor.sends(RULES, RULES, {"value": value, "from_on": soon})
        assert "Règle enregistrée." in (await supervisor.follows(decided)).text

    assert [(e.value, e.from_on) for e in await published(NetworkRuleDecidedV1)] == [
        (0, soon),
        (3, soon),
    ]
    shown = await signed_in(Role.RBDE, BOURDELLE).opens(RULES)
    assert "3 jours" in shown.text
    assert "Décider" not in shown.text
    later = datetime.now(UTC) + timedelta(days=1)
    await replace(bureau, now=later).logs(company_id, occurred_on=local_date(later))
    until = (await pressure_on(replace(other_bureau, now=later), company_id)).courtesy_until
    assert until == soon + timedelta(days=2)


async def test_the_supervisor_enters_the_ceiling_of_the_rectorat(
    signed_in: Callable[..., Browser], units: object, published: Published
) -> None:
    soon = local_date(datetime.now(UTC)) + timedelta(days=1)
    supervisor = signed_in(Role.SUPERVISOR)
    limit = f"{RULES}/plafond"

    refused = await supervisor.sends(RULES, limit, {"percent": 0, "from_on": soon})
    assert refused.status_code == 422
    assert "De 1 à 100." in refused.text
    for small in (4, 5):
        typed = {"percent": 20, "small": small, "small_under": 30, "from_on": soon}
        decided = await supervisor.sends(RULES, limit, typed)
        assert "Plafond enregistré." in (await supervisor.follows(decided)).text

    told = await published(HostingLimitDecidedV1)
    assert [(one.percent, one.small, one.small_under) for one in told] == [(20, 4, 30), (20, 5, 30)]
    assert len({one.rule_id for one in told}) == 1
    shown = (await signed_in(Role.RBDE, BOURDELLE).opens(RULES)).text
    assert "5 élèves" in shown
    assert "4 élèves" not in shown


async def test_a_bureau_states_the_staff_of_a_site_for_all(
    browser: Browser, bureau: Bureau, signed_in: Callable[..., Browser], published: Published
) -> None:
    company_id = await bureau.registers()
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    card = f"/entreprises/{company_id}"
    form = f"{card}/etablissements/{site_id}/effectif"

    refused = await browser.sends(card, form, {"staff": "beaucoup"})
    assert refused.status_code == 422
    for staff in (12, 14):
        stated = await browser.sends(card, form, {"staff": staff})
        assert "Effectif noté." in (await browser.follows(stated)).text

    assert [one.staff for one in await published(SiteStaffStatedV1)] == [12, 14]
    seen = (await signed_in(Role.RBDE, ELSEWHERE).opens(card)).text
    assert "<dd>14\u00a0personnes</dd>" in seen
