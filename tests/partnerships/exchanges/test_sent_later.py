"""What was noted without a network: recorded once, on its own day, and a conflict is shown."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.partnerships.companies import InteractionLoggedV1, InteractionOutcome
from services.chassis.base.identity import Role
from services.partnerships.base.calendar import local_date
from services.partnerships.exchanges.commands import withdraw_interaction
from services.partnerships.exchanges.queries import read_exchanges
from services.partnerships.tasks.model import NextStepIn
from tests.partnerships.browsing import Answer, Browser, form_of
from tests.partnerships.world import BOURDELLE, Bureau
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published

ACCOUNT = UUID(int=1)


def then() -> date:
    """Two days ago, asked anew each time: tests run past midnight too."""
    return local_date(datetime.now(UTC)) - timedelta(days=2)


def called() -> dict[str, str]:
    return {"outcome": "agreed", "occurred_on": then().isoformat(), "next_in": "week"}


async def later(
    browser: Browser, address: str, fields: dict[str, Any], account: UUID = ACCOUNT
) -> Answer:
    """Send what the page kept, as its script does."""
    headers = {**SAME_ORIGIN, "Passerelle-Account": str(account)}
    return await browser.client.post(address, data=fields, headers=headers)


async def test_a_call_kept_for_two_days_is_noted_on_its_day_and_once(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    kept = {"command_id": str(uuid4()), **called()}
    address = f"/entreprises/{company_id}/appel"

    first = await later(browser, address, kept)
    again = await later(browser, address, kept)

    assert (first.status_code, again.status_code) == (204, 204)
    (told,) = await published(InteractionLoggedV1)
    assert told.occurred_on == then()
    assert told.next_step_on == NextStepIn.WEEK.after(then())
    # The next page says it, and how to take it back; not a second time.
    assert "passerelle_notice" in first.headers["set-cookie"]
    assert "set-cookie" not in again.headers
    card = await browser.opens(f"/entreprises/{company_id}")
    assert f"/echanges/{told.interaction_id}/retrait" in card.text


async def test_what_somebody_else_kept_on_the_same_device_is_not_sent_as_ones_own(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    kept = {"command_id": str(uuid4()), **called()}

    refused = await later(browser, f"/entreprises/{company_id}/appel", kept, UUID(int=2))

    assert (refused.status_code, refused.json()["code"]) == (401, "sign-in-needed")
    assert await published(InteractionLoggedV1) == []


async def test_the_same_command_with_another_content_is_told(
    browser: Browser, bureau: Bureau
) -> None:
    address = f"/entreprises/{await bureau.registers()}/appel"
    kept = {"command_id": str(uuid4()), **called()}
    await later(browser, address, kept)

    refused = await later(browser, address, {**kept, "outcome": "refused"})

    assert (refused.status_code, refused.json()["code"]) == (409, "command-reused")


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"outcome": ""}, "outcome", "Ce champ est obligatoire."),
        ({"occurred_on": "2099-01-01"}, "occurred_on", "ne peut pas être dans le futur"),
    ],
)
async def test_a_refusal_says_which_field_and_its_page_shows_what_was_typed(
    browser: Browser, bureau: Bureau, wrong: dict[str, str], field: str, why: str
) -> None:
    company_id = await bureau.registers()
    address = f"/entreprises/{company_id}/appel"
    kept = {"command_id": str(uuid4()), **called(), "note": "Atelier neuf", **wrong}

    refused = await later(browser, address, kept)

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert why in refused.json()["errors"][field]
    page = await browser.client.post(address, data=kept, headers=SAME_ORIGIN)
    assert page.status_code == 422
    shown = form_of(page, address).values
    assert (shown["note"], shown["occurred_on"]) == ("Atelier neuf", kept["occurred_on"])
    assert why in unescape(page.text)


async def test_what_is_there_no_more_is_told_to_who_sends(browser: Browser) -> None:
    kept = {"command_id": str(uuid4()), **called()}
    gone = await later(browser, f"/entreprises/{uuid4()}/appel", kept)
    assert (gone.status_code, gone.json()["code"]) == (404, "not-found")


async def test_a_late_correction_is_shown_beside_the_one_somebody_else_made(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    interaction_id = await bureau.logs(company_id, note="Deux places")
    address = f"/entreprises/{company_id}/echanges/{interaction_id}/correction"
    opened = await browser.opens(address)
    kept = {**form_of(opened, address).values, "note": "Trois places", "outcome": "agreed"}
    colleague = signed_in(Role.RBDE, BOURDELLE, account=2)
    await colleague.follows(await colleague.sends(address, address, {"note": "Une place"}))
    card = await colleague.opens(f"/entreprises/{company_id}")
    theirs = re.findall(r"/echanges/([0-9a-f-]{36})/correction", card.text)[0]
    second = f"/entreprises/{company_id}/echanges/{theirs}/correction"
    await colleague.follows(await colleague.sends(second, second, {"purpose": "tax"}))

    refused = await later(browser, address, kept)
    assert (refused.status_code, refused.json()["code"]) == (409, "interaction-already-corrected")
    page = await browser.client.post(address, data=kept, headers=SAME_ORIGIN)

    assert page.status_code == 409
    shown = unescape(page.text)
    assert "<td>Trois places</td><td>Une place</td>" in shown
    assert "<td>PFMP</td><td>Taxe d’apprentissage</td>" in shown
    assert "<td>D’accord</td><td>Intéressée</td>" in shown
    # What is sent next corrects theirs, knowingly: nothing is there twice.
    card = await browser.opens(f"/entreprises/{company_id}")
    now = re.findall(r"/echanges/([0-9a-f-]{36})/correction", card.text)[0]
    again = f"/entreprises/{company_id}/echanges/{now}/correction"
    assert form_of(page, again).values["note"] == "Trois places"
    card = await browser.follows(await browser.sends(page, again))
    assert "Trois places" in card.text
    assert "Une place" not in card.text
    assert len(re.findall(r"/echanges/[0-9a-f-]{36}/correction", card.text)) == 1


async def test_a_late_correction_of_what_was_taken_back_keeps_what_was_typed(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    interaction_id = await bureau.logs(company_id)
    address = f"/entreprises/{company_id}/echanges/{interaction_id}/correction"
    kept = {**form_of(await browser.opens(address), address).values, "note": "Trois places"}
    await bureau.do(
        withdraw_interaction, company_id=company_id, interaction_id=interaction_id, now=bureau.now
    )

    page = await browser.client.post(address, data=kept, headers=SAME_ORIGIN)

    assert page.status_code == 409
    assert "corrigé ou retiré" in page.text
    assert "Ce qui a changé" not in page.text
    assert form_of(page, address).values["note"] == "Trois places"


async def test_forms_of_exchanges_say_that_they_may_be_kept_and_whose_they_are(
    browser: Browser, bureau: Bureau
) -> None:
    company_id = await bureau.registers("Bois Vert")
    interaction_id = await bureau.logs(company_id, outcome=InteractionOutcome.AGREED)
    card = f"/entreprises/{company_id}"

    for page, about in (
        (f"{card}/appel", "Appel, Bois Vert"),
        (card, "Échange, Bois Vert"),
        (f"{card}/echanges/{interaction_id}/correction", "Correction d’un échange, Bois Vert"),
    ):
        text = unescape((await browser.opens(page)).text)
        assert f'data-offline="{about}"' in text
        assert f'<body data-account="{ACCOUNT}"' in text
    assert (await bureau.do(read_exchanges, company_id)).latest
