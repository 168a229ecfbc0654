"""Long lists of suggestions: a page does not carry them, its field offers them once one is in it."""

from playwright.async_api import expect

from services.chassis.base.identity import Role
from services.chassis.reference.nomenclatures import activity_label
from services.chassis.reference.nomenclatures.trades import trade_choices, trades_of_activity
from tests.browser.site import Site

PAGE_MAX = 30_000
"""Bytes of a form; the trades alone are a hundred thousand."""
FROM_A_CARD = """() => {
  const form = document.querySelector("main form").cloneNode();
  form.action = "/signaux/nouveau/entreprise";
  const given = {
    command_id: crypto.randomUUID(),
    company_id: crypto.randomUUID(),
    company: "Plomberie Tescou",
    naf: "43.22A",
  };
  for (const [name, value] of Object.entries(given)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""
"""What the card of a company sends."""


async def test_a_form_is_light_and_its_field_offers_every_trade(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    answer = await page.goto("/signaux/nouveau")
    assert answer is not None
    assert len(await answer.body()) < PAGE_MAX
    offered = page.locator("#metiers option")
    await expect(offered).to_have_count(0)

    await page.get_by_label("Métier", exact=True).focus()

    await expect(offered).to_have_count(len(trade_choices()))
    assert await offered.first.get_attribute("value") == trade_choices()[0][1]


async def test_the_trades_of_an_activity_stand_first_and_each_once(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/signaux/nouveau")
    async with page.expect_navigation():
        await page.evaluate(FROM_A_CARD)
    first = trades_of_activity("43.22A")
    offered = page.locator("#metiers option")
    await expect(offered).to_have_count(len(first))

    await page.get_by_label("Métier", exact=True).focus()

    await expect(offered).to_have_count(len(trade_choices()))
    assert await offered.first.get_attribute("value") == first[0]


async def test_an_activity_shows_its_words_beside_its_code(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/entreprises/nouvelle")
    offered = page.locator('#codes-naf option[value="43.21A"]')

    await page.get_by_label("Code NAF").focus()

    await expect(offered).to_have_text(activity_label("43.21A") or "unknown")


async def test_a_list_that_did_not_come_is_asked_for_again(site: Site) -> None:
    page = await site.browsers[Role.RBDE].new_page()
    await page.goto("/signaux/nouveau")
    field, offered = page.get_by_label("Métier", exact=True), page.locator("#metiers option")
    await page.route("**/static/listes/**", lambda route: route.abort())
    await field.focus()
    await expect(page.locator("#metiers[data-options]")).to_have_count(1)
    await expect(offered).to_have_count(0)

    await page.unroute("**/static/listes/**")
    await page.get_by_label("Ce qui a été dit").focus()
    await field.focus()

    await expect(offered).to_have_count(len(trade_choices()))
