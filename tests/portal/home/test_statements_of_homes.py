"""What a home costs: how often the portal is asked who reads it, and a database what it shows."""

import time

import pytest

from services.chassis.base.identity import Role
from services.chassis.security.sessions import FRESH_SECONDS
from tests.browser.answers import coming_into
from tests.support.network import HERE, Network
from tests.support.statements import statements, transactions

READERS = (Role.RBDE, Role.HEAD, Role.DDFPT, Role.REFERENT_TEACHER, Role.SUPERVISOR)
STATEMENTS_MAX = {
    "/pfmp": 1,
    "/entreprises": 2,
    "/envois": 1,
    "/reseau": 1,
    "/acces": 4,
    "/departement": 1,
}
"""What is read of a service for a home: what it says of who read names is written besides."""


@pytest.mark.parametrize("role", READERS)
async def test_a_home_and_all_its_parts_ask_once_who_reads_them(
    network: Network, role: Role
) -> None:
    browser = await network.client_as(role)
    began = time.monotonic()

    with transactions("portal") as asked:
        home = await browser.get("/")
        parts = [one for one in coming_into(home.text) if not one.startswith("/acces/")]
        for address in parts:
            assert (await browser.get(address)).status_code == 200, address

    assert parts
    # On a machine so busy that the page takes longer, the portal is asked again.
    assert len(asked) <= 1 + (time.monotonic() - began) // FRESH_SECONDS


@pytest.mark.parametrize("role", READERS)
async def test_a_service_is_asked_what_it_shows_in_few_statements(
    network: Network, role: Role
) -> None:
    browser = await network.client_as(role)
    asked: dict[str, int] = {}
    for address in coming_into((await browser.get("/")).text):
        await browser.get(address)  # what is drawn once for all of them is drawn
        with statements() as run:
            assert (await browser.get(address)).status_code == 200, address
        own = [one for one in run if "sessions" not in one]
        asked[address.partition("/fragments/")[0]] = len(own)

    assert {
        service: count for service, count in asked.items() if count > STATEMENTS_MAX[service]
    } == {}


async def test_who_signed_out_is_out_of_every_service_of_the_process_though_the_bus_is_silent(
    network: Network,
) -> None:
    secret = await network.signs_in(Role.RBDE, HERE)
    browser, copied = (network.client(cookies={"passerelle": secret}) for _ in range(2))
    pages = ("/", "/pfmp", "/entreprises", "/envois", "/actualites")
    assert {(await copied.get(page)).status_code for page in pages} == {200}

    await network.runtime("portal").bus.close()
    await browser.post("/deconnexion")

    assert {(await copied.get(page)).status_code for page in pages} == {303}
