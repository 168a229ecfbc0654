"""Every page with something to show: once in `make test`, as every role in both themes in `make prove`,
where each is judged with nothing to show too, and axe goes through those too that hold no kind of
element, where it stands, that others do not: see kinds.py.

Generated from what services declare, as tests/security/test_route_matrix.py is: a new page is
judged by itself. Both themes are in test_themes.py, forms that refuse in test_accessibility_errors.py.
"""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.chassis.base.identity import Role
from services.coordination.actor_people.commands import note_person, object_to_be_noted
from services.coordination.actor_people.model import (
    OBJECTION_PAGE,
    OBJECTION_PURPOSE,
    InformedBy,
    PersonDetails,
)
from services.coordination.news.model.calendar import local_date
from tests.browser.answers import get
from tests.browser.axe import MAIN, WHOLE, scrolls_sideways, violations, will_be_judged
from tests.browser.site import Site, judged, judged_by, judged_once
from tests.coordination.world import NOW, people
from tests.support.proof import long, short_and_long

FORM = "/entreprises/nouvelle"

FAULTS = {
    "document-title": "document.title = ''",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "label": "document.querySelector('main label').remove()",
    "color-contrast": "document.querySelector('main form .hint, main form .optional').style.color = '#9aa'",
    "button-name": "document.querySelector('main button').textContent = ''",
    "link-name": "document.querySelector('.breadcrumb a').textContent = ''",
    "select-name": "document.querySelector('main').append(document.createElement('select'))",
    "image-alt": "document.querySelector('main').append(document.createElement('img'))",
    "aria-roles": "document.querySelector('h1').setAttribute('role', 'titre')",
    "aria-hidden-focus": "document.querySelector('form').setAttribute('aria-hidden', 'true')",
    "aria-valid-attr-value": (
        "document.querySelector('main input:not([type=hidden])').setAttribute('aria-invalid', 'si')"
    ),
    "list": "document.querySelector('.menu ul').append(document.createElement('p'))",
    "meta-viewport": ("document.querySelector('meta[name=viewport]').content = 'user-scalable=no'"),
}
"""What somebody could break one day, by the rule that must find it."""


@pytest.mark.parametrize("who", ["the first who may", long("all")])
async def test_every_page_with_something_to_show_can_be_read(site: Site, who: str) -> None:
    judging = judged_by(site, site.browsers) if who == "all" else judged_once(site)

    assert await judging == []
    assert len(site.seen.on_a_phone) > 10


@pytest.mark.parametrize("site", map(long, ("neutre empty", "dsfr empty")), indirect=True)
async def test_every_empty_page_can_be_read(site: Site) -> None:
    assert await judged_by(site, site.browsers) == []


async def test_a_page_that_does_not_exist_can_be_read_by_all(site: Site) -> None:
    absent = [f"{place}/{uuid4()}" for place in ("/entreprises", "/pfmp/periodes", "/fiche")]

    assert await judged(site, Role.RBDE, absent, answering=404) == []


async def test_who_reads_what_is_noted_of_them_by_a_link_has_pages_without_a_fault(
    site: Site,
) -> None:
    given = site.examples["coordination"]
    own = given["person_token"]
    assert f"{OBJECTION_PAGE}/{own.value}" in site.addresses(None), "judged with all the others"
    units = site.network.runtime("coordination").work
    dsden = people(units)[1]
    details = PersonDetails("Aubin Exemple", InformedBy.ORAL, local_date(NOW))
    who = await dsden.do(
        note_person, actor_id=UUID(given["actor_id"].value), details=details, now=NOW
    )
    await dsden.do(object_to_be_noted, person_id=who, now=NOW)
    objected = units.links.token(OBJECTION_PURPOSE, uai=units.department_uai, row_id=who)

    assert await judged(site, None, [f"{OBJECTION_PAGE}/{objected}"]) == []
    over = f"{OBJECTION_PAGE}/{own.unknown}"
    assert await judged(site, None, [over], answering=404) == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def form(site: Site) -> AsyncIterator[Page]:
    """A page with a form, that breaks no rule."""
    page = await site.browsers[Role.RBDE].new_page()
    await will_be_judged(page)
    await page.goto(FORM)
    assert await violations(page) == []
    yield page
    await page.close()


@pytest.mark.parametrize(
    "rule",
    short_and_long(["label", "color-contrast"], sorted({*FAULTS} - {"label", "color-contrast"})),
)
async def test_a_planted_fault_is_found(form: Page, rule: str) -> None:
    await form.goto(FORM)

    await form.evaluate(FAULTS[rule])

    assert rule in [found for found, _ in await violations(form)]


async def test_a_page_too_wide_is_found(form: Page) -> None:
    await form.goto(FORM)
    await form.evaluate("document.querySelector('h1').style.width = '330px'")

    assert len(await scrolls_sideways(form)) == 1


async def test_a_fault_of_a_page_nobody_saw_before_is_told_once(site: Site) -> None:
    async with site.spoilt(Role.RBDE, FAULTS["label"]) as spoilt:
        assert any("label: " in one for one in await judged(spoilt, Role.RBDE, [FORM]))
        assert await judged(spoilt, Role.RBDE, [FORM]) == []


async def test_a_fault_is_told_where_all_around_it_was_judged_before(site: Site) -> None:
    home, form = await get(site.clients[Role.RBDE], "/"), await get(site.clients[Role.RBDE], FORM)
    async with site.spoilt(Role.RBDE, FAULTS["color-contrast"]) as spoilt:
        assert spoilt.to_judge(home) == spoilt.to_judge(form) == WHOLE, "another place of the menu"
        assert spoilt.to_judge(form) == MAIN

        found = await judged(spoilt, Role.RBDE, [FORM])

    assert [one for one in found if "color-contrast: " in one], found


async def test_of_a_page_of_known_kinds_the_width_is_judged_and_the_rest_left_to_who_judges_all(
    site: Site,
) -> None:
    form = await get(site.clients[Role.RBDE], FORM)
    too_wide = "document.querySelector('h1').style.width = '330px'"
    async with site.spoilt(Role.RBDE, f"{too_wide}; {FAULTS['color-contrast']}") as spoilt:
        spoilt.seen.surroundings.add(form.with_its_place)
        spoilt.seen.kinds |= form.kinds
        by_kind = await judged(spoilt, Role.RBDE, [FORM], by_kind=True)
        whole = await judged(spoilt, Role.RBDE, [FORM])

    assert ["too wide" in one for one in by_kind] == [True], by_kind
    assert [one for one in whole if "color-contrast: " in one], whole


PUSHES = """if (innerWidth < 400) addEventListener("htmx:after:swap", () => {
  const pushing = document.createElement("p");
  pushing.style.height = "200px";
  document.querySelector("main").prepend(pushing);
})"""


async def test_a_part_that_pushes_the_page_down_on_a_phone_is_told(site: Site) -> None:
    async with site.spoilt(Role.RBDE, PUSHES) as spoilt:
        found = await judged(spoilt, Role.RBDE, ["/"])

    assert [one for one in found if "moves by" in one and one.endswith("on a phone")], found
    assert not [one for one in found if "moves by" in one and not one.endswith("on a phone")]


async def test_only_what_is_the_same_is_taken_for_seen(site: Site) -> None:
    asked = ("/entreprises", "/entreprises", "/entreprises?q=Scierie")
    pages = [await get(site.clients[Role.RBDE], one) for one in asked]

    assert pages[0].made_of == pages[1].made_of
    assert pages[0].around == pages[2].around
    assert pages[0].content != pages[2].content
    home = await get(site.clients[Role.RBDE], "/")
    assert "200<" in home.content, "what other services draw of it is in it"
    assert (await get(site.clients[Role.HEAD], "/")).around != home.around, "another menu"


NAME_OF_FOCUSED = """() => {
  const it = document.activeElement;
  return (it.labels?.length ? it.labels[0] : it).innerText.trim();
}"""
SHOWS_ITS_FOCUS = """() => {
  const drawn = getComputedStyle(document.activeElement);
  return drawn.outlineStyle === "solid" && parseFloat(drawn.outlineWidth) >= 2;
}"""


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        assert await page.evaluate(SHOWS_ITS_FOCUS), await page.evaluate(NAME_OF_FOCUSED)
        if (await page.evaluate(NAME_OF_FOCUSED)).startswith(name):
            return
    raise AssertionError(f"{name} is never reached")


async def test_a_form_is_filled_by_keyboard_alone(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/entreprises")
    await tab_to(page, "Aller au contenu")
    await page.keyboard.press("Enter")
    await tab_to(page, "Ajouter une entreprise")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/nouvelle")

    await tab_to(page, "Enregistrer")
    await page.keyboard.press("Enter")
    # What is missing is said, and the focus is taken there: the next Tab is the way to the field.
    await expect(page.get_by_role("alert")).to_be_focused()
    await tab_to(page, "Nom ou raison sociale\u00a0: ce champ est obligatoire")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Nom ou raison sociale")).to_be_focused()
    await page.keyboard.type("Cannage de la Vère")
    await tab_to(page, "Forme juridique")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "Téléphone")
    await page.keyboard.type("05 36 49 11 22")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Cannage de la Vère")
    await page.close()
