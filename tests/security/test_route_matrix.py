"""Every route × every role × {own lycée, another, none}, generated from what services declare.

A new route is covered by itself. A new kind of path parameter needs one example, in
`tests/support/examples.py`.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from services.chassis.identity import Role
from services.chassis.permissions import PUBLIC, SIGNED_IN
from services.chassis.service import Service
from tests.support.examples import EXAMPLES, Examples
from tests.support.network import ELSEWHERE, HERE, Network, Running, signed_in
from tests.support.routes import Answer, Route, ask, routes_of
from tests.support.services import ServiceDatabases

SHUT = {401, 403, 404, 405}


@dataclass
class Matrix:
    """One running service, its examples, and somebody of each role here and elsewhere."""

    service: Service
    network: Network
    examples: Examples
    here: dict[Role, str]
    elsewhere: dict[Role, str]

    @property
    def routes(self) -> list[Route]:
        return list(routes_of(self.service))

    def allowed(self, route: Route, role: Role) -> bool:
        return role in self.service.permissions.roles(route.declared.action)

    def is_own(self, route: Route) -> bool:
        """Whether the address, the form or the command names something of the lycée."""
        named = route.parameters | route.in_body
        return any(e.own for name, e in self.examples.parameters.items() if name in named)

    async def ask(self, route: Route, cookie: str | None, *, unknown: bool = False) -> Answer:
        """Ask the route about the examples, or about things of the lycée that do not exist."""
        values = {
            name: example.unknown if unknown and example.own else example.value
            for name, example in self.examples.parameters.items()
        }
        return await ask(self.network.app, route, values, cookie=cookie)

    def hidden(self) -> list[str]:
        """What must not be read outside the lycée."""
        ids = [example.value for example in self.examples.parameters.values() if example.own]
        return [*ids, *self.examples.secrets]


@pytest_asyncio.fixture(scope="module", params=SERVICES, ids=lambda service: service.name)
async def matrix(
    request: pytest.FixtureRequest, service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[Matrix]:
    """Each service in turn; it is only asked, so one serves all the tests."""
    service: Service = request.param
    running = Running(
        service_databases, service_databases.settings.replaced(nats_url=bus_server.url)
    )
    async with running(service) as network:
        examples = await EXAMPLES[service.name](network, service_databases)
        yield Matrix(
            service,
            network,
            examples,
            {role: await signed_in(network.settings, role, HERE) for role in Role},
            {role: await signed_in(network.settings, role, ELSEWHERE) for role in Role},
        )


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_service_has_examples(service: Service) -> None:
    assert service.name in EXAMPLES, f"add {service.name} to tests/support/examples.py"


async def test_every_path_parameter_has_an_example(matrix: Matrix) -> None:
    wanted = {name for route in matrix.routes for name in route.parameters}

    missing = sorted(wanted - set(matrix.examples.parameters))

    assert not missing, f"give {matrix.service.name} examples of {missing} in examples.py"


async def test_without_a_session_nothing_answers_but_what_is_public(matrix: Matrix) -> None:
    for route in matrix.routes:
        answer = await matrix.ask(route, None)
        if route.declared.action == PUBLIC:
            assert answer.status < 500, f"{route}: {answer.status}"
        elif route.declared.kind == "page":
            assert answer.status == 303, f"{route}: {answer.status}"
            assert answer.headers["location"].startswith("/connexion"), str(route)
        else:
            assert answer.status == 401, f"{route}: {answer.status}"


async def test_a_forged_session_is_no_session(matrix: Matrix) -> None:
    for route in matrix.routes:
        if route.declared.action != PUBLIC:
            assert (await matrix.ask(route, "forged")).status in (303, 401), str(route)


async def test_a_role_without_the_action_finds_nothing(matrix: Matrix) -> None:
    for route in matrix.routes:
        for role, cookie in matrix.here.items():
            if not matrix.allowed(route, role):
                answer = await matrix.ask(route, cookie)
                assert answer.status == 404, f"{route} as {role}: {answer.status}"
                assert not [word for word in matrix.hidden() if word in answer.body], str(route)


async def test_what_is_of_another_lycee_is_answered_like_what_does_not_exist(
    matrix: Matrix,
) -> None:
    for route in matrix.routes:
        for role, cookie in matrix.elsewhere.items():
            if route.declared.action in (PUBLIC, SIGNED_IN) or not matrix.is_own(route):
                continue
            theirs = await matrix.ask(route, cookie)
            unknown = await matrix.ask(route, cookie, unknown=True)
            values = [
                value
                for example in matrix.examples.parameters.values()
                for value in (example.value, example.unknown)
            ]
            assert theirs.status == unknown.status, f"{route} as {role}: {theirs.status}"
            assert theirs.alike(*values) == unknown.alike(*values), f"{route} as {role}"
            if not route.declared.writes:
                assert theirs.status == 404, f"{route} as {role}: {theirs.status}"


async def test_no_page_of_another_lycee_shows_anything_of_this_one(matrix: Matrix) -> None:
    for route in matrix.routes:
        for role, cookie in matrix.elsewhere.items():
            if route.declared.action == PUBLIC or not matrix.allowed(route, role):
                continue
            answer = await matrix.ask(route, cookie)
            if matrix.is_own(route):  # the address itself holds the id
                continue
            shown = [word for word in matrix.hidden() if word in answer.body]
            assert shown == [], f"{route} as {role} of another lycée"


async def test_the_secrets_are_shown_where_they_belong(matrix: Matrix) -> None:
    """Otherwise the test before could not fail."""
    read = [
        await matrix.ask(route, matrix.here[Role.RBDE])
        for route in matrix.routes
        if not route.declared.writes and matrix.allowed(route, Role.RBDE)
    ]

    for word in matrix.examples.secrets:
        assert any(word in answer.body for answer in read), f"{word} is shown nowhere"


async def test_a_role_with_the_action_is_served_in_its_own_lycee(matrix: Matrix) -> None:
    """Last: an empty form may be all it takes to remove an example."""
    reading_first = sorted(matrix.routes, key=lambda route: route.declared.writes)
    for route in reading_first:
        for role, cookie in matrix.here.items():
            if route.declared.action != PUBLIC and matrix.allowed(route, role):
                answer = await matrix.ask(route, cookie)
                shut = answer.status in SHUT or answer.status >= 500
                assert not shut, f"{route} as {role}: {answer.status} {answer.body[:600]}"
                if not route.declared.writes:
                    assert answer.status == 200, f"{route} as {role}: {answer.status}"
