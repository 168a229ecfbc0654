"""What every route answers: headers that protect a browser, markup that a screen reader and a keyboard need.

Pages, fragments, programs, files and errors of every service are asked once, for all of these tests.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator

import httpx2
import pytest
import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.web.middleware import SECRET_HEADERS, SECURITY_HEADERS
from tests.support.examples import examples_of
from tests.support.markup import Markup
from tests.support.network import ELSEWHERE, HERE, Network, Running, signed_in
from tests.support.routes import Answer, ask, routes_of
from tests.support.services import ServiceDatabases

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
FRAME = "GET /reseau/actualites/cadre"
"""The one page other sites may show: it runs nothing and sends nothing, and nobody is known there."""
FRAMED = {
    **dict.fromkeys(("default-src", "form-action", "base-uri"), "'none'"),
    **dict.fromkeys(("style-src", "img-src", "font-src"), "'self'"),
    "frame-ancestors": "*",
}
PUBLIC_ANSWERS = {
    FRAME,
    "GET /reseau/actualites/atom.xml",
    "GET /reseau/actualites/feed.json",
    "GET /reseau/actualites/{public_news_id}/image.jpg",
}
"""The same to everybody: kept by whom asks each time whether it still is so."""
OTHERWISE_FRAMED = {"Content-Security-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:|\shx-on", re.IGNORECASE
)
TELLING = {"server", "x-powered-by", "via"}


@pytest_asyncio.fixture(scope="module")
async def network(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[Network]:
    """Every service, with something to show."""
    settings = service_databases.settings.replaced(nats_url=bus_server.url)
    async with Running(service_databases, settings)() as network:
        yield network


UNRECORDED = {
    "/composants",
    "/connexion",
    "/deconnexion",
    "/lycee-affiche",
    "/pfmp/eleves/import/apercu",
    "/pfmp/eleves/import/colonnes",
    "/recherche",
}
"""Forms that record no command."""


@pytest_asyncio.fixture(scope="module")
async def answers(
    network: Network, service_databases: ServiceDatabases
) -> list[tuple[str, Answer]]:
    """What every route answers to nobody, to a bureau of two lycées and to the supervisor."""
    found = []
    for service in SERVICES:
        # Anew for each service: one of the portal's forms signs out.
        bureau = await signed_in(network.settings, Role.RBDE, HERE, ELSEWHERE)
        supervisor = await signed_in(network.settings, Role.SUPERVISOR)
        examples = await examples_of(service.name, network, service_databases)
        values = {name: one.value for name, one in examples.parameters.items()}
        for route in sorted(routes_of(service), key=lambda route: route.declared.writes):
            for visitor in (None, bureau, supervisor):
                answer = await ask(network.app, route, values, cookie=visitor)
                found.append((str(route), answer))
    return found


@pytest.fixture(scope="module")
def pages(answers: list[tuple[str, Answer]]) -> dict[str, Markup]:
    """Every page and every refused form, as the last who is shown it sees it."""
    shown = {
        f"{route} ({answer.status})": answer.body
        for route, answer in answers
        if "<html" in answer.body and answer.status in (200, 409, 422)
    }
    return {name: Markup.of(body) for name, body in shown.items()}


def policy(headers: httpx2.Headers | dict[str, str]) -> dict[str, str]:
    """The directives of the content security policy."""
    directives = headers["content-security-policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


async def test_every_answer_carries_every_header(answers: list[tuple[str, Answer]]) -> None:
    secret = {str(r) for service in SERVICES for r in routes_of(service) if r.declared.secret}
    for route, answer in answers:
        wanted = SECURITY_HEADERS | (SECRET_HEADERS if route in secret else {})
        for name, value in wanted.items():
            if route == FRAME and name in OTHERWISE_FRAMED:
                continue
            assert answer.headers.get(name.lower()) == value, f"{route} ({answer.status}): {name}"
        assert "x-correlation-id" in answer.headers, route
        assert not TELLING & set(answer.headers), route


async def test_the_policy_lets_nothing_inline_nor_foreign(
    answers: list[tuple[str, Answer]],
) -> None:
    for route, answer in answers:
        assert policy(answer.headers) == (FRAMED if route == FRAME else DIRECTIVES), route


async def test_other_sites_show_one_page_and_know_nobody_by_it(
    answers: list[tuple[str, Answer]],
) -> None:
    shown = [answer for route, answer in answers if route == FRAME]

    assert len({answer.body for answer in shown}) == 1
    assert all("x-frame-options" not in answer.headers for answer in shown)
    assert all("set-cookie" not in answer.headers for answer in shown)


async def test_no_page_needs_what_the_policy_refuses(answers: list[tuple[str, Answer]]) -> None:
    pages = [
        (route, answer)
        for route, answer in answers
        if answer.headers.get("content-type", "").startswith("text/html")
    ]

    assert len({route for route, answer in pages if answer.status == 200}) > 25
    for route, answer in pages:
        assert INLINE.search(answer.body) is None, f"{route}: {INLINE.search(answer.body)}"


async def test_nothing_of_a_signed_in_person_is_kept_by_a_cache(
    answers: list[tuple[str, Answer]],
) -> None:
    for route, answer in answers:
        if route in PUBLIC_ANSWERS and answer.status == 200:
            assert answer.headers["cache-control"] == "public, no-cache", route
            continue
        if route.startswith("GET /flux/") and answer.status == 200:
            # Nobody is signed in there; who reads it asks each time whether it still may.
            assert answer.headers["cache-control"] == "private, no-cache", route
            continue
        kept = "/static/" in route and answer.status == 200
        assert (answer.headers["cache-control"] == "no-store") != kept, route


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nulle-part", 404),
        ("GET", "/entreprises/nulle/part", 404),
        ("GET", "/api/internships/nulle-part", 404),
        ("GET", "/static/absent.css", 404),
        ("GET", "/static/neutre.css", 200),
        ("DELETE", "/connexion", 405),
        ("POST", "/connexion", 422),
        ("GET", "/", 303),
    ],
)
async def test_errors_and_files_carry_them_too(
    network: Network, method: str, path: str, status: int
) -> None:
    answer = await network.client().request(method, path, data={} if method == "POST" else None)

    assert answer.status_code == status
    assert policy(answer.headers) == DIRECTIVES
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value


async def test_a_refused_request_carries_them_too(network: Network) -> None:
    refused = await network.client().post("/connexion", headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert policy(refused.headers) == DIRECTIVES


async def test_each_page_is_in_french_under_one_heading(pages: dict[str, Markup]) -> None:
    assert len(pages) > 25
    for name, page in pages.items():
        assert page.lang == "fr", name
        assert page.counts["h1"] == 1, name
        assert page.counts["main"] == 1, name
        assert "#contenu" in page.links, name


async def test_no_two_pages_have_the_same_title(pages: dict[str, Markup]) -> None:
    titles = Counter(page.title for name, page in pages.items() if name.startswith("GET"))

    assert [title for title, times in titles.items() if times > 1 or not title] == []


async def test_each_field_has_a_label_of_its_own(pages: dict[str, Markup]) -> None:
    for name, page in pages.items():
        for typed in page.fields:
            labelled = typed.get("id") in page.labelled or "aria-label" in typed
            heard = typed.get("aria-labelledby", "").split()
            pointed = heard and all(page.ids[one] == 1 for one in heard)
            assert labelled or pointed, f"{name}: {typed.get('name')}"


async def test_no_id_is_given_twice_and_none_is_missing(pages: dict[str, Markup]) -> None:
    for name, page in pages.items():
        assert [one for one, times in page.ids.items() if times > 1] == [], name
        assert page.described_by <= set(page.ids), name


async def test_each_table_says_what_it_is(pages: dict[str, Markup]) -> None:
    for name, page in pages.items():
        assert page.counts["caption"] == page.counts["table"], name
        assert page.counts["th"] >= page.counts["table"], name


async def test_each_command_can_be_sent_twice_without_harm(pages: dict[str, Markup]) -> None:
    sent = [(name, *form) for name, page in pages.items() for form in page.forms]

    assert sent
    for name, action, fields in sent:
        assert action in UNRECORDED or "command_id" in fields, f"{name}: form to {action}"
