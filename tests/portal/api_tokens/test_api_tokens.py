"""Tokens of access: what a program may do with one, and never more than who made it."""

import re
from collections.abc import AsyncIterator
from html import unescape
from uuid import uuid4

import httpx2
import pytest_asyncio

from services.chassis.base.identity import Role
from services.chassis.security.sessions import cookie_name
from services.coordination.service import SERVICE as COORDINATION
from services.internships.service import SERVICE as INTERNSHIPS
from services.partnerships.service import SERVICE as PARTNERSHIPS
from tests.internships.world import CARE, Lycee
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

SECRET = re.compile(r"passerelle_[\w-]{43}")
PAGE = "/compte/jetons"
COMPANIES = "/api/partnerships/companies"
PERIODS = "/api/internships/periods"


@pytest_asyncio.fixture
async def here(running: Running) -> AsyncIterator[Network]:
    async with running(PARTNERSHIPS, INTERNSHIPS, COORDINATION) as network:
        yield network


async def makes(visitor: Visitor, **typed: str) -> Page:
    [form] = [form for form in (await visitor.get(PAGE)).forms if form.action == PAGE]
    return await visitor.send(form, files=None, **({"label": "Tableur"} | typed))


def secret_in(page: Page) -> str:
    found = SECRET.search(unescape(page.answer.text))
    assert found, page.text
    return found[0]


def program(network: Network, secret: str, address: str = "192.0.2.1") -> httpx2.AsyncClient:
    """Not a browser: it says nothing of sites, and holds no cookie."""
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(network.app, client=(address, 1)),
        base_url=network.settings.public_url,
        headers={"Authorization": f"Bearer {secret}"},
    )


def a_company() -> dict[str, str]:
    return {"command_id": str(uuid4()), "name": f"Menuiserie {uuid4().hex[:6]}"}


async def test_a_program_reads_and_does_no_more_than_its_token_says(here: Network) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    reads = program(here, secret_in(await makes(bureau, uai=HERE, service="partnerships")))
    writes = program(here, secret_in(await makes(bureau, uai=HERE, rights="write")))

    assert (await reads.get(COMPANIES)).status_code == 200
    refused = await reads.post(COMPANIES, json=a_company())
    assert (refused.status_code, "lecture seule" in refused.json()["detail"]) == (403, True)
    other = await reads.get(PERIODS)
    assert (other.status_code, "un autre service" in other.json()["detail"]) == (403, True)
    assert (await writes.get(PERIODS)).status_code == 200
    assert (await writes.post(COMPANIES, json=a_company())).status_code == 201


async def test_no_token_opens_a_page_nor_changes_an_account(here: Network) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    token = secret_in(await makes(bureau, uai=HERE, rights="write"))
    with_it = program(here, token)

    for path in ("/", "/entreprises", "/compte", "/compte/jetons"):
        page = await with_it.get(path)
        assert (page.status_code, "n’ouvre aucune page" in page.text) == (404, True), path
    browserlike = {"Sec-Fetch-Site": "same-origin"}
    made = await with_it.post("/compte/jetons", data={"label": "Autre"}, headers=browserlike)
    assert made.status_code == 404
    planted = here.client(cookies={cookie_name(here.settings): token})
    assert (await planted.get("/compte")).status_code == 303


async def test_a_token_is_for_one_lycee_and_for_what_its_account_still_holds(
    here: Network, service_databases: ServiceDatabases
) -> None:
    superuser = await service_databases.superuser("internships")
    for uai in (HERE, ELSEWHERE):
        lycee = Lycee(uai, here.runtime("internships").work, superuser)
        await lycee.drafts_a_period(await lycee.opens(CARE))
    await superuser.close()
    both = Visitor(await here.client_as(Role.RBDE, HERE, ELSEWHERE))
    with_it = program(here, secret_in(await makes(both, uai=HERE, rights="write")))

    assert {one["uai"] for one in (await both.get(PERIODS)).answer.json()} == {HERE, ELSEWHERE}
    assert {one["uai"] for one in (await with_it.get(PERIODS)).json()} == {HERE}
    there = await with_it.post(COMPANIES, json=a_company() | {"uai": ELSEWHERE})
    assert there.status_code == 404

    accounts = await service_databases.superuser("portal")
    await accounts.execute("UPDATE grants SET until_on = from_on WHERE uai = $1", HERE)
    await accounts.close()

    async def is_out() -> bool:
        return (await with_it.get(PERIODS)).status_code == 403

    assert await eventually(is_out)
    assert (await both.get(PERIODS)).status == 200


async def test_a_revoked_token_is_out_at_once_and_an_expired_one_too(
    here: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    first = program(here, secret_in(await makes(bureau, uai=HERE)))
    second = program(here, secret_in(await makes(bureau, uai=HERE)))
    assert {(await one.get(COMPANIES)).status_code for one in (first, second)} == {200}
    page = await bureau.get("/compte/jetons")
    assert "Utilisé pour la dernière fois" in page.text

    page = await bureau.send(page.form("/compte/jetons/"))  # the newest
    assert "il n’ouvre plus rien" in page.text
    assert "révoqué le" in page.text

    out = await second.get(COMPANIES)
    assert (out.status_code, out.headers["www-authenticate"]) == (401, "Bearer")
    assert (await first.get(COMPANIES)).status_code == 200
    superuser = await service_databases.superuser("portal")
    await superuser.execute("UPDATE api_tokens SET expires_at = now()")
    told = await superuser.fetch(
        "SELECT action, uai, result, resource_id FROM audit_entries ORDER BY entry_id"
    )
    await superuser.close()

    async def is_out() -> bool:
        return (await first.get(COMPANIES)).status_code == 401

    assert await eventually(is_out)
    assert [line["action"] for line in told] == ["make-api-token"] * 2 + ["revoke-api-token"]
    assert {(line["uai"], line["result"]) for line in told} == {(HERE, "done")}
    assert told[1]["resource_id"] == told[2]["resource_id"]


async def test_the_secret_is_shown_once_and_kept_nowhere(
    here: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    shown = await makes(bureau, uai=HERE)
    secret = secret_in(shown)

    assert shown.answer.headers["cache-control"] == "no-store"
    assert secret not in (await bureau.get("/compte/jetons")).answer.text
    superuser = await service_databases.superuser("portal")
    for table in await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname='public'"):
        rows = await superuser.fetch(f"SELECT * FROM {table['tablename']}")
        assert secret.removeprefix("passerelle_") not in str(rows)
    days = await superuser.fetchval("SELECT max(expires_at - made_at) FROM api_tokens")
    await superuser.close()
    assert days.days <= 365


async def test_what_one_may_not_give_is_refused_and_nothing_typed_is_lost(here: Network) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))

    for typed in ({"uai": ELSEWHERE}, {"uai": ""}, {"service": "portal"}, {"days": "3650"}):
        refused = await makes(bureau, **({"uai": HERE, "label": "Mon tableur"} | typed))
        assert refused.status == 422, typed
        assert 'value="Mon tableur"' in refused.answer.text
    for _ in range(10):
        secret_in(await makes(bureau, uai=HERE))
    too_many = await makes(bureau, uai=HERE, label="De trop")
    assert (too_many.status, "révoquez-en un d’abord" in too_many.text) == (409, True)


async def test_who_tries_tokens_waits_and_is_told_how_long(here: Network) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    right = program(here, secret_in(await makes(bureau, uai=HERE)), "192.0.2.77")
    guessing = program(here, "passerelle_" + "x" * 43, "192.0.2.77")

    answers = [await guessing.get(COMPANIES) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {401}
    assert answers[30].status_code == 429
    assert 0 < int(answers[30].headers["retry-after"]) <= 61
    assert "réessayez dans 1\u00a0min" in answers[30].json()["detail"]
    assert (await right.get(COMPANIES)).status_code == 200


async def test_a_token_for_a_lycee_that_is_not_ones_own_is_refused_and_noted(
    here: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    page = await makes(bureau, uai=ELSEWHERE, label="Tableur d’ailleurs")

    assert page.status == 422
    assert "Tableur d’ailleurs" in unescape(page.answer.text)
    superuser = await service_databases.superuser("portal")
    refused = await superuser.fetchval(
        "SELECT count(*) FROM audit_entries WHERE result = 'refused'"
    )
    made = await superuser.fetchval("SELECT count(*) FROM api_tokens")
    await superuser.close()
    assert (refused, made) == (1, 0)


async def test_what_a_program_did_is_noted_with_its_token(
    here: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Visitor(await here.client_as(Role.RBDE))
    writes = program(here, secret_in(await makes(bureau, uai=HERE, rights="write")))
    assert (await writes.post(COMPANIES, json=a_company())).status_code == 201

    portal = await service_databases.superuser("portal")
    token_id = await portal.fetchval("SELECT token_id FROM api_tokens")
    await portal.close()
    partnerships = await service_databases.superuser("partnerships")
    lines = await partnerships.fetch("SELECT * FROM audit_entries ORDER BY entry_id")
    await partnerships.close()
    done, by_token = lines
    assert by_token["action"] == f"token:{done['action']}"
    assert by_token["resource_id"] == token_id
    assert (by_token["at"], by_token["uai"]) == (done["at"], HERE)
