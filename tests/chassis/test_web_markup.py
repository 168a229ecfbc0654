"""The markup of every page of every service: what a screen reader and a keyboard need."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from tests.support.examples import examples_of
from tests.support.network import ELSEWHERE, HERE, Running, signed_in
from tests.support.routes import ask, routes_of
from tests.support.services import ServiceDatabases

TYPED_IN = {"text", "email", "password", "search", "date", "number", "tel", "file", "checkbox"}
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


@dataclass
class Markup(HTMLParser):
    """What the checks look at in one page."""

    counts: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    labelled: set[str] = field(default_factory=set)
    fields: list[dict[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    described_by: set[str] = field(default_factory=set)
    forms: list[tuple[str, list[str]]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.counts[tag] += 1
        self._inside = tag
        if "id" in given:
            self.ids[given["id"]] += 1
        self.described_by |= set(given.get("aria-describedby", "").split())
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "label":
            self.labelled.add(given.get("for", ""))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form" and given.get("method") == "post":
            self.forms.append((given["action"], []))
        elif tag in ("input", "select", "textarea"):
            if self.forms:
                self.forms[-1][1].append(given.get("name", ""))
            if tag != "input" or given.get("type", "text") in TYPED_IN:
                self.fields.append(given)

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data.strip()

    def handle_endtag(self, _: str) -> None:
        self._inside = ""


@pytest_asyncio.fixture(scope="module")
async def pages(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[dict[str, Markup]]:
    """Every page and every refused form, as a bureau of two lycées, then as the supervisor."""
    settings = service_databases.settings.replaced(nats_url=bus_server.url)
    async with Running(service_databases, settings)() as network:
        found = {}
        for service in SERVICES:
            # Anew for each service: one of the portal's forms signs out.
            bureau = await signed_in(settings, Role.RBDE, HERE, ELSEWHERE)
            supervisor = await signed_in(settings, Role.SUPERVISOR)
            examples = await examples_of(service.name, network, service_databases)
            values = {name: one.value for name, one in examples.parameters.items()}
            asked = sorted(routes_of(service), key=lambda route: route.declared.writes)
            for route in asked:
                for who in (bureau, supervisor):
                    answer = await ask(network.app, route, values, cookie=who)
                    if "<html" in answer.body and answer.status in (200, 409, 422):
                        found[f"{route} ({answer.status})"] = markup = Markup()
                        markup.feed(answer.body)
        yield found


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
