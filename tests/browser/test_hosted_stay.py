"""The page of who hosts a pupil, on a phone: one tap says that they came, two that something is wrong."""

import pytest
from playwright.async_api import expect

from contracts.personal_links import HOSTED_STAY
from services.chassis.base.identity import Role
from tests.browser.conftest import PHONE
from tests.browser.site import NOBODY, Site

pytestmark = pytest.mark.parametrize("site", ["neutre"], indirect=True)
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def test_a_host_tells_what_is_to_be_told_on_a_phone_and_takes_it_back(site: Site) -> None:
    examples = site.examples["internships"]
    page = await site.browsers[NOBODY].new_page()
    await page.set_viewport_size(PHONE)
    await page.goto(f"{HOSTED_STAY.path}/{examples['stay_token'].value}")
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_contain_text("Ismérie")
    assert await page.evaluate(WIDER) == 0

    await page.get_by_role("button", name="L’élève est bien arrivé").click()
    await expect(page.get_by_text("Vous l’avez dit le")).to_be_visible()
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.get_by_role("button", name="L’élève est bien arrivé")).to_be_visible()

    await page.get_by_role("button", name="Signaler une difficulté").click()
    await expect(page.get_by_role("alert")).to_contain_text("Gravité")
    await page.get_by_label("Vigilance").check()
    await page.get_by_role("button", name="Signaler une difficulté").click()
    await expect(page.get_by_text("Le lycée s’en occupe")).to_be_visible()
    assert await page.evaluate(WIDER) == 0
    bureau = await site.browsers[Role.RBDE].new_page()
    await bureau.goto(f"/pfmp/placements/{examples['followed_id'].value}/suivi")
    told = bureau.get_by_text("Tuteur, entreprise d’accueil")
    await expect(told).to_be_visible()
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.get_by_text("Votre signalement est retiré.")).to_be_visible()
    await bureau.reload()
    await expect(told).to_be_hidden()
    await page.close()

    # The bureau sees the block without leaving the page of the place.
    await bureau.goto(f"/pfmp/placements/{examples['followed_id'].value}")
    await expect(bureau.get_by_text("Un lien l’ouvre depuis le")).to_be_visible()
    await bureau.close()
