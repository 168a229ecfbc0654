"""A pause of a site: seen by all, its reason by few, over on its day of review."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.named_persons import NamingNotes, NotesRequest
from contracts.partnerships.companies import LegalForm
from contracts.partnerships.pressure import SitePausedV1, SiteResumedV1
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.cards.queries import read_company
from services.partnerships.erasure.answers import notes_that_name_a_pupil
from services.partnerships.erasure.commands import erase_notes, erase_trader
from services.partnerships.pauses.commands import pause_site, resume_site
from services.partnerships.pauses.model import AlreadyPaused, NotPaused, PauseReason, PauseTooLong
from services.partnerships.subscribers import timed
from tests.partnerships.browsing import Browser, Pages
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases

MONTH = TODAY + timedelta(days=30)


async def paused(bureau: Bureau, company_id: UUID, **changes: Any) -> UUID:
    """Pause the main site of a company; return the site's id."""
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    asked: dict[str, Any] = {
        "until_on": MONTH,
        "reason": PauseReason.CAPACITY,
        "details": "Travaux.",
    } | changes
    await bureau.do(
        pause_site,
        company_id=company_id,
        site_id=site_id,
        now=bureau.now,
        **asked,
    )
    return site_id


async def test_a_pause_is_told_without_its_reason_and_ended(
    bureau: Bureau, published: Published, superuser: asyncpg.Connection
) -> None:
    site_id = await paused(bureau, await bureau.registers())
    with pytest.raises(AlreadyPaused):
        await paused(bureau, (await superuser.fetchval("SELECT company_id FROM companies")))

    await bureau.do(resume_site, site_id=site_id, now=bureau.now)

    (told,) = await published(SitePausedV1)
    (ended,) = await published(SiteResumedV1)
    assert (told.site_id, told.until_on, told.pause_id) == (site_id, MONTH, ended.pause_id)
    assert "Travaux" not in told.to_json().decode()
    assert await superuser.fetchval("SELECT count(*) FROM site_pause_reasons") == 0
    with pytest.raises(NotPaused):
        await bureau.do(resume_site, site_id=site_id, now=bureau.now)


@pytest.mark.parametrize("days", [0, -1, 184])
async def test_a_pause_is_looked_at_again_within_six_months(bureau: Bureau, days: int) -> None:
    company_id = await bureau.registers()
    with pytest.raises(PauseTooLong):
        await paused(bureau, company_id, until_on=TODAY + timedelta(days=days))


async def test_a_pause_ends_by_itself_the_night_after_its_review_and_only_that_one(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    site_id = await paused(bureau, company_id)
    await bureau.do(resume_site, site_id=site_id, now=bureau.now)
    await paused(bureau, company_id, until_on=MONTH + timedelta(days=10))
    database = service_databases.open("partnerships")

    async def ended(days: int) -> int:
        at = bureau.now + timedelta(days=days)
        await run_due_work(timed, bureau.units, database.relay_dsn, at)
        return len(await published(SiteResumedV1)) - 1

    assert [await ended(days) for days in (32, 40, 41)] == [0, 0, 1]
    await database.close()


async def test_the_home_page_says_which_pauses_are_to_be_looked_at_again(
    browser: Browser, bureau: Bureau
) -> None:
    today = local_date(datetime.now(UTC))
    company_id = await bureau.registers()
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    await bureau.do(
        pause_site,
        company_id=company_id,
        site_id=site_id,
        until_on=today + timedelta(days=10),
        reason=PauseReason.CAPACITY,
        details="Travaux.",
        now=datetime.now(UTC),
    )

    page = (await browser.opens("/entreprises/fragments/aujourdhui")).text

    assert "Pauses à réexaminer" in page
    assert "Chaudronnerie du Quercy" in page
    assert "Travaux" not in page


async def test_only_the_lycee_that_asked_ends_its_pause(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    site_id = await paused(bureau, await bureau.registers())
    with pytest.raises(NotPaused):
        await other_bureau.do(resume_site, site_id=site_id, now=other_bureau.now)


async def test_why_is_read_by_the_lycee_and_for_safety_by_head_and_bureau_alone(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    site_id = await paused(bureau, company_id, reason=PauseReason.SAFETY, details="Échafaudage.")

    async def sees(role: Role, uai: str) -> tuple[bool, bool]:
        text = (await signed_in(role, uai).opens(card)).text
        return "À contacter avant tout placement" in text, "Échafaudage" in text

    for role in (Role.RBDE, Role.HEAD):
        assert await sees(role, BOURDELLE) == (True, True)
    for role in (Role.DDFPT, Role.ATCT, Role.FORM_TEACHER):
        assert await sees(role, BOURDELLE) == (True, False)
    assert await sees(Role.HEAD, ELSEWHERE) == (True, False)
    form = f"{card}/etablissements/{site_id}/pause"
    assert "Sécurité" not in (await signed_in(Role.DDFPT, BOURDELLE).opens(form)).text


async def test_a_role_at_another_lycee_neither_reads_nor_gives_a_reason_of_safety(
    served: Pages, bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    site_id = await paused(bureau, company_id, reason=PauseReason.SAFETY, details="Échafaudage.")
    await paused(other_bureau, company_id, reason=PauseReason.SAFETY, details="Amiante.")
    both = served.holding((Role.DDFPT, BOURDELLE), (Role.RBDE, ELSEWHERE))

    seen = (await both.opens(card)).text
    assert "Amiante" in seen
    assert "Échafaudage" not in seen
    for who in (bureau, other_bureau):
        await who.do(resume_site, site_id=site_id, now=who.now)

    form = f"{card}/etablissements/{site_id}/pause"
    soon = local_date(datetime.now(UTC)) + timedelta(days=20)
    typed = {"until_on": soon, "reason": "safety", "details": "Échafaudage."}
    refused = await both.sends(form, form, typed | {"uai": BOURDELLE})
    assert refused.status_code == 422
    assert "réservé au chef d’établissement" in refused.text
    asked = await both.sends(form, form, typed | {"uai": ELSEWHERE})
    assert "Pause demandée" in (await both.follows(asked)).text


async def test_the_details_that_name_a_pupil_are_found_and_erased_with_the_pupil(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    safety: dict[str, Any] = {"reason": PauseReason.SAFETY, "details": "Ode Verdier s’est blessée."}
    await paused(bureau, company_id, **safety)
    await paused(other_bureau, company_id, **safety)

    async def naming(who: Bureau) -> list[tuple[UUID, str, bool]]:
        async def ask(uow: UnitOfWork) -> NamingNotes:
            asked = NotesRequest(last_name="VERDIER", first_name="Ode")
            return await notes_that_name_a_pupil(asked, uow)

        return [(one.interaction_id, one.note, one.whole) for one in (await who.do(ask)).notes]

    ((pause_id, said, whole),) = await naming(bureau)
    assert (said, whole) == ("Ode Verdier s’est blessée.", True)
    await bureau.do(erase_notes, interaction_ids=[pause_id], now=bureau.now)

    assert await naming(bureau) == []
    assert len(await naming(other_bureau)) == 1


async def test_who_may_not_read_a_reason_of_safety_is_not_told_whom_it_names(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    ddfpt = signed_in(Role.DDFPT, BOURDELLE)
    form = f"{card}/contacts/nouveau"
    shown = await ddfpt.follows(await ddfpt.sends(form, form, {"name": "Anne Verdier"}))
    contact = f"{card}/contacts/{shown.text.split('/contacts/')[1].split('/')[0]}"
    await paused(
        bureau, company_id, reason=PauseReason.SAFETY, details="Anne Verdier ne met pas de casque."
    )

    async def says(role: Role, page: str) -> bool:
        return "casque" in (await signed_in(role, BOURDELLE).opens(f"{contact}/{page}")).text

    for page in ("effacement", "acces.json"):
        assert await says(Role.RBDE, page)
        assert not await says(Role.DDFPT, page)


async def test_a_trader_who_is_erased_leaves_the_pause_without_its_details(
    bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers("Zacharie Menuiserie", legal_form=LegalForm.SOLE_TRADER)
    await other_bureau.logs(company_id)
    await paused(other_bureau, company_id, details="Zacharie part à la retraite.")

    await bureau.do(erase_trader, company_id=company_id, version=1, now=bureau.now)

    (kept,) = await superuser.fetch("SELECT reason, details FROM site_pause_reasons")
    assert tuple(kept) == (PauseReason.CAPACITY, None)


async def test_a_bureau_asks_for_a_pause_and_takes_it_back(
    signed_in: Callable[..., Browser], bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    card = f"/entreprises/{company_id}"
    form = f"{card}/etablissements/{site_id}/pause"
    browser, ddfpt = signed_in(Role.RBDE, BOURDELLE), signed_in(Role.DDFPT, BOURDELLE)
    soon = local_date(datetime.now(UTC)) + timedelta(days=20)
    typed = {"until_on": soon, "reason": "safety", "details": "Échafaudage."}

    refused = await ddfpt.sends(form, form, typed)
    assert refused.status_code == 422
    assert "réservé au chef d’établissement" in refused.text
    asked = await browser.follows(await browser.sends(form, form, typed))
    assert "Pause demandée" in asked.text
    ended = await browser.sends(asked, f"{card}/etablissements/{site_id}/reprise")

    assert "Pause terminée." in (await browser.follows(ended)).text
    assert len(await published(SiteResumedV1)) == 1
