"""A news item as people see it: proposed by a lycée, published, read live by another, withdrawn."""

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import People
from tests.browser.test_journey import somebody
from tests.browser.waiting import open_until
from tests.support.processes import Command


async def test_news_reach_another_lycee_live_and_leave_it_as_they_came(
    people: People, up: Command, screen: ViewportSize
) -> None:
    title = f"Forum des métiers ({screen['width']} pixels)"
    bureau = await somebody(people, up, "bureau@tilleuls.example", viewport=screen)
    supervisor = await somebody(people, up, "supervision@dsden.example", viewport=screen)
    other = await somebody(people, up, "bureau@vieux-pont.example", viewport=screen)
    await other.page.goto("/actualites")
    await other.page.evaluate("window.neverReloaded = true")
    await bureau.page.goto("/actualites")
    await bureau.page.get_by_role("link", name="Proposer une actualité").first.click()
    await bureau.page.get_by_label("Titre").fill(title)
    await bureau.page.get_by_label("Texte").fill("Un.\n\nVoir https://forum.example.")
    await bureau.page.get_by_role("button", name="Proposer").click()
    await expect(bureau.page.get_by_text("Proposée", exact=True)).to_be_visible()
    await expect(bureau.page.get_by_role("link", name="https://forum.example")).to_be_visible()

    proposed = supervisor.page.get_by_role("link", name=title)
    await open_until(supervisor.page, "/", proposed)
    await proposed.click()
    await supervisor.page.get_by_role("button", name="Publier").click()
    await expect(supervisor.page.get_by_role("button", name="Retirer")).to_be_visible()

    # Nothing moves under who reads: what is new is shown when they ask for it.
    item = other.page.get_by_role("link", name=title)
    await other.page.get_by_role("button", name="Afficher").click()
    await expect(item).to_be_visible()
    await expect(other.page.get_by_role("article", name=title)).to_be_focused()
    await supervisor.page.get_by_role("button", name="Retirer").click()
    await expect(item).to_be_hidden()
    assert await other.page.evaluate("window.neverReloaded") is True
    for person in (bureau, supervisor, other):
        assert await person.overflow() == 0
        assert person.complaints == []
