"""Every route × every role × {own lycée, another, none}, generated from what services declare.

What each route answers to who may read it is asked once, and judged by several tests. Of the ways of asking
badly each route meets one in `make test`, in turn, and every one in `make prove`. A new route is covered by itself. A new kind of path parameter needs one example, in
`tests/<service>/examples.py`.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
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


UNASKED, TWICE, ROWS, TYPED, ADDRESS, ANYWHERE = range(6)
"""Ways of asking badly: each is a test."""


@dataclass(frozen=True)
class Read:
    """What a route showed to a role of its lycée, and whether the audit says so."""

    route: Route
    role: Role
    answer: Answer
    noted: bool

    def __str__(self) -> str:
        return f"{self.route} as {self.role}"


@dataclass
class Matrix:
    """One running service, its examples, and somebody of each role here and elsewhere."""

    service: Service
    network: Network
    databases: ServiceDatabases
    examples: Examples
    here: dict[Role, str]
    elsewhere: dict[Role, str]
    _reads: dict[int, list[Read]] = field(default_factory=dict)

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

    def asked_badly(self, way: int, whole: bool) -> Iterator[Route]:
        """The routes that are asked in this way: those whose turn it is, or all that can be."""
        turns: Counter[tuple[int, ...]] = Counter()
        for route in self.routes:
            ways = tuple(self._ways(route))
            turn = turns[ways] % len(ways)
            turns[ways] += 1
            if way in ways and (whole or ways[turn] == way):
                yield route

    def _ways(self, route: Route) -> Iterator[int]:
        yield from (TWICE, ANYWHERE)
        if route.declared.action != PUBLIC and self.of_a_lycee(route):
            yield ROWS
        if not route.declared.writes:
            yield ADDRESS
        else:
            yield UNASKED
            if fields_typed_in(route):
                yield TYPED

    def of_a_lycee(self, route: Route) -> Role | None:
        """The first role of a lycée that has the action."""
        may = (role for role in Role if not role.department_wide and self.allowed(route, role))
        return next(may, None)

    async def read(self, roles: int) -> list[Read]:
        """Whatever can be read, as so many of each kind of role that may: asked once for all tests.

        A personal link is read without an account: its bearer alone is known.
        """
        if roles not in self._reads:
            asked = [
                (route, role, cookie)
                for route, role, cookie in self.turns(self.here, roles)
                if not route.declared.writes
                and route.declared.action != PUBLIC
                and self.allowed(route, role)
            ]
            database = await self.databases.superuser(self.service.name)
            self._reads[roles] = [await self._read(database, *one) for one in asked]
            await database.close()
        return self._reads[roles]

    async def _read(
        self, database: asyncpg.Connection, route: Route, role: Role, cookie: str
    ) -> Read:
        before = await database.fetchval(NOTED, HERE)
        answer = await self.ask(route, cookie)
        return Read(route, role, answer, await database.fetchval(NOTED, HERE) > before)

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

    def shared(self) -> list[Route]:
        """Pages that name nothing of a lycée, which a bureau reads."""
        return [
            route
            for route in self.routes
            if not route.declared.writes
            and route.declared.action != PUBLIC
            and self.allowed(route, Role.RBDE)
            and not self.is_own(route)
        ]

    async def shown_to(
        self, route: Route, secret: str, *, kept: str | None = None, said: str | None = None
    ) -> set[str]:
        """What such a page shows of this lycée to a bureau."""
        cookie = secret + await self.choice(secret, kept)
        values = {name: one.value for name, one in self.examples.parameters.items()}
        said_too = {HEADER: said} if said else {}
        answer = await ask(self.network.app, route, values, cookie=cookie, headers_too=said_too)
        assert answer.status == 200, f"{route}: {answer.status}"
        return {word for word in self.hidden() if word in answer.body}

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


NOTED = "SELECT count(*) FROM audit_entries WHERE uai = $1 AND result = 'read'"


@each_role
async def test_a_role_with_the_action_is_shown_what_it_reads(matrix: Matrix, roles: int) -> None:
    for read in await matrix.read(roles):
        assert read.answer.status == 200, f"{read}: {read.answer.status} {read.answer.body[:600]}"


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
    await database.close()
    reads = await matrix.read(roles)
    telling = [one for one in reads if any(name in one.answer.body for name in names)]

    assert [str(one) for one in telling if not one.noted] == []
    assert telling


async def test_the_secrets_are_shown_where_they_belong(matrix: Matrix) -> None:
    """Otherwise the tests that look for them elsewhere could not fail."""
    reads = await matrix.read(1)
    missing = {
        word
        for word in matrix.examples.secrets
        if not any(word in one.answer.body for one in reads)
    }
    for route in matrix.routes if missing else ():
        for role in (Role.RBDE, Role.HEAD):
            if missing and not route.declared.writes and matrix.allowed(route, role):
                answer = await matrix.ask(route, matrix.here[role])
                missing = {word for word in missing if word not in answer.body}

    assert not missing, f"{missing} are shown nowhere"


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
        # Where the address names what is of this lycée, the test before asks the same.
        if matrix.is_theirs_too(route, role) or matrix.is_own(route):
            continue
        answer = await matrix.ask(route, cookie)
        shown = [word for word in matrix.hidden() if word in answer.body]
        assert shown == [], f"{route} as {role} of another lycée"


def served_as(matrix: Matrix, route: Route) -> str | None:
    """A session that may do it; none for what is public."""
    if route.declared.action == PUBLIC:
        return None
    return next(cookie for role, cookie in matrix.here.items() if matrix.allowed(route, role))


@each_role
async def test_no_page_shows_a_word_that_was_to_be_replaced(matrix: Matrix, roles: int) -> None:
    """« {lycée} »: in a form it is what somebody writes, anywhere else nobody filled it in."""
    answers = [(one.route, one.answer) for one in await matrix.read(roles)]
    public = [
        route
        for route in matrix.routes
        if route.declared.action == PUBLIC and not route.declared.writes
    ]
    answers += [(route, await matrix.ask(route, None)) for route in public]
    for route, answer in answers:
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


@in_two_sizes("choices", 1, 5)
async def test_who_works_for_two_lycees_sees_both_or_the_chosen_one_and_no_third(
    matrix: Matrix, choices: int
) -> None:
    """The choice is what a browser keeps, or what an open page says of itself."""
    both = await matrix.network.signs_in(Role.RBDE, HERE, THIRD)
    elsewhere = await matrix.network.signs_in(Role.RBDE, ELSEWHERE, THIRD)
    closed = (
        (both, THIRD, None),
        (both, HERE, THIRD),
        # Nobody opens a lycée by choosing it.
        (elsewhere, None, None),
        (elsewhere, HERE, None),
        (elsewhere, None, HERE),
    )
    together, alone, chosen = set[str](), set[str](), set[str]()
    for turn, route in enumerate(matrix.shared()):
        shown = await matrix.shown_to(route, both)
        together |= shown
        # What is shown of a lycée to nobody who works for it is shown to nobody by choosing it.
        alone |= await matrix.shown_to(route, matrix.here[Role.RBDE])
        if shown or choices > 1:
            chosen |= await matrix.shown_to(route, both, kept=HERE)
        for who, kept, said in in_turn(closed, turn, choices):
            if route.declared.whole and who == both:  # it shows everything whatever is chosen
                continue
            found = await matrix.shown_to(route, who, kept=kept, said=said)
            assert found == set(), f"{route}: kept {kept}, said {said}"
    assert together == alone == chosen


async def test_what_the_other_lycee_has_is_opened_by_its_address_whatever_is_chosen(
    matrix: Matrix,
) -> None:
    both = await matrix.network.signs_in(Role.RBDE, HERE, THIRD)
    kept = await matrix.choice(both, THIRD)
    for route in matrix.routes:
        if not route.declared.writes and matrix.is_own(route) and matrix.allowed(route, Role.RBDE):
            assert (await matrix.ask(route, both + kept)).status == 200, str(route)
            assert (await matrix.ask(route, both + kept, unknown=True)).status == 404, str(route)


whole_or_in_turn = pytest.mark.parametrize(
    "whole", [pytest.param(False, id="short"), pytest.param(True, id="long", marks=LONG_MARKS)]
)
"""Every route that can be asked badly in this way; those whose turn it is in the short form."""


@whole_or_in_turn
async def test_a_field_nobody_asked_for_is_refused_by_every_form_and_command(
    matrix: Matrix, whole: bool
) -> None:
    asked = set(map(str, matrix.asked_badly(UNASKED, whole)))
    for route in matrix.routes:
        # Whoever takes more than is declared, or declares no form, is asked whatever the turn.
        form = route.declared.form
        strict = form is not None and form.model_config.get("extra") == "forbid"
        if not route.declared.writes or (strict and str(route) not in asked):
            continue
        more = [("role", "admin"), ("is_supervisor", "1")]
        answer = await matrix.ask(route, served_as(matrix, route), more=more)
        assert answer.status == 422, f"{route}: {answer.status}"


@whole_or_in_turn
async def test_the_same_name_twice_is_refused_everywhere(matrix: Matrix, whole: bool) -> None:
    """`id=A&id=B`: of two programs on the way one may check the first, and one do the second."""
    for route in matrix.asked_badly(TWICE, whole):
        names = ["command_id"] if route.declared.writes else ["id"]
        for name in [*names, *sorted(route.in_query)]:
            more = [(name, "A"), (name, "B")]
            answer = await matrix.ask(route, served_as(matrix, route), more=more)
            assert answer.status == 422, f"{route}?{name}: {answer.status}"


OPENING = "x'; SELECT set_config('app.uais', '*', true); --"
LYCEES = ("*", f"{ELSEWHERE},{HERE}", OPENING)


@whole_or_in_turn
async def test_nothing_typed_opens_the_rows_of_another_lycee(matrix: Matrix, whole: bool) -> None:
    """A scope is set by no text: not in the address, nor in a form, a command or their lycée."""
    for turn, route in enumerate(matrix.asked_badly(ROWS, whole)):
        role = matrix.of_a_lycee(route)
        assert role is not None
        named = dict.fromkeys(route.in_body | route.may_query, OPENING)
        for typed_lycees in in_turn(LYCEES, turn, len(LYCEES) if whole else 1):
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


def fields_typed_in(route: Route) -> frozenset[str]:
    return route.in_body - {"command_id", "version", "uai"}


@whole_or_in_turn
async def test_no_text_breaks_what_it_is_typed_in(matrix: Matrix, whole: bool) -> None:
    """In every field of every form and command at once; each text has its turn."""
    asked = 0
    for turn, route in enumerate(matrix.asked_badly(TYPED, whole)):
        for text in (*HOSTILE, FAR_TOO_LONG) if whole else in_turn(HOSTILE, turn, 2):
            sent = text if route.declared.kind == "command" else as_sent(text)
            answer = await typed(matrix, route, fields_typed_in(route), sent)
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


@whole_or_in_turn
async def test_no_text_breaks_the_address_it_is_in(matrix: Matrix, whole: bool) -> None:
    """In every question of every page, fragment and file, those read by hand included."""
    for turn, route in enumerate(matrix.asked_badly(ADDRESS, whole)):
        for text in in_turn(IN_AN_ADDRESS, turn, len(IN_AN_ADDRESS) if whole else 2):
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


@each_role
async def test_a_role_with_the_action_may_write_in_its_own_lycee(
    matrix: Matrix, roles: int
) -> None:
    """Last: an empty form may be all it takes to remove an example, for the roles after it."""
    writing = [route for route in matrix.routes if route.declared.writes]
    for turn, route in enumerate(writing):
        if route.declared.action == PUBLIC:
            continue
        may = [role for role in matrix.here if matrix.allowed(route, role)]
        removed = False
        # What only one person may change is the first one's: others find nothing, as if removed.
        for role in dict.fromkeys((*may[:1], *in_turn(may, turn, roles))):
            answer = await matrix.ask(route, matrix.here[role])
            gone = removed and answer.status == 404 and Forbidden.title not in answer.body
            shut = not gone and (answer.status in SHUT or answer.status >= 500)
            assert not shut, f"{route} as {role}: {answer.status} {answer.body[:600]}"
            removed = matrix.is_own(route)


@pytest.mark.parametrize(
    ("examples", "pages_in_turn"),
    [pytest.param(1, 9, id="short"), pytest.param(20, 1, id="long", marks=LONG_MARKS)],
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


@whole_or_in_turn
async def test_no_value_at_any_place_of_a_request_breaks_the_service(
    matrix: Matrix, whole: bool
) -> None:
    """Path, query, header, cookie, field and body, of every route: refused or answered."""
    begun = seed(20261128)
    known = {name: example.value for name, example in matrix.examples.parameters.items()}
    broken, asked = [], 0
    for route in matrix.asked_badly(ANYWHERE, whole):
        fields = fields_of(matrix.document, route.path, known) if route.declared.writes else {}
        by_hand = READ_BY_HAND if route.declared.kind == "page" else frozenset()
        usual = Usual(known, fields, by_hand, served_as(matrix, route))
        # Of each route its own chance: another route does not change what is tried here.
        chance = Random(f"{begun} {route}")
        for one in nasty_requests(route, usual, chance, 60 if whole else 2):
            answer = await send(
                matrix.network.app, route.method, one.address, one.headers, one.body
            )
            asked += 1
            if answer.status >= 500:
                broken.append(f"{route} {answer.status}: {one}")
    if whole:
        keep(f"nasty-{matrix.service.name}", {"seed": begun, "asked": asked, "broken": broken})
    assert broken == [], f"seed {begun}:\n" + "\n".join(broken)
    assert asked > 0
