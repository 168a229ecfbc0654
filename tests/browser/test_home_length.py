"""« Aujourd’hui » of a bureau in full work is read on two screens, and on a phone without empty places."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from string import ascii_uppercase
from uuid import UUID

import pytest
from playwright.async_api import Page, Route, ViewportSize, expect

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.identity import Role
from tests.browser.axe import TOO_WIDE, settled, violations
from tests.browser.conftest import PHONE
from tests.browser.site import Site
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, siret_of
from tests.partnerships.world import site as place
from tests.support.services import ServiceDatabases

LAPTOP = ViewportSize(width=1280, height=800)
DESK_MAX = 2000
BUSY, BUSIER, SLOW = map(Uai.numbered, ("0829041", "0829043", "0829044"))
"""Lycées that no other test fills: the length of a home page is that of what is below."""
LENGTH = "document.documentElement.scrollHeight"
NAMES = ("Maison de services de la Garonne", "Réseaux et Courants du Bas-Quercy", "Hôtel du Canal")
TITLES_WHOLE = """() => [...document.querySelectorAll('.home h2')]
  .every(one => one.getBoundingClientRect().height < 80)"""
CUT_WORDS = """titles => titles.flatMap(title => {
  const range = document.createRange(), text = title.firstChild;
  return [...text.data.matchAll(/[\\p{L}]+/gu)].filter(word => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return new Set([...range.getClientRects()].map(line => line.top)).size > 1;
  }).map(word => word[0]);
})"""
"""Words of titles of which a part stands on another line."""
HOLES = """() => [...document.querySelectorAll('.home-pair')].map(pair => {
  const feet = [...pair.children].map(column =>
    Math.max(...[...column.querySelectorAll('.card')].map(card => {
      const said = [...card.querySelectorAll('p, li, table, svg, summary, h2')]
        .filter(one => one.checkVisibility() && !one.closest('.unseen'));
      return Math.max(...said.map(one => one.getBoundingClientRect().bottom));
    })));
  return Math.max(...feet) - Math.min(...feet);
})"""
"""By how much one of two columns says less than the other, in pixels."""
CUT_OFF = "part => part.scrollHeight - part.clientHeight"
HOLE_MAX = 200


async def full_work(site: Site, databases: ServiceDatabases, uai: Uai, rank: int) -> None:
    """Pupils in each column but the last, steps to take, companies spoken with."""
    superuser = await site.databases.superuser("internships")
    lycee = Lycee(uai, site.network.runtime("internships").work, superuser, now=datetime.now(UTC))
    formation = await lycee.opens(ELEC, "1re pro Métiers de l’électricité et de ses environnements")
    # Of this lycée alone: that a name stands in another one's rows would be told as a leak.
    theirs = ascii_uppercase[rank]
    named = [f"LAGARDELL{theirs}{letter} Philémon 1LONG" for letter in ascii_uppercase]
    pupils = await lycee.imports(*named, classes={"1LONG": formation})
    hosts = [
        await lycee.knows_a_host(name=f"{NAMES[number % 3]} {number}", commune="82121")
        for number in range(16)
    ]
    await some_who_come(lycee, formation, pupils, hosts)
    for days in (100, 150):
        await lycee.publishes_a_period(formation, **lasting(lycee, days))
    await some_who_are_back(lycee, formation, pupils, hosts)
    await superuser.close()
    await companies(site, databases, uai, rank)


def lasting(lycee: Lycee, days: int) -> dict[str, date]:
    """A period of four weeks that begins in so many days."""
    starts_on = lycee.now.date() + timedelta(days=days)
    return {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=25)}


async def some_who_come(
    lycee: Lycee, formation: UUID, pupils: Sequence[UUID], hosts: Sequence[SiteKey]
) -> None:
    period = await lycee.publishes_a_period(formation, **lasting(lycee, 35))
    for number, (pupil, host) in enumerate(zip(pupils, hosts, strict=False)):
        await (lycee.places if number % 2 else lycee.proposes)(pupil, period, host)


async def some_who_are_back(
    lycee: Lycee, formation: UUID, pupils: Sequence[UUID], hosts: Sequence[SiteKey]
) -> None:
    """Two periods of which attestations are awaited."""
    today = lycee.now
    for pupil, days in zip(pupils, (90, 62), strict=False):
        lycee.now = today - timedelta(days=days)
        period = await lycee.publishes_a_period(formation, **lasting(lycee, 30))
        placement = await lycee.proposes(pupil, period, hosts[0])
        await lycee.confirms(placement, on=lycee.now.date())
        lycee.now = today


async def companies(site: Site, databases: ServiceDatabases, uai: Uai, rank: int) -> None:
    bureau = Bureau(
        uai,
        site.network.runtime("partnerships").work,
        databases.published,
        now=datetime.now(UTC),
    )
    soon = bureau.now.date() + timedelta(days=40)
    for number in range(9):
        company_id = await bureau.registers(
            f"{NAMES[number % 3]} {number}",
            main=place(siret=siret_of(700 + rank * 20 + number), phone="+33536491122"),
            distinct=True,
        )
        await bureau.logs(company_id, next_step_on=bureau.now.date() + timedelta(days=number))
        if number < 2:
            partnership = await bureau.opens_a_partnership(company_id)
            await bureau.signs(partnership, 1, until_on=soon)


async def reads_well(page: Page, longest: int) -> None:
    await page.goto("/")
    await settled(page)
    await expect(page.locator("#entreprises-a-suivre")).to_contain_text("Garonne")
    length = await page.evaluate(LENGTH)
    assert await page.locator(".home .kanban-card").count() >= 9
    assert length <= longest
    assert await page.evaluate(TITLES_WHOLE)
    assert await page.evaluate(TOO_WIDE) <= 0
    assert await violations(page) == []


@pytest.mark.parametrize(
    ("uais", "phone_max"), [((BUSY,), 4000), ((BUSY, BUSIER), 4600)], ids=["one", "two"]
)
async def test_the_home_of_a_bureau_in_full_work_is_short(
    site: Site, service_databases: ServiceDatabases, uais: tuple[Uai, ...], phone_max: int
) -> None:
    rank = len(uais) - 1
    await full_work(site, service_databases, uais[rank], rank)
    async with site.browser_of(Role.RBDE, *uais) as browser:
        page = await browser.new_page()
        await page.set_viewport_size(PHONE)
        await reads_well(page, phone_max)
        await page.set_viewport_size(LAPTOP)
        await reads_well(page, DESK_MAX)
        assert max(await page.evaluate(HOLES)) <= HOLE_MAX


async def test_a_title_is_never_cut_inside_a_word_on_a_phone(site: Site) -> None:
    async with site.browser_of(Role.REFERENT_TEACHER, BUSY) as browser:
        page = await browser.new_page()
        await page.set_viewport_size(PHONE)
        await page.goto("/")
        await settled(page)
        assert await page.locator(".home h2").count() >= 3
        assert await page.locator(".home h2").evaluate_all(CUT_WORDS) == []


async def test_a_map_and_a_board_that_come_late_are_whole(
    site: Site, service_databases: ServiceDatabases
) -> None:
    await full_work(site, service_databases, SLOW, 2)
    answered = asyncio.Event()

    async def answer_late(route: Route) -> None:
        await answered.wait()
        await route.continue_()

    async with site.browser_of(Role.RBDE, SLOW) as browser:
        page = await browser.new_page()
        await page.set_viewport_size(LAPTOP)
        await page.route("**/pfmp/fragments/accueil?*", answer_late)
        await page.goto("/")
        await expect(page.locator("#pfmp-carte").get_by_text("Chargement…")).to_be_visible()
        answered.set()
        for part, drawn in (("#pfmp-carte", "svg.map"), ("#pfmp-tableau", ".kanban-card")):
            await expect(page.locator(part).locator(drawn).first).to_be_visible()
            assert await page.locator(part).evaluate(CUT_OFF) <= 0, part
