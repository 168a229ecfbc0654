"""The same commands for programs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from contracts.partnerships import CompanyRegisteredV1, InteractionLoggedV1
from services.chassis.identity import Role
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.world import SIREN, SIRET, Bureau
from tests.support.services import Published

URL = "/api/partnerships/companies"


async def post(browser: Browser, url: str, **values: Any) -> Answer:
    return await browser.client.post(url, json={"command_id": str(uuid4()), **values})


async def test_a_company_is_registered_read_and_listed(
    browser: Browser, published: Published
) -> None:
    made = await post(browser, URL, name="Bois Vert", siret=SIRET, commune="82121")

    assert made.status_code == 201
    card = (await browser.client.get(f"{URL}/{made.json()['id']}")).json()
    assert (card["name"], card["siren"], card["version"]) == ("Bois Vert", SIREN, 1)
    assert card["sites"][0]["site_key"] == SIRET
    found = (await browser.client.get(URL, params={"q": "bois", "mine": "true"})).json()
    assert [item["name"] for item in found["items"]] == ["Bois Vert"]
    assert len(await published(CompanyRegisteredV1)) == 1


async def test_the_same_command_sent_again_gets_the_first_answer(
    browser: Browser, published: Published
) -> None:
    command = {"command_id": str(uuid4()), "name": "Bois Vert"}

    answers = [await browser.client.post(URL, json=command) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert len(await published(CompanyRegisteredV1)) == 1


async def test_a_stale_correction_is_a_conflict(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers("Bois Vert")
    first = await post(browser, f"{URL}/{company_id}", name="Bois Bleu", version=1)
    second = await post(browser, f"{URL}/{company_id}", name="Bois Rouge", version=1)

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert (second.status_code, second.json()["code"]) == (409, "stale-version")


async def test_an_exchange_is_logged(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()

    answer = await post(
        browser,
        f"{URL}/{company_id}/interactions",
        kind="visit",
        purpose="pfmp",
        outcome="agreed",
        occurred_on="2026-11-20",
    )

    assert answer.status_code == 201
    (event,) = await published(InteractionLoggedV1)
    assert str(event.interaction_id) == answer.json()["id"]


async def test_what_is_refused_is_told_by_field(browser: Browser) -> None:
    answer = await post(browser, URL, name="Bois Vert", siret="73282932000075")

    assert answer.status_code == 422
    assert "clé est fausse" in answer.json()["errors"]["siret"]


async def test_the_supervisor_is_answered_as_if_nothing_was_there(
    signed_in: Callable[..., Browser],
) -> None:
    assert (await signed_in(Role.SUPERVISOR).client.get(URL)).status_code == 404
