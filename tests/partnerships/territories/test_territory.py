"""Which communes a bureau looks after, who leads with a company, and whom the list then shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.identifiers import CommuneCode
from services.chassis.base.identity import Role
from services.chassis.reference.nomenclatures import places
from services.chassis.reference.nomenclatures.nearby import communes_within, distance_km
from services.partnerships.company_list.queries.order import CompanyFilter
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.territories.commands import set_territory
from services.partnerships.territories.store import Territories
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, MOISSAC, MONTAUBAN, TODAY, Bureau, site

TERRITORY = "/entreprises/territoire"
VALENCE = CommuneCode("82186")


async def names(bureau: Bureau, **asked: Any) -> list[str]:
    found = await bureau.do(read_companies, asked=CompanyFilter(**asked))
    return [one.name for one in found.items]


def test_distances_are_those_of_a_map() -> None:
    assert distance_km(places()[MOISSAC], places()[MONTAUBAN]) == pytest.approx(24, abs=4)
    assert communes_within(MOISSAC, 1) == {MOISSAC}
    assert MONTAUBAN not in communes_within(MOISSAC, 15)
    assert MONTAUBAN in communes_within(MOISSAC, 30)
    assert communes_within("99999", 30) == {"99999"}


async def test_companies_are_found_around_a_commune(bureau: Bureau) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))

    assert await names(bureau, commune=MOISSAC) == ["Serrurerie Roca"]
    assert await names(bureau, commune=MOISSAC, within_km=10) == ["Serrurerie Roca"]
    assert len(await names(bureau, commune=MOISSAC, within_km=30)) == 2


async def test_the_list_is_that_of_ones_own_territory(bureau: Bureau, other_bureau: Bureau) -> None:
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    await bureau.registers("Menuiserie Vidal", main=site(commune=MONTAUBAN))
    await bureau.do(set_territory, communes=[MOISSAC, VALENCE])
    await other_bureau.do(set_territory, communes=[MONTAUBAN, MOISSAC])

    assert await names(bureau, territory=True) == ["Serrurerie Roca"]
    assert len(await names(other_bureau, territory=True)) == 2
    await other_bureau.do(set_territory, communes=[])
    assert await names(other_bureau, territory=True) == []
    claims = await bureau.do(lambda uow: Territories(uow).claims())
    assert [(one.uai, one.commune) for one in claims] == [
        (BOURDELLE, MOISSAC),
        (BOURDELLE, VALENCE),
    ]


async def test_who_was_asked_this_month_by_anybody_is_left_out(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    for name, days in (("Asked", 29), ("Long ago", 30), ("Never", None)):
        company_id = await bureau.registers(name)
        if days is not None:
            await other_bureau.logs(company_id, occurred_on=TODAY - timedelta(days=days))

    assert await names(bureau, calm=True) == ["Long ago", "Never"]


async def test_a_bureau_finds_whom_nobody_asked_lately_around_a_commune(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    now = datetime.now(UTC)
    await bureau.registers("Serrurerie Roca", main=site(commune=MOISSAC))
    asked = await bureau.registers("Menuiserie Vidal", main=site(commune=MOISSAC))
    await replace(other_bureau, now=now).logs(asked, occurred_on=now.date())

    around = await browser.opens(f"/entreprises?commune={MOISSAC}&rayon=20")
    calm = await browser.opens(f"/entreprises?commune={MOISSAC}&rayon=20&calme=oui")

    assert ("Serrurerie Roca" in around.text, "Menuiserie Vidal" in around.text) == (True, True)
    assert ("Serrurerie Roca" in calm.text, "Menuiserie Vidal" in calm.text) == (True, False)
    nonsense = await browser.opens("/entreprises?rayon=7&calme=x&territoire=y")
    assert nonsense.status_code == 200


async def test_a_bureau_sets_its_territory_and_sees_whose_else_a_commune_is(
    browser: Browser, other_bureau: Bureau
) -> None:
    await other_bureau.do(set_territory, communes=[MONTAUBAN])

    saved = await browser.sends(TERRITORY, TERRITORY, {"communes": [MOISSAC, VALENCE]})
    shown = await browser.follows(saved)

    assert "Territoire enregistré." in shown.text
    for code in (MOISSAC, VALENCE):
        assert f'value="{code}" checked' in shown.text
    assert f'value="{MONTAUBAN}" checked' not in shown.text
    assert "(aussi " in shown.text
    assert (await browser.opens(f"{TERRITORY}?pour={ELSEWHERE}")).status_code == 404


async def test_one_bureau_leads_until_it_gives_up(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=site(commune=MOISSAC))
    await bureau.do(set_territory, communes=[MOISSAC])
    card = f"/entreprises/{company_id}"
    lead, end = f"{card}/chef-de-file", f"{card}/chef-de-file/fin"
    one, other = signed_in(Role.RBDE, BOURDELLE), signed_in(Role.RBDE, ELSEWHERE)
    unaware = await other.opens(card)
    assert "Territoire de" in unaware.text

    taken = await one.follows(await one.sends(card, lead))
    assert "Votre bureau est chef de file." in taken.text
    refused = await other.sends(unaware, lead)
    assert refused.status_code == 409
    assert "déjà chef de file" in refused.text
    assert "Ne plus être chef de file" not in (await other.opens(card)).text
    assert "plus chef de file" in (await one.follows(await one.sends(taken, end))).text


async def test_who_works_for_two_lycees_says_which_one_leads(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    card = f"/entreprises/{await bureau.registers()}"
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    shown = await both.opens(card)
    assert shown.text.count("Devenir chef de file pour") == 2
    await both.sends(shown, f"{card}/chef-de-file", {"uai": ELSEWHERE})

    taken = (await both.opens(card)).text
    assert f'name="uai" value="{ELSEWHERE}"' in taken.partition("chef-de-file/fin")[2]
