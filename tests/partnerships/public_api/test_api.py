"""The same commands for programs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from contracts.partnerships.companies import CompanyRegisteredV1, InteractionLoggedV1
from services.chassis.base.identity import Role
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.world import MOISSAC, MONTAUBAN, SIREN, SIRET, Bureau, site
from tests.support.services import Published

URL = "/api/partnerships/companies"


async def post(browser: Browser, url: str, **values: Any) -> Answer:
    return await browser.client.post(url, json={"command_id": str(uuid4()), **values})


async def test_a_company_is_registered_read_and_listed(
    browser: Browser, published: Published
) -> None:
    told = {"siret": SIRET, "commune": "82121", "mail": "contact@boisvert.example"}
    made = await post(browser, URL, name="Bois Vert", **told)

    assert made.status_code == 201
    card = (await browser.client.get(f"{URL}/{made.json()['id']}")).json()
    assert (card["name"], card["siren"], card["version"]) == ("Bois Vert", SIREN, 1)
    assert card["sites"][0]["site_key"] == SIRET
    assert card["sites"][0]["mail"] == "contact@boisvert.example"
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


async def test_a_company_that_looks_like_a_known_one_is_a_conflict_with_its_candidates(
    browser: Browser, bureau: Bureau
) -> None:
    known = await bureau.registers("Menuiserie Larroque", main=site(commune=MOISSAC))
    alike = {"name": "Menuiserie Laroque", "commune": MOISSAC}

    answer = await post(browser, URL, **alike)

    assert (answer.status_code, answer.json()["code"]) == (409, "company-looks-alike")
    (candidate,) = answer.json()["candidates"]
    assert (candidate["company_id"], candidate["name"]) == (str(known), "Menuiserie Larroque")
    assert (await post(browser, URL, **alike, distinct=True)).status_code == 201
    same = await post(browser, URL, **alike)
    assert (same.status_code, same.json()["code"]) == (409, "company-already-known")
    assert [one["name"] for one in same.json()["candidates"]] == ["Menuiserie Laroque"]


@pytest.mark.parametrize(
    ("known", "sent"),
    [
        (
            {"name": "SARL Delbosc", "main": site(name="Menuiserie Larroque", commune=MOISSAC)},
            {"name": "Menuiserie Laroque", "commune": MOISSAC},
        ),
        ({"name": "Le Bon Pub"}, {"name": "Bon Pub", "commune": MONTAUBAN}),
        ({"name": "Menuiserie Larroque"}, {"name": "Menuiserie Larroque"}),
        ({"name": "Menuiserie Larroque"}, {"name": "Menuiserie Laroque"}),
    ],
    ids=["trade name", "short words", "same name anywhere", "likely name anywhere"],
)
async def test_a_likely_card_is_found_by_its_trade_name_by_short_words_and_without_a_commune(
    browser: Browser, bureau: Bureau, known: dict[str, Any], sent: dict[str, Any]
) -> None:
    company_id = await bureau.registers(**known)
    await bureau.registers("Garage Martin", distinct=True)

    answer = await post(browser, URL, **sent)

    assert (answer.status_code, answer.json()["code"]) == (409, "company-looks-alike")
    assert [one["company_id"] for one in answer.json()["candidates"]] == [str(company_id)]
    assert (await post(browser, URL, **sent, distinct=True)).status_code == 201


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
    assert (await signed_in(Role.SUPERVISOR).client.get(URL)).status_code == 403
