"""Signing in and out by the pages, and what the home page shows."""

import asyncio

import httpx2
import pytest

from contracts.identifiers import Naf
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.reference.nomenclatures import activity_label
from services.chassis.web.option_lists import options_url
from services.portal.attempts.model import FAILURES_PER_PAIR_MAX
from services.portal.sessions.pages import own_path
from tests.portal.running import the_portal
from tests.portal.world import MAIL, PASSWORD
from tests.support.network import Network
from tests.support.pages import Page
from tests.support.services import ServiceDatabases

HERE = {"mail": MAIL, "password": PASSWORD, "next": "/"}


def session_cookie(answer: httpx2.Response) -> str:
    """The `Set-Cookie` of the session."""
    return next(c for c in answer.headers.get_list("set-cookie") if c.startswith("passerelle="))


async def test_somebody_signs_in_and_finds_the_day(portal: Network) -> None:
    browser = portal.client()

    answer = await browser.post("/connexion", data=HERE)
    home = Page(await browser.get("/"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert home.text.startswith("Aujourd’hui — Portail")
    assert "Claire Vidal" in home.text
    assert "LP des Tilleuls" in home.text


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(portal: Network) -> None:
    cookie = session_cookie(await portal.client().post("/connexion", data=HERE))

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert len(cookie.partition("=")[2].partition(";")[0]) >= 43


async def test_over_https_the_cookie_is_locked_to_this_origin(
    service_databases: ServiceDatabases, settings: Settings
) -> None:
    https = settings.replaced(public_url="https://passerelle.example")
    async with the_portal(service_databases, https) as portal:
        answer = await portal.client().post("/connexion", data=HERE)

    [cookie] = [c for c in answer.headers.get_list("set-cookie") if "passerelle=" in c]
    assert cookie.startswith("__Host-passerelle=")
    assert "Secure" in cookie
    assert answer.headers["strict-transport-security"]


async def test_a_session_planted_before_is_not_the_one_of_the_account(portal: Network) -> None:
    browser = portal.client(cookies={"passerelle": "planted"})

    answer = await browser.post("/connexion", data=HERE)

    assert "planted" not in session_cookie(answer)
    planted = portal.client(cookies={"passerelle": "planted"})
    assert (await planted.get("/")).status_code == 303


@pytest.mark.parametrize(
    "typed",
    [{"mail": "personne@lycee.example"}, {"password": "un autre mot de passe"}],
    ids=["unknown mail", "wrong password"],
)
async def test_a_wrong_mail_and_a_wrong_password_look_alike(
    portal: Network, typed: dict[str, str]
) -> None:
    answer = await portal.client().post("/connexion", data=HERE | typed)
    page = Page(answer)

    assert answer.status_code == 401
    assert "Adresse ou mot de passe incorrect." in page.text
    assert "set-cookie" not in answer.headers
    # The mail is kept, the password never comes back.
    assert dict(page.form("/connexion").fields)["mail"] == (HERE | typed)["mail"]
    assert "mot de passe de l" not in answer.text
    assert PASSWORD not in answer.text


async def test_failures_are_counted_although_they_are_refused(portal: Network) -> None:
    browser = portal.client()
    wrong = HERE | {"password": "un autre mot de passe"}
    for _ in range(10):
        await browser.post("/connexion", data=wrong)

    refused = await browser.post("/connexion", data=HERE)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 901
    assert "réessayez dans" in refused.text


async def test_guesses_sent_at_once_are_counted_too(portal: Network) -> None:
    wrong = HERE | {"password": "un autre mot de passe"}

    answers = await asyncio.gather(
        *(portal.client().post("/connexion", data=wrong) for _ in range(FAILURES_PER_PAIR_MAX + 6))
    )

    guessed = [answer for answer in answers if answer.status_code == 401]
    assert len(guessed) == FAILURES_PER_PAIR_MAX
    assert {answer.status_code for answer in answers} == {401, 429}


async def test_signing_in_again_ends_the_session_this_browser_held(portal: Network) -> None:
    browser = portal.client()
    first = session_cookie(await browser.post("/connexion", data=HERE))
    await browser.post("/connexion", data=HERE)

    copied = {"passerelle": first.partition("=")[2].partition(";")[0]}
    assert (await portal.client(cookies=copied).get("/api/portal/session")).status_code == 401
    assert (await browser.get("/api/portal/session")).status_code == 200


async def test_signing_out_ends_the_session_at_once(portal: Network) -> None:
    browser = portal.client()
    cookie = session_cookie(await browser.post("/connexion", data=HERE))
    secret = cookie.partition("=")[2].partition(";")[0]
    assert (await browser.get("/")).status_code == 200

    out = await browser.post("/deconnexion")

    assert out.headers["location"] == "/connexion"
    assert "Vous êtes déconnecté." in (await browser.get("/connexion")).text
    copied = portal.client(cookies={"passerelle": secret})
    assert (await copied.get("/")).status_code == 303
    assert (await copied.get("/api/portal/session")).status_code == 401


async def test_what_was_asked_before_signing_in_is_shown_after(portal: Network) -> None:
    browser = portal.client()
    sent = await browser.get("/?onglet=2")

    form = Page(await browser.get(sent.headers["location"])).form("/connexion")
    answer = await browser.post("/connexion", data=form.typed(mail=MAIL, password=PASSWORD))

    assert answer.headers["location"] == "/?onglet=2"


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/pfmp?page=2#haut", "/pfmp?page=2#haut"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("pfmp", "/"),
        ("", "/"),
        ("///evil.example", "/"),
        (" //evil.example", "/"),
        ("http:/evil", "/"),
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(wanted: str, path: str) -> None:
    assert own_path(wanted) == path


@pytest.mark.parametrize(
    ("role", "shown", "absent"),
    [
        (Role.RBDE, "/entreprises/import", "/departement"),
        (Role.HEAD, "/pfmp", "/entreprises/import"),
        (Role.SUPERVISOR, "/departement", "/pfmp"),
    ],
)
async def test_each_role_finds_its_own_work(
    portal: Network, role: Role, shown: str, absent: str
) -> None:
    home = (await (await portal.client_as(role)).get("/")).text

    assert f'href="{shown}"' in home
    assert f'href="{absent}"' not in home


async def test_the_portal_tells_other_services_who_it_is(portal: Network) -> None:
    browser = await portal.client_as(Role.RBDE)

    told = (await browser.get("/api/portal/session")).json()

    assert told["display_name"]
    assert [grant["role"] for grant in told["grants"]] == ["rbde"]
    assert "mail" not in str(told)


async def test_static_files_are_kept_for_ever_under_their_content(portal: Network) -> None:
    browser = portal.client()
    page = (await browser.get("/connexion")).text
    address = page.partition('href="/static/neutre.css')[2].partition('"')[0]

    sheet = await browser.get(f"/static/neutre.css{address}")

    assert sheet.status_code == 200
    assert "immutable" in sheet.headers["cache-control"]
    assert "immutable" not in (await browser.get("/static/neutre.css")).headers["cache-control"]


async def test_a_long_list_of_suggestions_is_kept_as_long_as_it_stays_the_same(
    portal: Network,
) -> None:
    browser = portal.client()
    asked = await browser.get(options_url("activites"))
    older = await browser.get("/static/listes/activites.json?v=000000000000")

    assert ["43.21A", activity_label(Naf("43.21A"))] in asked.json()
    assert "immutable" in asked.headers["cache-control"]
    assert older.json() == asked.json()
    assert "immutable" not in older.headers["cache-control"]
    assert (await browser.get("/static/listes/absente.json")).status_code == 404


@pytest.mark.parametrize("path", ["/static/../service.py", "/static/%2e%2e/routing.py", "/static/"])
async def test_nothing_but_static_files_is_served(portal: Network, path: str) -> None:
    assert (await portal.client().get(path)).status_code == 404


async def test_many_people_sign_in_at_once_and_pages_still_answer(portal: Network) -> None:
    signed_in = await portal.client_as(Role.RBDE)

    answers = await asyncio.gather(
        *(portal.client().post("/connexion", data=HERE) for _ in range(8)), signed_in.get("/")
    )

    assert [answer.status_code for answer in answers] == [303] * 8 + [200]
