"""The home page of each role: a service draws its parts of it in one request."""

import re
from html import unescape

import pytest

from services.chassis.base.identity import Role
from services.portal.home.model.home import parts_for
from services.portal.home.model.layout import rows_of
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
    with transactions("internships") as at_once:
        await browser.get(together)
    with transactions("internships") as one_by_one:
        for part in parts:
            await browser.get(part)

    assert len(parts) > 1
    assert (len(at_once), len(one_by_one)) == (1, len(parts))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.RBDE])
async def test_a_home_says_its_hour_and_offers_to_make_it_again(
    network: Network, role: Role
) -> None:
    home = (await (await network.client_as(role)).get("/")).text
    assert re.search(r"À jour à \d{1,2}[\s\u202f]?[:h]\s?\d\d", without_tags(home)), without_tags(
        home
    )
    assert '<a class="live-again" href="/">Actualiser</a>' in home


async def test_what_a_reader_may_not_see_is_not_among_the_parts(network: Network) -> None:
    secretariat = await network.client_as(Role.SECRETARIAT)

    answer = await secretariat.get("/pfmp/fragments/accueil?parties=refus-signales,suivi")

    assert [place for place, _ in PLACES.findall(answer.text)] == ["pfmp-suivi"]


TITLE = re.compile(r"<h2[^>]*>([^<]+)</h2>")


@pytest.mark.parametrize(
    ("role", "first", "absent"),
    [
        (Role.RBDE, "PFMP en cours et à venir", "Vu du département"),
        (Role.HEAD, "Conventions à signer", "À faire"),
        (Role.OPERATOR, "Exploitation", "À faire"),
    ],
)
async def test_each_role_begins_with_what_waits_for_it(
    network: Network, role: Role, first: str, absent: str
) -> None:
    home = unescape((await (await network.client_as(role)).get("/")).text)
    titles = TITLE.findall(home)
    assert titles[0] == first
    assert absent not in titles


async def test_the_supervisor_begins_with_who_needs_help(network: Network) -> None:
    supervisor = await network.client_as(Role.SUPERVISOR, None)
    home = (await supervisor.get("/")).text

    _, first = OUTLINE.findall(home)[0]

    assert "Bonjour" not in home
    assert TITLE.findall((await supervisor.get(first)).text)[0] == "Qui a besoin de vous"


async def test_the_operator_finds_what_is_wrong_service_by_service(network: Network) -> None:
    home = unescape((await (await network.client_as(Role.OPERATOR)).get("/")).text)
    for service in ("portal", "internships", "partnerships", "notifications"):
        assert f'hx-get="/api/{service}/operations"' in home


@pytest.mark.parametrize("role", Role)
async def test_who_may_note_an_exchange_is_asked_with_whom(network: Network, role: Role) -> None:
    browser = await network.client_as(role)
    asked = 'action="/recherche/echange"' in (await browser.get("/")).text

    assert asked == ((await browser.get("/recherche/echange")).status_code == 200)


@pytest.mark.parametrize("roles", [*((role,) for role in Role), (Role.RBDE, Role.HEAD)])
def test_each_card_of_a_home_stands_in_one_row(roles: tuple[Role, ...]) -> None:
    parts = parts_for([role.value for role in roles])

    shown = [part for row in rows_of(parts, list(roles)) for column in row for part in column]

    assert sorted(shown, key=parts.index) == parts
    assert len(shown) == len(parts)
