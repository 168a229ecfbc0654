"""The pages of the way in that need a mail: a password forgotten, a link, a code."""

import re
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx2
import pytest

from contracts.portal.accounts import SignInLetter, SignInLetterAskedV1
from services.portal.attempts.model import FAILURES_PER_PAIR_MAX, LETTERS_PER_MAIL_MAX
from services.portal.letters.model import TRIES_MAX
from services.portal.letters.pages import ANSWER_SECONDS
from tests.portal.world import BOURDELLE, MAIL, PASSWORD, an_account, the_letter
from tests.support.network import Network
from tests.support.pages import Page, Visitor
from tests.support.services import Published

NOBODY = "personne@lycee.example"
NEW_PASSWORD = "une autre phrase entière"
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def letters(portal: Network, published: Published) -> list[SignInLetter]:
    """What the service of mails would be told of each letter."""
    units = portal.runtime("portal").work
    return [
        await the_letter(units, told.letter_id, uai=BOURDELLE, now=datetime.now(UTC))
        for told in await published(SignInLetterAskedV1)
    ]


async def the_link(portal: Network, published: Published) -> str:
    """The path of the link in the last letter."""
    url = (await letters(portal, published))[-1].url
    assert url is not None
    return urlsplit(url).path


async def asks(portal: Network, mail: str, path: str = "/mot-de-passe/oublie") -> httpx2.Response:
    return await portal.client().post(path, data={"mail": mail})


async def signs_in(portal: Network, password: str) -> int:
    sent = {"mail": MAIL, "password": password, "next": "/"}
    return (await portal.client().post("/connexion", data=sent)).status_code


async def test_somebody_who_forgot_the_password_chooses_another_and_signs_in(
    portal: Network, published: Published
) -> None:
    somebody = Visitor(portal.client())
    page = await somebody.get("/mot-de-passe/oublie")
    asked = await somebody.send(page.form("/mot-de-passe/oublie"), mail=MAIL)
    assert "Si un compte existe à cette adresse" in asked.text

    link = await the_link(portal, published)
    page = await somebody.get(link)
    assert "Bonjour Claire Vidal." in page.text
    chosen = await somebody.send(page.form(link), password=NEW_PASSWORD)

    assert "Votre mot de passe est enregistré : connectez-vous." in chosen.text
    assert await signs_in(portal, PASSWORD) == 401
    assert await signs_in(portal, NEW_PASSWORD) == 303


@pytest.mark.parametrize("path", ["/mot-de-passe/oublie", "/connexion/code"])
async def test_the_answer_tells_nobody_who_has_an_account(
    portal: Network, published: Published, path: str
) -> None:
    answers, took = [], []
    for mail in (NOBODY, MAIL):
        started = time.perf_counter()
        answers.append(await asks(portal, mail, path))
        took.append(time.perf_counter() - started)

    shown = [
        ID.sub("", (await portal.client().get(answer.headers["location"])).text)
        for answer in answers
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert shown[0] == shown[1]
    assert min(took) >= ANSWER_SECONDS
    assert len(await published(SignInLetterAskedV1)) == 1


async def test_letters_are_not_sent_without_end(portal: Network, published: Published) -> None:
    for mail in (MAIL, NOBODY):
        for _ in range(LETTERS_PER_MAIL_MAX):
            assert (await asks(portal, mail)).status_code == 303

        refused = await asks(portal, mail)

        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert "réessayez dans" in Page(refused).text
    # Asked again within a minute, it was the same letter.
    assert len(await published(SignInLetterAskedV1)) == 1


async def test_a_malformed_mail_is_asked_again(portal: Network) -> None:
    refused = await asks(portal, "claire.vidal")

    assert refused.status_code == 422
    assert "Écrivez une adresse complète" in refused.text


async def test_a_scanner_that_opens_the_link_uses_nothing_up(
    portal: Network, published: Published
) -> None:
    await asks(portal, MAIL)
    link = await the_link(portal, published)

    for _ in range(3):
        assert (await portal.client().get(link)).status_code == 200
        assert (await portal.client().head(link)).status_code in {200, 405}

    assert (await portal.client().post(link, data={"password": NEW_PASSWORD})).status_code == 303


async def test_another_site_cannot_choose_the_password(
    portal: Network, published: Published
) -> None:
    await asks(portal, MAIL)
    link = await the_link(portal, published)

    answer = await portal.client().post(
        link, data={"password": NEW_PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert await signs_in(portal, PASSWORD) == 303


async def test_the_address_of_a_link_stays_between_us(
    portal: Network, published: Published
) -> None:
    await asks(portal, MAIL)

    answer = await portal.client().get(await the_link(portal, published))

    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]


async def test_a_short_password_is_refused_and_the_link_still_good(
    portal: Network, published: Published
) -> None:
    somebody = Visitor(portal.client())
    await asks(portal, MAIL)
    link = await the_link(portal, published)
    page = await somebody.get(link)

    refused = await somebody.send(page.form(link), password="trop court")

    assert refused.status == 422
    assert "d’au moins 12 caractères" in refused.text
    assert "trop court" not in refused.answer.text
    assert "Bonjour Claire Vidal." in refused.text
    assert (await somebody.send(refused.form(link), password=NEW_PASSWORD)).status == 200
    assert await signs_in(portal, NEW_PASSWORD) == 303


async def test_a_link_used_or_mistyped_says_what_to_do(
    portal: Network, published: Published
) -> None:
    await asks(portal, MAIL)
    link = await the_link(portal, published)
    await portal.client().post(link, data={"password": NEW_PASSWORD})

    for path, status in ((link, 410), (link[:-1], 404), ("/mot-de-passe/choisir/x", 404)):
        for answer in (
            await portal.client().get(path),
            await portal.client().post(path, data={"password": "une troisième phrase"}),
        ):
            page = Page(answer)
            assert answer.status_code == status
            assert page.text.startswith("Ce lien n’est")
            assert 'href="/mot-de-passe/oublie"' in answer.text
            assert "Claire" not in answer.text
    assert await signs_in(portal, NEW_PASSWORD) == 303


async def test_who_was_signed_in_is_out_at_once(portal: Network, published: Published) -> None:
    browser = portal.client()
    await browser.post("/connexion", data={"mail": MAIL, "password": PASSWORD, "next": "/"})
    assert (await browser.get("/")).status_code == 200
    await asks(portal, MAIL)

    await portal.client().post(await the_link(portal, published), data={"password": NEW_PASSWORD})

    assert (await browser.get("/")).status_code == 303


async def test_somebody_signs_in_with_a_code(portal: Network, published: Published) -> None:
    somebody = Visitor(portal.client())
    page = await somebody.get("/connexion/code?next=/%3Fonglet%3D2")
    typing = await somebody.send(page.form("/connexion/code"), mail=MAIL)
    form = typing.form("/connexion/code/saisie")
    assert dict(form.fields)["mail"] == MAIL
    [letter] = await letters(portal, published)
    assert letter.code is not None

    answer = await somebody.client.post(form.action, data=form.typed(code=letter.code))

    assert answer.headers["location"] == "/?onglet=2"
    assert "Claire Vidal" in (await somebody.get("/")).text
    kept = Page(await somebody.client.get("/connexion/code/saisie"))
    assert dict(kept.form("/connexion/code/saisie").fields)["mail"] == ""


async def test_a_code_typed_elsewhere_needs_the_mail_too(
    portal: Network, published: Published
) -> None:
    await asks(portal, MAIL, "/connexion/code")
    [letter] = await letters(portal, published)
    await an_account(portal.runtime("portal").work, mail="hugo@lycee.example", name="Hugo")

    for mail, status in (("hugo@lycee.example", 401), (NOBODY, 401), (MAIL, 303)):
        sent = {"mail": mail, "code": letter.code or "", "next": "/"}
        answer = await portal.client().post("/connexion/code/saisie", data=sent)
        assert answer.status_code == status


async def test_a_wrong_code_and_an_unknown_mail_look_alike(portal: Network) -> None:
    await asks(portal, MAIL, "/connexion/code")

    answers = [
        await portal.client().post(
            "/connexion/code/saisie", data={"mail": mail, "code": "nope", "next": "/"}
        )
        for mail in (MAIL, NOBODY)
    ]

    shown = [
        ID.sub("", answer.text).replace(mail, "")
        for answer, mail in zip(answers, (MAIL, NOBODY), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert shown[0] == shown[1]
    assert "demandez-en un autre" in answers[0].text


async def test_codes_cannot_be_tried_without_end(portal: Network, published: Published) -> None:
    await asks(portal, MAIL, "/connexion/code")
    [letter] = await letters(portal, published)
    sent = {"mail": MAIL, "code": "wrong", "next": "/"}
    for _ in range(TRIES_MAX):
        await portal.client().post("/connexion/code/saisie", data=sent)

    right = sent | {"code": letter.code or ""}
    assert (await portal.client().post("/connexion/code/saisie", data=right)).status_code == 401
    statuses = [
        (await portal.client().post("/connexion/code/saisie", data=sent)).status_code
        for _ in range(TRIES_MAX)
    ]
    assert statuses[-1] == 429


async def test_wrong_passwords_do_not_keep_a_code_from_opening(
    portal: Network, published: Published
) -> None:
    for _ in range(FAILURES_PER_PAIR_MAX):
        await signs_in(portal, "un autre mot de passe")
    assert await signs_in(portal, PASSWORD) == 429

    await asks(portal, MAIL, "/connexion/code")
    [letter] = await letters(portal, published)
    sent = {"mail": MAIL, "code": letter.code or "", "next": "/"}
    assert (await portal.client().post("/connexion/code/saisie", data=sent)).status_code == 303


async def test_nobody_is_sent_elsewhere_by_a_code(portal: Network, published: Published) -> None:
    await asks(portal, MAIL, "/connexion/code")
    [letter] = await letters(portal, published)

    answer = await portal.client().post(
        "/connexion/code/saisie",
        data={"mail": MAIL, "code": letter.code or "", "next": "https://evil.example"},
    )

    assert answer.headers["location"] == "/"


async def test_the_sign_in_page_leads_to_both(portal: Network) -> None:
    page = (await portal.client().get("/connexion?next=/pfmp")).text

    assert 'href="/mot-de-passe/oublie"' in page
    assert 'href="/connexion/code?next=%2Fpfmp"' in page or 'next=/pfmp"' in page
