"""The home page of each role: a service draws its parts of it in one request."""

import re
from html import unescape

import pytest

from services.chassis.identity import Role
from tests.browser.answers import coming_into
from tests.supervision.browsing import without_tags
from tests.support.network import Network
from tests.support.statements import transactions

PLACES = re.compile(
    r'<hx-partial hx-target="#([a-z-]+)" hx-swap="innerHTML">(.*?)</hx-partial>', re.DOTALL
)
OUTLINE = re.compile(r'<div class="fragment" id="([a-z-]+)" hx-get="([^"]+)"')


@pytest.mark.parametrize("role", list(Role))
async def test_a_home_asks_each_service_once_and_gets_all_its_parts(
    network: Network, role: Role
) -> None:
    browser = await network.client_as(role)
    home = (await browser.get("/")).text
    asked = coming_into(home)

    services = [one.partition("/fragments/")[0] for one in asked]
    assert len(services) == len(set(services)), asked

    came: dict[str, str] = {}
    for address in asked:
        answer = await browser.get(address)
        assert answer.status_code == 200, answer.text
        came |= dict(PLACES.findall(answer.text))
    for place, alone in OUTLINE.findall(home):
        if unescape(alone) in asked:
            continue
        shown = await browser.get(unescape(alone))
        assert without_tags(came[place]) == without_tags(shown.text)


async def test_parts_drawn_together_are_read_in_one_transaction(network: Network) -> None:
    browser = await network.client_as(Role.RBDE)
    home = (await browser.get("/")).text
    together = next(one for one in coming_into(home) if one.startswith("/pfmp/"))
    parts = [unescape(one) for _, one in OUTLINE.findall(home) if one.startswith("/pfmp/")]

    await browser.get(together)  # the reader is recognised
    with transactions() as at_once:
        await browser.get(together)
    with transactions() as one_by_one:
        for part in parts:
            await browser.get(part)

    assert len(parts) == 7
    assert (len(at_once), len(one_by_one)) == (1, 7)


async def test_what_a_reader_may_not_see_is_not_among_the_parts(network: Network) -> None:
    secretariat = await network.client_as(Role.SECRETARIAT)

    answer = await secretariat.get("/pfmp/fragments/accueil?parties=refus-signales,suivi")

    assert [place for place, _ in PLACES.findall(answer.text)] == ["pfmp-suivi"]
