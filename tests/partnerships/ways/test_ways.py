"""Who brought a company to the lycée, and through whom to go before it is called."""

from collections.abc import Callable
from uuid import UUID

import asyncpg

from contracts.partnerships.companies import LegalForm
from services.chassis.base.identity import Role
from services.chassis.web.requests.lycee_choice import COOKIE
from services.partnerships.erasure.commands import erase_trader
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.merges.commands import undo_merge
from services.partnerships.tasks.queries import read_today
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, row, site

PHONE = "tel:+33536491122"


async def _goes_through(browser: Browser, company_id: UUID, **changes: str) -> None:
    form = f"/entreprises/{company_id}/intermediaire"
    said = {"brought_by": "Mme Roca", "through": "M. Prat"} | changes
    await browser.follows(await browser.sends(form, form, said))


async def test_who_is_about_to_call_is_told_through_whom_to_go(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=site(phone="+33536491122"))
    await _goes_through(browser, company_id)
    call = f"/entreprises/{company_id}/appel"

    warned = (await browser.opens(f"{call}?retour=list")).text
    going_on = (await browser.opens(f"{call}?retour=list&prevenu=oui")).text

    assert "passez par M. Prat" in warned
    assert PHONE not in warned
    assert "Noter l’appel" not in warned
    assert f"{call}?retour=list&amp;prevenu=oui" in warned
    assert "passez par" not in going_on
    assert PHONE in going_on
    assert "Noter l’appel" in going_on
    answer = await browser.sends(f"{call}?prevenu=oui", call, {"outcome": "agreed"})
    assert answer.status_code == 303


async def test_a_refused_call_is_not_warned_about_again(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await _goes_through(browser, company_id)
    call = f"/entreprises/{company_id}/appel"

    refused = await browser.sends(f"{call}?prevenu=oui", call, {"note": "Deux places"})

    assert refused.status_code == 422
    assert "Deux places" in refused.text


async def test_the_card_says_it_to_its_lycee_and_to_no_other(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await _goes_through(browser, company_id)
    other = signed_in(Role.RBDE, ELSEWHERE)

    own = (await browser.opens(f"/entreprises/{company_id}")).text
    theirs = (await other.opens(f"/entreprises/{company_id}")).text
    call = (await other.opens(f"/entreprises/{company_id}/appel")).text

    assert "Passer par M. Prat" in own
    assert "Apportée par Mme Roca" in own
    assert "Prat" not in theirs + call
    assert "Roca" not in theirs


async def test_the_number_is_not_beside_a_task_somebody_is_to_be_told_of_first(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers(main=site(phone="+33536491122"))
    await bureau.logs(company_id, next_step_on=TODAY)
    assert PHONE in (await browser.opens("/semaine")).text
    await _goes_through(browser, company_id)

    for path in ("/semaine", "/entreprises/fragments/aujourdhui"):
        shown = (await browser.opens(path)).text
        assert PHONE not in shown
        assert "Passer par M. Prat" in shown


async def test_one_goes_straight_again_once_nobody_is_named(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, next_step_on=TODAY)
    await _goes_through(browser, company_id)

    await _goes_through(browser, company_id, through="", brought_by="")

    assert "Noter l’appel" in (await browser.opens(f"/entreprises/{company_id}/appel")).text
    (step,) = await bureau.do(read_today, {bureau.uai})
    assert step.through is None


async def test_who_reads_only_says_nothing(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    teacher = signed_in(Role.REFERENT_TEACHER, BOURDELLE)

    assert (await teacher.opens(f"/entreprises/{company_id}/intermediaire")).status_code == 404


async def test_a_company_somebody_said_the_way_to_stays_when_its_import_is_undone(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    import_id = await bureau.imports(row(2, "Menuiserie"))
    company_id = await superuser.fetchval("SELECT company_id FROM companies")
    await _goes_through(browser, company_id)

    await bureau.do(undo_import, import_id=import_id, now=bureau.now)

    page = await browser.opens(f"/entreprises/{company_id}")
    assert "Menuiserie" in page.text
    assert "Passer par" in page.text


async def test_of_two_lycees_each_keeps_what_it_noted(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    company_id = await bureau.registers()
    form = f"/entreprises/{company_id}/intermediaire"
    for uai, name in ((BOURDELLE, "M. Prat"), (ELSEWHERE, "Mme Vidal")):
        await both.follows(await both.sends(f"{form}?pour={uai}", form, {"through": name}))
    # Whichever lycée is chosen in the header, the form is about the one it says.
    both.client.cookies.set(COOKIE, f"{BOURDELLE}.{UUID(int=1).hex}")

    brought = {"brought_by": "Mme Roca"}
    await both.follows(await both.sends(f"{form}?pour={ELSEWHERE}", form, brought))

    both.client.cookies.delete(COOKIE)
    card = (await both.opens(f"/entreprises/{company_id}")).text
    for said in ("Passer par M. Prat", "Passer par Mme Vidal", "Apportée par Mme Roca"):
        assert said in card
    warned = (await both.opens(f"/entreprises/{company_id}/appel")).text
    assert "vos lycées passent par ces personnes" in warned
    assert (await both.opens(f"{form}?pour=0820004J")).status_code == 404


async def test_what_was_said_before_comes_back_by_one_button(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await _goes_through(browser, company_id)
    form = f"/entreprises/{company_id}/intermediaire"

    nobody = {"brought_by": "", "through": ""}
    emptied = await browser.follows(await browser.sends(form, form, nobody))
    assert "Passer par M. Prat" not in emptied.text
    back = await browser.follows(await browser.sends(emptied, form))

    assert "Passer par M. Prat" in back.text
    assert "Apportée par Mme Roca" in back.text


async def test_whom_one_went_through_before_a_merge_is_kept_nowhere_once_it_is_said_anew(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    kept, absorbed = [await bureau.registers(name, distinct=True) for name in ("Un", "Deux")]
    for company_id in (kept, absorbed):
        await _goes_through(browser, company_id)
    merge_id = await bureau.merges(kept, absorbed)
    moves = "SELECT string_agg(t::text, ' ') FROM merge_moves t"
    assert "Prat" in await superuser.fetchval(moves)

    await _goes_through(browser, kept, through="M. Sarrut", brought_by="")

    for name in ("Prat", "Roca"):
        assert name not in await superuser.fetchval(moves)
    version = (await bureau.card(kept)).version
    await bureau.do(undo_merge, company_id=kept, merge_id=merge_id, version=version, now=bureau.now)
    own, other = [(await browser.opens(f"/entreprises/{one}")).text for one in (kept, absorbed)]
    assert "Passer par M. Sarrut" in own
    assert "Passer par" not in other


async def test_a_trader_who_is_erased_is_led_to_by_nobody(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    company_id = await bureau.registers("Zacharie Menuiserie", legal_form=LegalForm.SOLE_TRADER)
    await other_bureau.logs(company_id)
    await _goes_through(
        signed_in(Role.RBDE, ELSEWHERE), company_id, through="Mme Zacharie", brought_by=""
    )

    await bureau.do(erase_trader, company_id=company_id, version=1, now=bureau.now)

    assert await superuser.fetchval("SELECT count(*) FROM ways") == 0
