"""The next steps a bureau noted, on its home page."""

from datetime import timedelta

from contracts.partnerships.companies import InteractionOutcome
from services.partnerships.tasks.queries import read_today
from tests.partnerships.browsing import Browser
from tests.partnerships.world import TODAY, Bureau, site

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
    assert "Aucune tâche en attente" in shown
    assert "Chaudronnerie" not in shown


async def test_the_number_to_call_is_beside_the_step(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers(main=site(phone="+33536491122"))
    await bureau.logs(company_id, next_step_on=TODAY + 3 * DAY)

    shown = await browser.opens(TODAY_FRAGMENT)

    assert "05\u00a036\u00a049\u00a011\u00a022" in shown.text


async def test_another_lycee_s_next_steps_are_not_told(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await other_bureau.logs(company_id, next_step_on=TODAY)

    assert "Chaudronnerie" not in (await browser.opens(TODAY_FRAGMENT)).text


async def test_a_call_nobody_answered_leaves_the_step_to_do(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, occurred_on=TODAY - 9 * DAY, next_step_on=TODAY - DAY)

    await bureau.logs(company_id, outcome=InteractionOutcome.NO_ANSWER)
    assert "Chaudronnerie" in (await browser.opens(TODAY_FRAGMENT)).text

    again = TODAY + DAY
    await bureau.logs(company_id, outcome=InteractionOutcome.NO_ANSWER, next_step_on=again)
    assert [step.due_on for step in await bureau.do(read_today, {bureau.uai})] == [again]
