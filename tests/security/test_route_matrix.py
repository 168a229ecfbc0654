"""Every route × every role × {own lycée, another, none}, generated from what services declare.

A new route is covered by itself. A new kind of path parameter needs one example, in
`tests/<service>/examples.py`.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import Uai
from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from deploy.supervisor.uvicorn_server import listening_socket
from deploy.supervisor.web import served
from services.chassis.application.application import build_app
from services.chassis.base.errors import Forbidden
from services.chassis.base.identity import Role
from services.chassis.security.sessions import SESSION_PATH, cookie_name
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.permissions import PUBLIC, SIGNED_IN
from services.chassis.web.requests.lycee_choice import COOKIE, HEADER
from services.chassis.web.views.forms import TEXT_MAX
from tests.support.cells import leaked
from tests.support.examples import Examples, examples_of
from tests.support.fuzzing import Asking, document_of, fields_of, surprises
from tests.support.nasty import Usual, nasty_requests
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.proof import LONG_MARKS, in_two_sizes, keep, seed
from tests.support.routes import Answer, Route, ask, routes_of, send
from tests.support.services import ServiceDatabases
from tests.support.statements import statements

pytestmark = pytest.mark.early

T = TypeVar("T")

THIRD = Uai("0829003R")
SHUT = {401, 403, 404, 405}


@dataclass
class Matrix:
    """One running service, its examples, and somebody of each role here and elsewhere."""

    service: Service
    network: Network
    databases: ServiceDatabases
    examples: Examples
    here: dict[Role, str]
    elsewhere: dict[Role, str]

    @cached_property
    def routes(self) -> list[Route]:
        return list(routes_of(self.service))

    @cached_property
    def document(self) -> dict[str, Any]:
        return document_of(build_app(self.service, self.network.settings))

    def turns(self, cookies: Mapping[Role, str], roles: int) -> Iterator[tuple[Route, Role, str]]:
        """Each route as so many roles of each kind: of a lycée, of the department, that may not.

        The next route is asked by the next ones: every role has its turns.
        """
        for turn, route in enumerate(self.routes):
            may = [role for role in cookies if self.allowed(route, role)]
            of_a_lycee = [role for role in may if not role.department_wide]
            of_the_department = [role for role in may if role.department_wide]
            may_not = [role for role in cookies if role not in may]
            for kind in (of_a_lycee, of_the_department, may_not):
                for role in in_turn(kind, turn, roles):
                    yield route, role, cookies[role]

    def allowed(self, route: Route, role: Role) -> bool:
        return role in self.service.permissions.roles(route.declared.action)

    def is_own(self, route: Route) -> bool:
        """Whether the address, the form or the command names something of the lycée."""
        named = route.parameters | route.in_body
        return any(e.own for name, e in self.examples.parameters.items() if name in named)

    async def ask(
        self,
        route: Route,
        cookie: str | None,
        *,
        unknown: bool = False,
        more: Sequence[tuple[str, str | bytes]] = (),
        only: bool = False,
    ) -> Answer:
        """Ask the route about the examples, or about things of the lycée that do not exist.

        `more` is sent as well, or `only` that, whatever the address does not hold.
        """
        values = {
            name: example.unknown if unknown and example.own else example.value
            for name, example in self.examples.parameters.items()
        }
        return await ask(self.network.app, route, values, cookie=cookie, more=more, only=only)

    async def choice(self, secret: str, uai: str | None) -> str:
        """The cookie beside a session's that keeps its choice of a lycée."""
        if uai is None:
            return ""
        client = self.network.client(cookies={cookie_name(self.network.settings): secret})
        account = UUID((await client.get(SESSION_PATH)).json()["account_id"])
        return f"; {COOKIE}={uai}.{account.hex}"

    async def shown_to(
        self, secret: str, *, kept: str | None = None, said: str | None = None, whole: bool = True
    ) -> set[str]:
        """What pages that name nothing of a lycée show of this one to a bureau.

        `whole`: those too that show everything whatever is chosen.
        """
        cookie = secret + await self.choice(secret, kept)
        values = {name: one.value for name, one in self.examples.parameters.items()}
        found: set[str] = set()
        for route in self.routes:
            if (
                route.declared.writes
                or route.declared.action == PUBLIC
                or not self.allowed(route, Role.RBDE)
                or self.is_own(route)
                or (route.declared.whole and not whole)
            ):
                continue
            said_too = {HEADER: said} if said else {}
            answer = await ask(self.network.app, route, values, cookie=cookie, headers_too=said_too)
            assert answer.status == 200, f"{route}: {answer.status}"
            found |= {word for word in self.hidden() if word in answer.body}
        return found

    def is_theirs_too(self, route: Route, role: Role) -> bool:
        """Whether the role holds the whole department: no lycée is another one to it."""
        return role.department_wide and self.allowed(route, role)

    def hidden(self) -> list[str]:
        """What must not be read outside the lycée."""
        # The lycée's own number is no secret: it stands on pages of the department and in links.
        ids = [e.value for e in self.examples.parameters.values() if e.own and e.value != HERE]
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
        examples = await examples_of(service.name, network, service_databases)
        yield Matrix(
            service,
            network,
            service_databases,
            examples,
            {role: await network.signs_in(role, HERE) for role in Role},
            {role: await network.signs_in(role, ELSEWHERE) for role in Role},
        )


each_role = in_two_sizes("roles", 1, len(Role))
"""One role of each kind for each route, in turn; all of them in the long form."""


def in_turn(some: Sequence[T], turn: int, many: int) -> list[T]:
    """That many of them, others at the next turn."""
    begun = turn * many % max(len(some), 1)
    return [*some[begun:], *some[:begun]][:many]


async def test_every_path_parameter_has_an_example(matrix: Matrix) -> None:
    wanted = {name for route in matrix.routes for name in route.parameters}

    missing = sorted(wanted - set(matrix.examples.parameters))

    assert not missing, f"tests/{matrix.service.name}/examples.py makes no {missing}"


async def test_without_a_session_nothing_answers_but_what_is_public(matrix: Matrix) -> None:
    for route in matrix.routes:
        # Who holds a link may remove what the tests after this one ask about.
        answer = await matrix.ask(route, None, unknown=route.declared.writes)
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


@each_role
async def test_a_role_without_the_action_finds_nothing(matrix: Matrix, roles: int) -> None:
    for route, role, cookie in matrix.turns(matrix.here, roles):
        if not matrix.allowed(route, role):
            answer = await matrix.ask(route, cookie)
            for_programs = route.path.startswith("/api/") and route.declared.kind != "fragment"
            refused = 403 if for_programs else 404
            assert answer.status == refused, f"{route} as {role}: {answer.status}"
            if not for_programs:
                assert Forbidden.title in answer.body, f"{route} as {role}"
            assert not [word for word in matrix.hidden() if word in answer.body], str(route)


PEOPLE = {
    "internships": "SELECT last_name FROM pupils",
    "partnerships": "SELECT name FROM contacts",
}
"""Whose readers are noted: pupils, and contacts of companies."""


@pytest.mark.parametrize(
    "matrix",
    [service for service in SERVICES if service.name in PEOPLE],
    ids=lambda service: service.name,
    indirect=True,
)
@each_role
async def test_who_is_shown_somebody_by_name_is_in_the_audit(matrix: Matrix, roles: int) -> None:
    database = await matrix.databases.superuser(matrix.service.name)
    names = {row[0] for row in await database.fetch(PEOPLE[matrix.service.name])}
    noted = "SELECT count(*) FROM audit_entries WHERE uai = $1 AND result = 'read'"
    silent, telling = [], 0
    for route, role, cookie in matrix.turns(matrix.here, roles):
        # A personal link is read without an account: its bearer alone is known.
        if route.declared.writes or route.declared.action == PUBLIC:
            continue
        if not matrix.allowed(route, role):
            continue
        before = await database.fetchval(noted, HERE)
        answer = await matrix.ask(route, cookie)
        if not any(name in answer.body for name in names):
            continue
        telling += 1
        if await database.fetchval(noted, HERE) == before:
            silent.append(f"{route} as {role}")
    await database.close()
    assert silent == []
    assert telling > 0


@each_role
async def test_what_is_of_another_lycee_is_answered_like_what_does_not_exist(
    matrix: Matrix, roles: int
) -> None:
    compared = 0
    for route, role, cookie in matrix.turns(matrix.elsewhere, roles):
        if route.declared.action in (PUBLIC, SIGNED_IN) or not matrix.is_own(route):
            continue
        if matrix.is_theirs_too(route, role):
            continue
        with statements() as of_theirs:
            theirs = await matrix.ask(route, cookie)
        with statements() as of_unknown:
            unknown = await matrix.ask(route, cookie, unknown=True)
        values = [
            value
            for example in matrix.examples.parameters.values()
            for value in (example.value, example.unknown)
        ]
        assert theirs.status == unknown.status, f"{route} as {role}: {theirs.status}"
        assert theirs.alike(*values) == unknown.alike(*values), f"{route} as {role}"
        # Nor does the clock tell: the database is asked the same, whatever the load.
        assert besides_the_session(of_theirs) == besides_the_session(of_unknown), str(route)
        compared += len(of_theirs)
        if not route.declared.writes:
            assert theirs.status == 404, f"{route} as {role}: {theirs.status}"
    assert compared > 0 or not any(matrix.is_own(route) for route in matrix.routes)


def besides_the_session(run: list[str]) -> list[str]:
    """What the service asked itself: whose session it is, is known for a second."""
    return [one for one in run if "sessions" not in one]


@each_role
async def test_no_page_of_another_lycee_shows_anything_of_this_one(
    matrix: Matrix, roles: int
) -> None:
    for route, role, cookie in matrix.turns(matrix.elsewhere, roles):
        if route.declared.action == PUBLIC or not matrix.allowed(route, role):
            continue
        if matrix.is_theirs_too(route, role):
            continue
        answer = await matrix.ask(route, cookie)
        if matrix.is_own(route):  # the address itself holds the id
            continue
        shown = [word for word in matrix.hidden() if word in answer.body]
        assert shown == [], f"{route} as {role} of another lycée"


def served_as(matrix: Matrix, route: Route) -> str | None:
    """A session that may do it; none for what is public."""
    if route.declared.action == PUBLIC:
        return None
    return next(cookie for role, cookie in matrix.here.items() if matrix.allowed(route, role))


async def test_no_page_shows_a_word_that_was_to_be_replaced(matrix: Matrix) -> None:
    """« {lycée} »: in a form it is what somebody writes, anywhere else nobody filled it in."""
    for route in matrix.routes:
        if route.declared.kind not in ("page", "fragment"):
            continue
        answer = await matrix.ask(route, served_as(matrix, route))
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert raw_words(answer.body) == [], route


def raw_words(page: str) -> list[str]:
    """Words between braces in what is read of a page, but for forms and for what explains them."""
    read = re.sub(r"<(form|script|style|code|pre)\b.*?</\1>", "", page, flags=re.DOTALL)
    return re.findall(r"(?<!\{)\{[^\W\d_][\w’ -]*\}(?!\})", re.sub(r"<[^>]*>", "", read))


async def test_no_cell_of_a_file_holds_a_word_of_the_code(matrix: Matrix) -> None:
    files = [one for one in matrix.routes if one.path.endswith((".xlsx", ".csv"))]
    opened = 0
    for route in files:
        cookie = served_as(matrix, route)
        client = matrix.network.client(cookies={cookie_name(matrix.network.settings): cookie or ""})
        values = {name: one.value for name, one in matrix.examples.parameters.items()}
        answer = await client.get(route.address(values))
        assert answer.status_code in (200, 404), f"{route}: {answer.status_code}"
        if answer.status_code == 200:
            opened += 1
            assert not leaked(answer.content, route.path), route
    assert opened >= 0.8 * len(files), f"{opened} of {len(files)}"


async def test_a_field_nobody_asked_for_is_refused_by_every_form_and_command(
    matrix: Matrix,
) -> None:
    for route in matrix.routes:
        if route.declared.writes:
            more = [("role", "admin"), ("is_supervisor", "1")]
            answer = await matrix.ask(route, served_as(matrix, route), more=more)
            assert answer.status == 422, f"{route}: {answer.status}"


async def test_the_same_name_twice_is_refused_everywhere(matrix: Matrix) -> None:
    """`id=A&id=B`: of two programs on the way one may check the first, and one do the second."""
    for route in matrix.routes:
        names = ["command_id"] if route.declared.writes else ["id"]
        for name in [*names, *sorted(route.in_query)]:
            more = [(name, "A"), (name, "B")]
            answer = await matrix.ask(route, served_as(matrix, route), more=more)
            assert answer.status == 422, f"{route}?{name}: {answer.status}"


OPENING = "x'; SELECT set_config('app.uais', '*', true); --"
LYCEES = ("*", f"{ELSEWHERE},{HERE}", OPENING)


@in_two_sizes("lycees", 1, len(LYCEES))
async def test_nothing_typed_opens_the_rows_of_another_lycee(matrix: Matrix, lycees: int) -> None:
    """A scope is set by no text: not in the address, nor in a form, a command or their lycée."""
    for turn, route in enumerate(matrix.routes):
        role = next((r for r in Role if not r.department_wide and matrix.allowed(route, r)), None)
        if role is None or route.declared.action == PUBLIC:
            continue
        named = dict.fromkeys(route.in_body | route.may_query, OPENING)
        for typed_lycees in in_turn(LYCEES, turn, lycees):
            more = list((named | {"uai": typed_lycees}).items())
            answer = await matrix.ask(route, matrix.elsewhere[role], more=more, only=True)
            assert answer.status < 500, f"{route}: {answer.status}"
            shown = [word for word in matrix.examples.secrets if word in answer.body]
            assert shown == [], f"{route} with {typed_lycees}"


HOSTILE = (
    "a\x00b",
    "\ud800",
    "facture\u202etxt.exe",
    "\U0001f600" * 60,
    "e" + "\u0301" * (TEXT_MAX + 1),
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "-1",
    "1e309",
    "NaN",
    "9" * 400,
    "Objet\r\nBcc: x@y.example",
    "{{7*7}}${7*7}<script>alert(1)</script>",
    "' OR 1=1--",
    "../../../etc/passwd",
)
FAR_TOO_LONG = "e" + "\u0301" * 100_000
"""What is refused must be so before it is put in order: that takes long."""
TURNED = "\u202e"
READ_BY_HAND = frozenset(
    [
        "q",
        "tri",
        "role",
        "apres",
        "avant",
        "ligne",
        "resultat",
        "compte",
        "objet",
        "lycee",
        "action",
        "du",
        "au",
        "next",
        "tableau",
        "classe",
        "periode",
    ]
)
"""What pages read of their address without declaring it."""


TYPED_IN = {"portal", "partnerships", "internships", "coordination", "notifications"}
"""Services where people write: their texts were tried."""


@in_two_sizes("texts", 3, len(HOSTILE))
async def test_no_text_breaks_what_it_is_typed_in(matrix: Matrix, texts: int) -> None:
    """In every field of every form and command at once; each text has its turn."""
    asked = 0
    for turn, route in enumerate(matrix.routes):
        names = route.in_body - {"command_id", "version", "uai"}
        if not names or not route.declared.writes:
            continue
        few = in_turn(HOSTILE, turn, texts)
        for text in few if texts < len(HOSTILE) else (*few, FAR_TOO_LONG):
            json = route.declared.kind == "command"
            answer = await typed(matrix, route, names, text if json else as_sent(text))
            assert answer.status < 500, f"{route} with {text[:20]!r}: {answer.status}"
            asked += 1
    assert asked or matrix.service.name not in TYPED_IN
    assert await stored_with(matrix, TURNED) == []


IN_AN_ADDRESS = (
    HOSTILE[0],
    "\ud800",
    HOSTILE[3][:6_000],
    "<script>alert(1)</script>' OR 1=1--",
)


@in_two_sizes("texts", 2, len(IN_AN_ADDRESS))
async def test_no_text_breaks_the_address_it_is_in(matrix: Matrix, texts: int) -> None:
    """In every question of every page, fragment and file, those read by hand included."""
    reading = [route for route in matrix.routes if not route.declared.writes]
    for turn, route in enumerate(reading):
        for text in in_turn(IN_AN_ADDRESS, turn, texts):
            names = route.may_query | (READ_BY_HAND if route.declared.kind == "page" else set())
            answer = await typed(matrix, route, names, as_sent(text))
            assert answer.status < 500, f"{route} with {text[:20]!r}: {answer.status}"


def as_sent(text: str) -> str | bytes:
    """What UTF-8 cannot say, no browser sends; somebody else does."""
    return b"\xed\xa0\x80" if text == "\ud800" else text


async def typed(matrix: Matrix, route: Route, names: Collection[str], sent: str | bytes) -> Answer:
    """The same text in each of these; as what it is: it closes nothing and runs nothing."""
    more = [(name, sent) for name in sorted(names)]
    answer = await matrix.ask(route, served_as(matrix, route), more=more, only=True)
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "<script>alert" not in answer.body, str(route)
    return answer


async def stored_with(matrix: Matrix, sign: str) -> list[str]:
    """The tables of the service that hold a text with this sign."""
    superuser = await matrix.databases.superuser(matrix.service.name)
    found = [
        name
        for name in matrix.service.metadata.tables
        if await superuser.fetchval(
            f'SELECT count(*) FROM "{name}" t WHERE t::text LIKE $1', f"%{sign}%"
        )
    ]
    await superuser.close()
    return found


async def test_the_secrets_are_shown_where_they_belong(matrix: Matrix) -> None:
    """Otherwise the test before could not fail."""
    missing = set(matrix.examples.secrets)
    for route in matrix.routes:
        for role in (Role.RBDE, Role.HEAD):
            if missing and not route.declared.writes and matrix.allowed(route, role):
                answer = await matrix.ask(route, matrix.here[role])
                missing = {word for word in missing if word not in answer.body}

    assert not missing, f"{missing} are shown nowhere"


async def test_who_works_for_two_lycees_sees_both_or_the_chosen_one_and_no_third(
    matrix: Matrix,
) -> None:
    """The choice is what a browser keeps, or what an open page says of itself."""
    both = await matrix.network.signs_in(Role.RBDE, HERE, THIRD)
    elsewhere = await matrix.network.signs_in(Role.RBDE, ELSEWHERE, THIRD)

    together = await matrix.shown_to(both)
    assert together == await matrix.shown_to(matrix.here[Role.RBDE])
    assert await matrix.shown_to(both, kept=HERE) == together
    assert await matrix.shown_to(both, kept=THIRD, whole=False) == set()
    assert await matrix.shown_to(both, kept=HERE, said=THIRD, whole=False) == set()
    # Nobody opens a lycée by choosing it.
    for kept, said in ((None, None), (HERE, None), (None, HERE)):
        assert await matrix.shown_to(elsewhere, kept=kept, said=said) == set()


async def test_what_the_other_lycee_has_is_opened_by_its_address_whatever_is_chosen(
    matrix: Matrix,
) -> None:
    both = await matrix.network.signs_in(Role.RBDE, HERE, THIRD)
    kept = await matrix.choice(both, THIRD)
    for route in matrix.routes:
        if not route.declared.writes and matrix.is_own(route) and matrix.allowed(route, Role.RBDE):
            assert (await matrix.ask(route, both + kept)).status == 200, str(route)
            assert (await matrix.ask(route, both + kept, unknown=True)).status == 404, str(route)


@each_role
async def test_a_role_with_the_action_is_served_in_its_own_lycee(
    matrix: Matrix, roles: int
) -> None:
    """Last: an empty form may be all it takes to remove an example, for the roles after it."""
    reading_first = sorted(matrix.routes, key=lambda route: route.declared.writes)
    for turn, route in enumerate(reading_first):
        if route.declared.action == PUBLIC:
            continue
        may = [role for role in matrix.here if matrix.allowed(route, role)]
        # What only one person may change is the first one's: others find nothing, as if removed.
        first = may[:1] if route.declared.writes else []
        removed = False
        for role in dict.fromkeys((*first, *in_turn(may, turn, roles))):
            answer = await matrix.ask(route, matrix.here[role])
            gone = removed and answer.status == 404 and Forbidden.title not in answer.body
            shut = not gone and (answer.status in SHUT or answer.status >= 500)
            assert not shut, f"{route} as {role}: {answer.status} {answer.body[:600]}"
            if not route.declared.writes:
                assert answer.status == 200, f"{route} as {role}: {answer.status}"
            removed = route.declared.writes and matrix.is_own(route)


@pytest.mark.parametrize(
    ("examples", "pages_in_turn"),
    [pytest.param(1, 3, id="short"), pytest.param(20, 1, id="long", marks=LONG_MARKS)],
)
async def test_whatever_is_asked_the_answer_is_one_the_openapi_says(
    matrix: Matrix, examples: int, pages_in_turn: int
) -> None:
    """Last of all: it writes wherever it may. What programs ask is always asked."""
    roles = {(route.method, route.path): served_as(matrix, route) for route in matrix.routes}
    known = {name: example.value for name, example in matrix.examples.parameters.items()}
    listener = listening_socket(0)
    async with served(matrix.network.app, listener):
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        asking = Asking(address, lambda method, path: roles.get((method, path)), known)
        found = await asyncio.to_thread(
            lambda: list(surprises(matrix.document, asking, examples, pages_in_turn=pages_in_turn))
        )

    assert not found, "\n".join(found)


@in_two_sizes("many", 2, 60)
async def test_no_value_at_any_place_of_a_request_breaks_the_service(
    matrix: Matrix, many: int
) -> None:
    """Path, query, header, cookie, field and body, of every route: refused or answered."""
    begun = seed(20261128)
    known = {name: example.value for name, example in matrix.examples.parameters.items()}
    broken, asked = [], 0
    for route in matrix.routes:
        fields = fields_of(matrix.document, route.path, known) if route.declared.writes else {}
        by_hand = READ_BY_HAND if route.declared.kind == "page" else frozenset()
        usual = Usual(known, fields, by_hand, served_as(matrix, route))
        # Of each route its own chance: another route does not change what is tried here.
        chance = Random(f"{begun} {route}")
        for one in nasty_requests(route, usual, chance, many):
            answer = await send(
                matrix.network.app, route.method, one.address, one.headers, one.body
            )
            asked += 1
            if answer.status >= 500:
                broken.append(f"{route} {answer.status}: {one}")
    if many > 2:
        keep(f"nasty-{matrix.service.name}", {"seed": begun, "asked": asked, "broken": broken})
    assert broken == [], f"seed {begun}:\n" + "\n".join(broken)
    assert asked > 0
