"""The next steps a bureau noted, on its home page."""

from datetime import timedelta

from tests.partnerships.browsing import Browser
from tests.partnerships.world import TODAY, Bureau

TODAY_FRAGMENT = "/entreprises/fragments/aujourdhui"
DAY = timedelta(days=1)


async def test_a_next_step_is_told_until_the_next_exchange(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, occurred_on=TODAY - 9 * DAY, next_step_on=TODAY - DAY)
    assert "En retard" in (await browser.opens(TODAY_FRAGMENT)).text

    await bureau.logs(company_id, occurred_on=TODAY)

    shown = (await browser.opens(TODAY_FRAGMENT)).text
    assert "Aucune prochaine étape notée" in shown
    assert "Chaudronnerie" not in shown


async def test_another_lycee_s_next_steps_are_not_told(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await other_bureau.logs(company_id, next_step_on=TODAY)

    assert "Chaudronnerie" not in (await browser.opens(TODAY_FRAGMENT)).text
