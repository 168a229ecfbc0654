"""Errors: one renderer, in French, that says what is true and shows nothing of the machine."""

import asyncio
import re
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi import Response
from starlette.types import Message

from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.router import Router, RouteUndeclared
from tests.chassis.facts import BOURDELLE, MAURY
from tests.chassis.notebook import READ_NOTES, notebook
from tests.chassis.site import Site, a_note

CORRELATION = "X-Correlation-Id"
INNARDS = re.compile(
    r"Traceback|RuntimeError|secret of the machine|uvicorn|starlette|\.py\b|\d+\.\d+\.\d+"
)


def without_correlation(answer: httpx2.Response) -> str:
    """The body, less the number that differs between any two answers."""
    return answer.text.replace(answer.headers[CORRELATION], "…")


async def test_an_unknown_address_is_a_page_in_french(site: Site) -> None:
    answer = await (await site.signed_in()).get("/nulle-part")

    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.text
    assert "Page introuvable" in answer.text
    assert answer.headers[CORRELATION] in answer.text


async def test_the_page_of_an_unknown_address_has_the_menu_of_who_asks(site: Site) -> None:
    known = await (await site.signed_in()).get("/nulle-part")
    stranger = await (await site.visitor()).get("/nulle-part")

    assert "Se déconnecter" in known.text
    assert stranger.status_code == 404
    assert "Se déconnecter" not in stranger.text


async def test_a_program_is_answered_with_a_problem(site: Site) -> None:
    answer = await (await site.signed_in()).get("/api/internships/nulle-part")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "not-found"
    assert problem["correlation_id"] == answer.headers[CORRELATION]


@pytest.mark.parametrize("path", ["/notes/{}", "/api/internships/notes/{}"])
async def test_another_lycee_s_note_is_answered_like_one_that_never_was(
    site: Site, path: str
) -> None:
    theirs = await site.signed_in(MAURY)
    created = await theirs.post("/api/internships/notes", json=a_note())
    note_id = created.json()["note_id"]
    ours = await site.signed_in(BOURDELLE)

    hidden = await ours.get(path.format(note_id))
    unknown = await ours.get(path.format(uuid4()))

    assert hidden.status_code == unknown.status_code == 404
    assert without_correlation(hidden) == without_correlation(unknown)
    assert (await theirs.get(path.format(note_id))).status_code == 200


async def test_an_address_that_is_no_id_is_answered_like_an_unknown_one(site: Site) -> None:
    browser = await site.signed_in()

    strange = await browser.get("/notes/pas-un-uuid")

    assert strange.status_code == 404
    assert without_correlation(strange) == without_correlation(
        await browser.get(f"/notes/{uuid4()}")
    )


async def test_a_role_that_may_not_is_answered_like_an_absence(site: Site) -> None:
    head = await site.signed_in(role=Role.HEAD)

    assert (await head.get("/notes")).status_code == 200
    assert (await head.get("/notes/nouvelle")).status_code == 404
    assert (await head.post("/notes", data=a_note())).status_code == 404


async def test_what_breaks_shows_nothing_of_the_machine(site: Site) -> None:
    answer = await (await site.signed_in()).get("/notes/panne")

    assert answer.status_code == 500
    assert INNARDS.search(without_correlation(answer)) is None
    assert answer.headers[CORRELATION] in answer.text


async def test_a_wrong_method_is_refused(site: Site) -> None:
    browser = await site.signed_in()

    for method in ("DELETE", "PUT", "TRACE"):
        assert (await browser.request(method, "/notes")).status_code == 405


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/metrics", "/.git/config"])
async def test_nothing_is_described_to_strangers(site: Site, path: str) -> None:
    assert (await (await site.visitor()).get(path)).status_code == 404


async def test_a_fragment_that_fails_is_a_small_answer(site: Site) -> None:
    browser = await site.signed_in()

    answer = await browser.get(f"/notes/fragments/{uuid4()}")

    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert 'class="failed"' in answer.text


async def test_a_visitor_is_sent_to_sign_in_and_back(site: Site) -> None:
    answer = await (await site.visitor()).get("/notes?page=2")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?next=/notes%3Fpage%3D2"


async def test_a_visitor_s_program_is_told_to_sign_in(site: Site) -> None:
    answer = await (await site.visitor()).get(f"/api/internships/notes/{uuid4()}")

    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")


async def test_a_form_sent_after_the_session_ended_can_be_sent_again(site: Site) -> None:
    visitor = await site.visitor()
    note = a_note()

    refused = await visitor.post("/notes", data=note)
    visitor.cookies.set("passerelle", site.portal.sign_in((Role.RBDE, BOURDELLE)))

    assert refused.status_code == 401
    assert "rechargez cette page" in refused.text
    assert (await visitor.post("/notes", data=note)).status_code == 303


async def test_the_correlation_id_of_the_caller_is_kept(site: Site) -> None:
    browser, given = await site.signed_in(), str(uuid4())

    answer = await browser.get("/notes", headers={CORRELATION: given})

    assert answer.headers[CORRELATION] == given


@pytest.mark.parametrize("given", ["", "x", "1\u00e9", "a" * 4000, "{78b2}"])
async def test_a_correlation_id_that_is_none_is_replaced(site: Site, given: str) -> None:
    browser = await site.signed_in()

    answer = await browser.get("/notes", headers={CORRELATION.encode(): given.encode()})

    assert str(UUID(answer.headers[CORRELATION])) != given


@pytest.mark.parametrize("secret", ["é", "²", "\u202e", "a" * 5_000, "\xff"])
async def test_a_session_nobody_was_given_is_no_session(site: Site, secret: str) -> None:
    visitor = await site.visitor()

    answer = await visitor.get("/notes", headers={b"cookie": b"passerelle=" + secret.encode()})

    assert answer.status_code == 303


async def test_who_leaves_in_the_middle_of_a_form_is_answered_nothing(site: Site) -> None:
    browser = await site.signed_in()
    request = browser.build_request("POST", "/notes", data=a_note())
    sent: list[Message] = []

    async def leave() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.lower(), value) for name, value in request.headers.raw]
    scope = {"type": "http", "method": "POST", "path": "/notes", "query_string": b""}
    await site.app({**scope, "headers": headers, "state": {}}, leave, send)

    assert sent == []


async def test_a_connection_cut_under_a_page_says_that_nothing_was_recorded(site: Site) -> None:
    browser = await site.signed_in()

    answer = await browser.get("/notes/base")

    assert answer.status_code == 503
    assert "rien n’a été enregistré" in answer.text
    assert answer.headers["retry-after"]
    assert (await browser.get("/notes")).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({}, 403),
    ],
)
async def test_another_site_cannot_make_a_browser_write(
    site: Site, headers: dict[str, str], status: int
) -> None:
    browser = await site.signed_in()
    browser.headers.pop("Sec-Fetch-Site")

    assert (await browser.post("/notes", data=a_note(), headers=headers)).status_code == status


async def test_a_program_says_nothing_of_sites_and_sends_no_form(site: Site) -> None:
    program = await site.signed_in()
    program.headers.pop("Sec-Fetch-Site")

    made = await program.post("/api/internships/notes", json=a_note())
    bare = await program.post("/notes", headers={"Content-Type": ""}, content=b"")

    assert (made.status_code, bare.status_code) == (201, 403)


async def test_a_link_from_another_site_still_opens_a_page(site: Site) -> None:
    browser = await site.signed_in()

    answer = await browser.get("/notes", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200


async def nothing() -> Response:
    return Response()


def test_a_route_without_an_action_does_not_start() -> None:
    router = Router()
    router.get("/notes")(nothing)

    with pytest.raises(RouteUndeclared, match="declares no action"):
        build_app(notebook(router), Settings())


def test_a_route_whose_action_nobody_granted_does_not_start() -> None:
    router = Router()
    router.page("/notes", action=Action("burn-notes"))(nothing)

    with pytest.raises(RouteUndeclared, match="burn-notes"):
        build_app(notebook(router), Settings())


def test_a_route_with_a_granted_action_starts() -> None:
    router = Router()
    router.page("/notes", action=READ_NOTES)(nothing)

    assert build_app(notebook(router), Settings()).routes


async def test_each_page_has_one_heading_and_a_title_of_its_own(site: Site) -> None:
    browser = await site.signed_in()
    pages = [(await browser.get(path)).text for path in ("/notes", "/notes/nouvelle", "/rien")]

    titles = [re.findall(r"<title>(.*?)</title>", page) for page in pages]

    assert len({title for [title] in titles}) == len(pages)
    assert [page.count("<h1") for page in pages] == [1, 1, 1]
    assert all('<a class="skip" href="#contenu">' in page for page in pages)
    assert all('id="contenu"' in page for page in pages)


async def test_requests_at_once_each_keep_their_correlation_id(site: Site) -> None:
    browser = await site.signed_in()
    given = [str(uuid4()) for _ in range(8)]

    answers = await asyncio.gather(
        *(browser.get("/rien", headers={CORRELATION: one}) for one in given)
    )

    assert [answer.headers[CORRELATION] for answer in answers] == given
    assert all(one in answer.text for one, answer in zip(given, answers, strict=True))
