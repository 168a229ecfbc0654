"""A call noted in three taps, corrected as fast, with why the company refused and whom one spoke to."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.partnerships.companies import (
    CompanyOnboardedV1,
    InteractionKind,
    InteractionLoggedV1,
    InteractionOutcome,
    InteractionWithdrawnV1,
)
from services.chassis.base.identity import Role
from services.partnerships.cards.queries import read_company
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.exchanges.commands import correct_interaction
from services.partnerships.exchanges.model import (
    InteractionAlreadyCorrected,
    Refusal,
    RefusalOfNoRefusal,
)
from services.partnerships.exchanges.queries import EXCHANGES_SHOWN, read_last_refusal
from services.partnerships.sites.commands import add_site
from services.partnerships.tasks.model import NextStepIn
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, exchange, site
from tests.support.services import Published

DAY = timedelta(days=1)


async def _knows(bureau: Bureau, company_id: UUID, name: str) -> UUID:
    site_id = (await bureau.do(read_company, company_id)).company.sites[0].id
    return await bureau.do(
        add_contact, company_id=company_id, site_id=site_id, details=ContactDetails(name)
    )


async def test_a_call_is_three_taps_and_one_takes_it_back(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers(main=site(phone="+33536491122"))
    contact_id = await _knows(bureau, company_id, "Ana Roca")
    page = await browser.opens(f"/entreprises/{company_id}/appel")
    assert 'href="tel:+33536491122"' in page.text

    taps = {"outcome": "to_call_back", "contact_id": contact_id, "next_in": "week"}
    card = await browser.follows(
        await browser.sends(page, f"/entreprises/{company_id}/appel", taps)
    )

    assert "Appel noté." in card.text
    assert "avec Ana Roca" in card.text
    (event,) = await published(InteractionLoggedV1)
    assert event.kind is InteractionKind.CALL
    assert event.next_step_on == NextStepIn.WEEK.after(event.occurred_on)

    undo = f"/entreprises/{company_id}/echanges/{event.interaction_id}/retrait"
    after = await browser.follows(await browser.sends(card, undo))
    assert "Aucun échange noté." in after.text


@pytest.mark.parametrize(("back", "page"), [("list", "/entreprises"), ("today", "/")])
async def test_after_a_call_one_is_where_one_called_from(
    browser: Browser, bureau: Bureau, back: str, page: str
) -> None:
    company_id = await bureau.registers()
    form = f"/entreprises/{company_id}/appel?retour={back}"

    answer = await browser.sends(form, f"/entreprises/{company_id}/appel", {"outcome": "agreed"})

    assert answer.headers["location"] == page


async def test_after_a_call_the_list_is_the_one_one_called_from(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    asked = "/entreprises?filtre=toutes&q=quercy&commune=82121&tri=-echange"
    shown = (await browser.opens(asked)).text
    call = f"/entreprises/{company_id}/appel"
    query = shown.split(f"{call}?")[1].split('"')[0].replace("&amp;", "&")

    answer = await browser.sends(f"{call}?{query}", call, {"outcome": "agreed"})

    assert answer.headers["location"] == asked
    page = await browser.opens(f"{call}?retour=list")
    for elsewhere in ("https://ailleurs.example/?q=a", "//ailleurs.example", "apres=rien&a=b"):
        answer = await browser.sends(
            page, call, {"outcome": "agreed", "listing": elsewhere, "command_id": uuid4()}
        )
        assert answer.headers["location"] == "/entreprises"


async def test_a_tap_by_mistake_is_taken_back(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    await bureau.do(add_site, company_id=company_id, details=site(address="2 quai"), now=bureau.now)
    await _knows(bureau, company_id, "Ana Roca")
    call = f"/entreprises/{company_id}/appel"
    page = await browser.opens(call)
    for name, words in (("contact_id", "Sans précision"), ("next_in", "Aucune")):
        assert re.search(rf'name="{name}" type="radio" value="">\s*<label[^>]*>{words}', page.text)
    assert page.text.index('name="site_id"') < page.text.index("<summary>Raison du refus")

    await browser.follows(
        await browser.sends(page, call, {"outcome": "agreed", "contact_id": "", "next_in": ""})
    )

    (event,) = await published(InteractionLoggedV1)
    assert event.next_step_on is None


async def test_a_call_is_the_first_thing_a_card_offers(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()

    card = (await browser.opens(f"/entreprises/{company_id}")).text

    assert card.index(f'class="button" href="/entreprises/{company_id}/appel"') < card.index(
        'id="etablissements"'
    )


async def test_a_call_is_offered_beside_each_company_to_those_who_may_note_it(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, next_step_on=TODAY)
    address = f"/entreprises/{company_id}/appel"
    reader = signed_in(Role.REFERENT_TEACHER, BOURDELLE)

    for path in ("/entreprises", "/entreprises/fragments/aujourdhui"):
        assert address in (await browser.opens(path)).text
        assert address not in (await reader.opens(path)).text
    assert (await reader.opens(address)).status_code == 404


async def test_a_call_without_its_outcome_keeps_what_was_tapped(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    address = f"/entreprises/{company_id}/appel"

    refused = await browser.sends(address, address, {"next_in": "month", "note": "Mai ?"})

    assert refused.status_code == 422
    assert 'href="#champ-outcome-1"' in refused.text
    assert 'value="month" checked' in refused.text
    assert "Mai ?" in refused.text
    assert await published(InteractionLoggedV1) == []


@pytest.mark.parametrize(
    ("soon", "days"), [(NextStepIn.DAY, 3), (NextStepIn.WEEK, 7), (NextStepIn.MONTH, 28)]
)
def test_the_next_step_is_on_a_working_day(soon: NextStepIn, days: int) -> None:
    friday = TODAY + 3 * DAY
    assert soon.after(friday) == friday + days * DAY
    assert soon.after(friday + DAY).weekday() < 5


async def test_why_a_company_refused_is_seen_before_it_is_called_again(
    browser: Browser, bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    refused, season = InteractionOutcome.REFUSED, Refusal.SEASON
    await bureau.logs(company_id, outcome=refused, refusal=Refusal.MINOR, occurred_on=TODAY - DAY)
    await bureau.logs(company_id, outcome=refused, refusal=season)
    await bureau.logs(company_id)

    for path in ("", "/appel"):
        shown = (await browser.opens(f"/entreprises/{company_id}{path}")).text
        assert f"Dernier refus le {TODAY:%d/%m/%Y} (Ce n’est pas la saison)" in shown
    assert await other_bureau.do(read_last_refusal, company_id) is None
    assert all(b"season" not in e.to_json() for e in await published(InteractionLoggedV1))


async def test_a_reason_goes_with_a_refusal_only(bureau: Bureau) -> None:
    company_id = await bureau.registers()

    with pytest.raises(RefusalOfNoRefusal):
        await bureau.logs(company_id, refusal=Refusal.CAPACITY)


async def test_a_correction_counts_once(
    browser: Browser, bureau: Bureau, published: Published, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, occurred_on=TODAY - 3 * DAY)
    wrong = await bureau.logs(company_id, note="Rien")
    address = f"/entreprises/{company_id}/echanges/{wrong}/correction"

    typed = {"outcome": "refused", "refusal": "mobility", "occurred_on": TODAY - DAY}
    card = await browser.follows(await browser.sends(address, address, typed))

    assert "Échange corrigé." in card.text
    assert card.text.count('<p class="note">Rien</p>') == 1
    assert "Trop loin, ou sans transport" in card.text
    logged = await published(InteractionLoggedV1)
    (withdrawn,) = await published(InteractionWithdrawnV1)
    assert withdrawn.interaction_id == wrong
    assert len({e.interaction_id for e in logged} - {wrong}) == 2
    assert len(await published(CompanyOnboardedV1)) == 1
    row = await superuser.fetchrow("SELECT last_on, n_30d FROM acquaintances")
    assert tuple(row or ()) == (TODAY - DAY, 2)


async def test_of_two_corrections_at_once_the_second_is_told(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    wrong = await bureau.logs(company_id)
    address = f"/entreprises/{company_id}/echanges/{wrong}/correction"
    page = await browser.opens(address)
    right = exchange(outcome=InteractionOutcome.AGREED)
    await bureau.do(
        correct_interaction,
        company_id=company_id,
        interaction_id=wrong,
        exchange=right,
        now=bureau.now,
    )

    late = await browser.sends(page, address, {"note": "Mon mot"})

    assert late.status_code == 409
    assert InteractionAlreadyCorrected.title in late.text
    assert "Mon mot" in late.text
    assert len(await published(InteractionLoggedV1)) == 2


async def test_a_call_for_both_lycees_is_corrected_for_both(
    signed_in: Callable[..., Browser], bureau: Bureau, published: Published
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    company_id = await bureau.registers()
    contact_id = await _knows(bureau, company_id, "Ana Roca")
    call = f"/entreprises/{company_id}/appel"
    taps = {"outcome": "agreed", "contact_id": contact_id, "uai": [BOURDELLE, ELSEWHERE]}
    await both.follows(await both.sends(call, call, taps))
    first = (await published(InteractionLoggedV1))[0].interaction_id
    address = f"/entreprises/{company_id}/echanges/{first}/correction"

    card = await both.follows(await both.sends(address, address, {"outcome": "interested"}))

    assert card.text.count("avec Ana Roca") == 1
    assert len(await published(InteractionWithdrawnV1)) == 2
    told = [e.outcome for e in await published(InteractionLoggedV1)]
    assert told == [InteractionOutcome.AGREED] * 2 + [InteractionOutcome.INTERESTED] * 2


async def test_a_contact_of_another_lycee_is_not_met_by_this_one(
    signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    company_id = await bureau.registers()
    theirs = await _knows(other_bureau, company_id, "Luc Prat")
    call = f"/entreprises/{company_id}/appel"

    refused = await both.sends(
        call, call, {"outcome": "agreed", "contact_id": theirs, "uai": BOURDELLE}
    )

    assert refused.status_code == 422
    assert "celui d’un autre de vos lycées" in refused.text


async def test_a_forgotten_contact_leaves_the_exchange(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    contact_id = await _knows(bureau, company_id, "Ana Roca")
    await bureau.logs(company_id, contact_id=contact_id, note="Deux places en mai")

    await bureau.do(remove_contact, contact_id=contact_id, now=bureau.now)

    shown = (await browser.opens(f"/entreprises/{company_id}")).text
    assert "Deux places en mai" in shown
    assert "Ana Roca" not in shown


async def test_a_timeline_is_read_page_by_page_and_with_one_person(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    contact_id = await _knows(bureau, company_id, "Ana Roca")
    for rank in range(EXCHANGES_SHOWN + 3):
        await bureau.logs(
            company_id,
            occurred_on=TODAY - rank // 2 * DAY,
            note=f"Fait {rank:02d}.",
            contact_id=contact_id if rank < 2 else None,
        )

    first = (await browser.opens(f"/entreprises/{company_id}")).text
    older = first.split(">Plus anciens<")[0].rpartition('href="')[2].partition("#")[0]
    second = (await browser.opens(older.replace("&amp;", "&"))).text

    for rank in range(EXCHANGES_SHOWN + 3):
        assert (f"Fait {rank:02d}." in first) + (f"Fait {rank:02d}." in second) == 1
    hers = (await browser.opens(f"/entreprises/{company_id}?contact={contact_id}")).text
    assert hers.count('<p class="note">') == 2
    assert "2\xa0échanges avec ces filtres" in hers
    for page in (first, second):
        assert f'Échanges <span class="choice-count">{EXCHANGES_SHOWN + 3}<' in page
    card = await bureau.do(read_company, company_id)
    elsewhere = f"/entreprises/{company_id}?lieu={contact_id}"
    assert "Rien ne répond à ces filtres" in (await browser.opens(elsewhere)).text
    assert (await browser.opens(f"/entreprises/{company_id}?apres=rien")).status_code == 200
    here = f"/entreprises/{company_id}?lieu={card.company.sites[0].id}"
    assert "Fait 00." in (await browser.opens(here)).text


async def test_an_exchange_says_who_noted_it_also_once_somebody_else_corrected_it(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    call, card = f"/entreprises/{company_id}/appel", f"/entreprises/{company_id}"
    await browser.sends(call, call, {"outcome": "agreed"})
    assert ", par moi" in (await browser.opens(card)).text

    # A colleague whom the portal cannot name now.
    await superuser.execute("UPDATE interactions SET noted_by = gen_random_uuid()")
    assert ", par quelqu’un d’autre" in (await browser.opens(card)).text
    noted = await superuser.fetchval("SELECT interaction_id FROM interactions")
    correction = f"{card}/echanges/{noted}/correction"
    await browser.sends(correction, correction, {"outcome": "refused"})

    assert ", par quelqu’un d’autre" in (await browser.opens(card)).text


async def test_nobody_is_said_of_an_exchange_nobody_is_known_to_have_noted(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id)
    assert ", par " not in (await browser.opens(f"/entreprises/{company_id}")).text
