"""Pages that follow what happens: nothing moves under who reads, and the focus stays where it is.

That nothing moves as the parts of a page come is judged with it, in test_accessibility.py.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, Route, ViewportSize, expect

from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.publications.commands import change_publication
from services.internships.publications.queries import families_of
from services.supervision.publication.pages import MARK
from tests.browser.axe import WATCH_SHIFTS, shifted
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import Site
from tests.coordination.world import people as people_of_news
from tests.internships.world import Lycee
from tests.partnerships.world import Bureau
from tests.support.network import HERE
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)

SCREENS = (DESKTOP, PHONE)
FOLLOWED = "En direct."


@asynccontextmanager
async def reading(
    site: Site, role: Role, address: str, screen: ViewportSize
) -> AsyncIterator[Page]:
    """Somebody in front of a page that follows; what moved under them is 0 at the end."""
    page = await site.browsers[role].new_page()
    await page.set_viewport_size(screen)
    await page.add_init_script(WATCH_SHIFTS)
    await page.goto(address)
    await expect(page.get_by_text(FOLLOWED)).to_be_visible()
    yield page
    assert await shifted(page) == []
    await page.close()


def bureau(site: Site, databases: ServiceDatabases) -> Bureau:
    units = site.network.runtime("partnerships").work
    return Bureau(HERE, units, databases.published, now=datetime.now(UTC))


@pytest.mark.parametrize("screen", SCREENS, ids=["desktop", "phone"])
async def test_figures_change_in_place_and_the_focus_stays(
    site: Site, service_databases: ServiceDatabases, screen: ViewportSize
) -> None:
    async with reading(site, Role.SUPERVISOR, "/departement/carte", screen) as page:
        part = page.locator("#carte")
        for inside in (part.locator("summary"), part.get_by_role("link").first):
            known = await part.locator("desc").text_content()
            await inside.focus()

            await bureau(site, service_databases).registers(f"Scierie {known}", distinct=True)

            await expect(part.locator("desc")).not_to_have_text(known or "")
            await expect(inside).to_be_focused()


@pytest.mark.parametrize("screen", SCREENS, ids=["desktop", "phone"])
async def test_new_lines_of_the_journal_wait_until_their_reader_asks(
    site: Site, service_databases: ServiceDatabases, screen: ViewportSize
) -> None:
    name = f"Vannerie {screen['width']}"
    async with reading(site, Role.SUPERVISOR, "/departement/journal", screen) as page:
        lines = page.locator("#journal li")
        await lines.first.scroll_into_view_if_needed()
        count = await lines.count()
        again = page.get_by_role("link", name="Actualiser")
        await again.focus()

        await bureau(site, service_databases).registers(name, distinct=True)

        await expect(page.locator("#flux").get_by_role("status")).to_have_text("1 nouvelle ligne.")
        assert await lines.count() == count
        # Where one could read the page again, one can now see what is new.
        await expect(page.get_by_role("button", name="Afficher")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(lines.first).to_contain_text(name)
        await expect(lines.first).to_be_focused()
        await expect(again).to_be_visible()


async def test_news_that_are_withdrawn_leave_at_once_and_nothing_takes_their_place(
    site: Site,
) -> None:
    lycee, dsden = people_of_news(site.network.runtime("coordination").work)
    shown = await lycee.proposes("Portes ouvertes")
    await dsden.publishes(shown)
    async with reading(site, Role.RBDE, "/actualites", DESKTOP) as page:
        item = page.get_by_role("link", name="Portes ouvertes")
        await item.focus()

        await dsden.withdraws(shown)

        await expect(item).to_be_hidden()
        await expect(page.locator("#actualites")).to_be_focused()


async def test_a_part_that_cannot_be_read_keeps_what_it_shows_and_comes_back(
    site: Site, service_databases: ServiceDatabases
) -> None:
    async with reading(site, Role.SUPERVISOR, "/departement/journal", DESKTOP) as page:

        async def refuse(route: Route) -> None:
            await route.fulfill(status=503, body="<p>Panne</p>", content_type="text/html")

        await page.route("**/fragments/journal*", refuse)
        await bureau(site, service_databases).registers("Poterie de la Lère", distinct=True)

        await expect(page.get_by_text("Suivi interrompu.")).to_be_visible()
        await expect(page.get_by_text("Panne")).to_have_count(0)
        await page.unroute("**/fragments/journal*")
        await expect(page.get_by_role("button", name="Afficher")).to_be_visible()


async def test_a_stream_that_does_not_begin_is_tried_again(site: Site) -> None:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    tries = 0

    async def refuse_once(route: Route) -> None:
        nonlocal tries
        tries += 1
        await (route.fulfill(status=503, body="Panne") if tries == 1 else route.continue_())

    await page.route("**/departement/flux*", refuse_once)
    await page.goto("/departement")

    await expect(page.get_by_text("Suivi interrompu.")).to_be_visible()
    await expect(page.get_by_text(FOLLOWED)).to_be_visible()
    await expect(page.get_by_text("Panne")).to_have_count(0)
    await page.close()


LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""As when a page comes back before its reader: it asks at once."""
OTHER_MARK = "async ([address, mark]) => (await (await fetch(address)).text()).trim() !== mark"
FOLLOWING_A_HEAD = (
    ("/departement", FactFamily.EXCHANGES),
    ("/departement/indicateurs", FactFamily.COMPANIES),
    ("/departement/journal", FactFamily.IMPORTS),
)


async def decides(site: Site, family: FactFamily, *, opened: bool) -> None:
    """A head keeps a family from now on, or opens it."""
    units, now = site.network.runtime("internships").work, datetime.now(UTC)
    head = Lycee(HERE, units, None, now)  # type: ignore[arg-type]  # nothing is looked up by hand
    async with units.begin(Scope(frozenset({HERE})), now=now) as uow:
        [state] = [one for one in await families_of(uow, HERE) if one.family is family]
    await head.do(
        change_publication,
        uai=HERE,
        family=family,
        opened=opened,
        from_on=now.date(),
        version=state.version,
        now=now,
    )


@pytest.mark.parametrize(("address", "family"), FOLLOWING_A_HEAD)
async def test_a_page_is_made_again_once_a_head_keeps_something(
    site: Site, address: str, family: FactFamily
) -> None:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    await page.goto(address)
    main = page.locator("#contenu")
    kept = main.get_by_text("Non publié", exact=True)
    before = await kept.count()
    await decides(site, family, opened=False)
    try:
        await expect(page.locator("#suivi")).to_contain_text("la page est à jour")
        assert await kept.count() > before
        # Nothing of what was shown waits for its reader.
        await expect(page.locator(".live-show:visible")).to_have_count(0)
    finally:
        await decides(site, family, opened=True)
        await page.close()


async def test_a_form_that_is_being_filled_in_is_made_again_once_it_is_no_more(
    site: Site,
) -> None:
    page = await site.browsers[Role.SUPERVISOR].new_page()
    await page.goto("/departement/journal")
    kinds = page.get_by_label("Sorte de faits")
    told, mark = page.locator("#suivi"), await page.locator("#suivi").get_attribute("data-mark")

    async def hears_of_it() -> None:
        """The page has read another mark, and has had the time to act on it."""
        heard = 0

        async def heard_twice() -> (
            bool
        ):  # it asks again only once it is done with the answer before
            nonlocal heard
            async with page.expect_response(f"**{MARK}") as answer:
                await page.evaluate(LOOK)
            # What was asked before the decision may be answered after it.
            heard += await (await answer.value).text() != mark
            return heard >= 2

        await eventually(heard_twice)

    await kinds.focus()
    await decides(site, FactFamily.IMPORTS, opened=False)
    try:
        await page.wait_for_function(OTHER_MARK, arg=[MARK, mark])
        await hears_of_it()
        await expect(told).to_be_empty()
        chosen = await kinds.locator("option").nth(1).get_attribute("value")
        await kinds.select_option(chosen)
        await kinds.blur()
        await hears_of_it()
        await expect(told).to_be_empty()
        await expect(kinds).to_have_value(chosen or "")

        await page.locator("form", has=kinds).evaluate("form => form.reset()")
        await page.evaluate(LOOK)
        await expect(told).to_contain_text("la page est à jour")
    finally:
        await decides(site, FactFamily.IMPORTS, opened=True)
        await page.close()
