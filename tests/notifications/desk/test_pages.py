"""« Envois »: what the bureau and the head of a lycée see of its mails, and may do about them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from contracts.identifiers import Uai
from deploy.embedded.ports import free_port
from services.chassis.application.application import build_app
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.notifications.desk import labels
from services.notifications.desk.labels import SUBJECTS
from services.notifications.mail_server.model import attempt
from services.notifications.mails.commands import cancel_mails
from services.notifications.mails.model import reasons
from services.notifications.mails.model.mail import MailId, State
from services.notifications.mails.model.reasons import NO_ADDRESS, WITHDRAWN
from services.notifications.mails.model.recipients import BUREAU, HOLDER
from services.notifications.mails.model.subjects import Subject, subject_of, templates_of
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import PAGE_LENGTH, Sending
from services.notifications.service import SERVICE
from tests.notifications.world import ELSEWHERE, HERE, Post, own
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import LOOPBACK, Mailbox, smtp_server

SignsIn = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def relay() -> AsyncIterator[Mailbox]:
    """An SMTP server that takes everything."""
    async with smtp_server() as mailbox:
        yield mailbox


@pytest_asyncio.fixture
async def signs_in(post: Post, service_databases: ServiceDatabases) -> AsyncIterator[SignsIn]:
    """Opens somebody's browser, while NATS is away; without `relay`, mails wait."""
    sessions = KnownSessions()
    away = service_databases.settings.replaced(nats_url=f"nats://127.0.0.1:{free_port()}")
    kept_is_taken = False
    async with AsyncExitStack() as stack:

        async def of_its_own(settings: Settings) -> Database:
            """Connections for one service: several on the same few would wait for one another."""
            nonlocal kept_is_taken
            if not kept_is_taken:
                kept_is_taken = True
                return service_databases.kept(SERVICE.name, settings)
            database = replace(service_databases.open(SERVICE.name), settings=settings)
            stack.push_async_callback(database.close)
            return database

        async def opened(role: Role, *uais: Uai, relay: Mailbox | None = None) -> Visitor:
            settings = away.replaced(**relay_settings(relay)) if relay else away
            database = await of_its_own(settings)
            app = build_app(SERVICE, settings, portal=sessions.app, database=database)
            await stack.enter_async_context(app.router.lifespan_context(app))
            cookie = sessions.sign_in(*((role, uai) for uai in uais or (HERE,)))
            client = httpx2.AsyncClient(
                transport=httpx2.ASGITransport(app),
                base_url=away.public_url,
                cookies={"passerelle": cookie},
            )
            return Visitor(await stack.enter_async_context(client))

        yield opened


def relay_settings(relay: Mailbox) -> dict[str, object]:
    return {
        "smtp_host": LOOPBACK,
        "smtp_port": relay.port,
        "smtp_security": "none",
        "mail_from": "ne-pas-repondre@passerelle.example",
    }


@pytest_asyncio.fixture
async def bureau(signs_in: SignsIn) -> Visitor:
    return await signs_in(Role.RBDE)


async def test_a_lycee_without_mails_reads_when_there_will_be_some(bureau: Visitor) -> None:
    page = await bureau.get("/envois")

    assert "Aucun courriel pour l’instant" in page.text
    assert "Quand un lieu d’accueil est confirmé" in page.text


async def test_the_page_says_what_left_what_waits_and_why(bureau: Visitor, post: Post) -> None:
    await post.finished(await post.asks("host"), state="sent", address="h@peyrusse.example")
    await post.finished(await post.asks("host"), state="failed", reason=NO_ADDRESS)
    await post.asks("host", template=Template.CONTACT_CHECK)

    page = await bureau.get("/envois")

    assert "Parti le 24/11/2026 à 10 h 00" in page.text
    assert "h@peyrusse.example" in page.text
    assert "Non remis Aucune adresse n’est connue pour ce contact." in page.text
    assert "Notez une adresse sur la fiche de l’entreprise, puis renvoyez." in page.text
    assert "Une fiche à confirmer" in page.text
    assert "En attente (1)" in page.text
    assert "Non remis (1)" in page.text


async def test_nothing_says_that_a_mail_was_received_when_it_only_left(
    bureau: Visitor, post: Post
) -> None:
    await post.finished(await post.asks("host"), state="sent", address="h@peyrusse.example")

    page = await bureau.get("/envois")

    assert "Ce courriel est déjà parti" in page.text
    assert "reçu" not in page.text
    assert "accepté par" not in (await bureau.get("/envois?etat=non-remis")).text


async def test_every_mail_is_listed_but_those_between_the_portal_and_a_person(
    bureau: Visitor, post: Post
) -> None:
    """What a person reads in a mail box, the bureau finds in its list."""
    for template in Template:
        await post.asks("host", template=template)
    page = await bureau.get("/envois")
    listed, shown = page.text, page
    while after := re.search(r'href="([^"]+)" rel="next"', shown.answer.text):
        shown = await bureau.get(unescape(after[1]))
        listed += shown.text
    assert shown is not page, "there are more kinds than fit a page"
    hidden = {Template.FORGOTTEN, Template.ONE_TIME_CODE, Template.SECOND_FACTOR}
    for template in set(Template) - hidden:
        assert template.called in listed, template
    assert f"En attente ({len(Template) - len(hidden)})" in page.text


@pytest.mark.parametrize(
    ("shelf", "shown"),
    [
        ("en-attente", "Une fiche à confirmer"),
        ("partis", "Accord noté"),
        ("non-remis", "Invitation à choisir"),
        ("annules", "Lieu d’accueil confirmé"),
    ],
)
async def test_the_list_can_be_read_by_state(
    bureau: Visitor, post: Post, shelf: str, shown: str
) -> None:
    await post.asks("host", template=Template.CONTACT_CHECK)
    await post.finished(await post.asks("host"), state="sent")
    invitation = await post.asks(HOLDER, template=Template.INVITATION)
    await post.finished(invitation, state="failed", reason="x")
    told = await post.asks(f"account:{uuid4()}", template=Template.BUREAU_AGREED)
    await post.finished(told, state="cancelled", reason=WITHDRAWN)

    page = await bureau.get(f"/envois?etat={shelf}")

    titles = ("Une fiche à confirmer", "Accord noté", "Invitation à choisir", "Lieu d’accueil c")
    assert [title in page.text for title in titles] == [shown.startswith(t) for t in titles]


async def test_a_long_list_is_read_page_by_page(bureau: Visitor, post: Post) -> None:
    for number in range(PAGE_LENGTH + 1):
        mail = await post.asks("host", now=NOW + timedelta(seconds=number))
        await post.finished(mail, state="sent", address=f"n{number:03d}@peyrusse.example")

    first = await bureau.get("/envois?etat=partis")
    assert f"n{PAGE_LENGTH:03d}@" in first.text
    assert "n000@" not in first.text
    href = first.answer.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = await bureau.get(href.replace("&amp;", "&"))

    assert "n000@" in second.text
    assert "n001@" not in second.text
    assert "Revenir au début" in second.text


async def test_a_failed_mail_is_sent_again(bureau: Visitor, post: Post) -> None:
    mail = await post.asks("host")
    await post.finished(mail, state="failed", reason=NO_ADDRESS)

    page = await bureau.get("/envois")
    page = await bureau.send(page.form(f"/envois/{mail}/renvoi"))

    assert "Le courriel repart." in page.text
    assert (await post.row(mail))["state"] == "queued"


async def test_a_mail_that_waits_is_cancelled_and_that_is_undone(
    bureau: Visitor, post: Post
) -> None:
    mail = await post.asks("host")

    page = await bureau.get("/envois")
    page = await bureau.send(page.form(f"/envois/{mail}/annulation"))
    assert "Courriel annulé\u202f: il ne partira pas.".replace("\u202f", " ") in page.text
    assert (await post.row(mail))["state"] == "cancelled"

    page = await bureau.send(page.form(f"/envois/{mail}/retablissement"))
    assert "L’annulation est retirée." in page.text
    assert (await post.row(mail))["state"] == "queued"


async def test_a_mail_that_left_meanwhile_is_not_cancelled(bureau: Visitor, post: Post) -> None:
    mail = await post.asks("host")
    page = await bureau.get("/envois")
    await post.finished(mail, state="sent")

    page = await bureau.send(page.form(f"/envois/{mail}/annulation"))

    assert page.status == 409
    assert "Ce courriel ne peut plus être annulé" in page.text


async def test_what_lost_its_cause_is_not_offered_again(bureau: Visitor, post: Post) -> None:
    about = uuid4()
    mail = await post.asks("host", aggregate_id=about)
    async with post.units.begin(own(HERE)) as uow:
        await cancel_mails(
            uow, aggregate_id=about, templates=[*Template], reason=WITHDRAWN, now=uow.now
        )

    page = await bureau.get("/envois")

    assert "Le lieu d’accueil n’est plus confirmé." in page.text
    assert not page.has_form(f"/envois/{mail}")


async def test_the_head_of_the_lycee_reads_and_does_not_act(signs_in: SignsIn, post: Post) -> None:
    mail = await post.asks("host")
    await post.finished(mail, state="failed", reason=NO_ADDRESS)
    head = await signs_in(Role.HEAD)

    page = await head.get("/envois")

    assert "Non remis" in page.text
    assert not page.has_form(f"/envois/{mail}")


async def test_another_lycee_sees_nothing_of_it(signs_in: SignsIn, post: Post) -> None:
    mail = await post.asks("host")
    stranger = await signs_in(Role.RBDE, ELSEWHERE)

    assert "Aucun courriel pour l’instant" in (await stranger.get("/envois")).text
    assert (await stranger.get(f"/envois?annule={mail}")).status == 404


@pytest.mark.parametrize("template", [Template.FORGOTTEN, Template.ONE_TIME_CODE])
async def test_that_a_colleague_forgot_a_password_is_nobody_s_business(
    bureau: Visitor, post: Post, template: Template
) -> None:
    mail = await post.asks(HOLDER, template=template)
    await post.finished(mail, state="failed", reason="x")

    assert "Aucun courriel pour l’instant" in (await bureau.get("/envois")).text
    assert "non remis" not in (await bureau.get("/envois/fragments/aujourdhui")).text
    assert (await bureau.get(f"/envois?annule={mail}")).status == 404


async def test_the_mail_for_everybody_is_not_listed_beside_those_for_each(
    bureau: Visitor, post: Post
) -> None:
    everybody = await post.asks(BUREAU, template=Template.BUREAU_AGREED)
    assert "Personnes concernées" in (await bureau.get("/envois")).text

    await post.finished(everybody, state="cancelled", reason="for-several")

    assert "Aucun courriel pour l’instant" in (await bureau.get("/envois")).text


async def test_the_home_page_tells_what_needs_a_look(bureau: Visitor, post: Post) -> None:
    await post.finished(await post.asks("host"), state="failed", reason=NO_ADDRESS)
    await post.asks("host")

    part = await bureau.get("/envois/fragments/aujourdhui")

    assert "1 courriel non remis" in part.text
    assert "1 courriel en attente" in part.text


async def test_without_a_relay_people_read_that_mails_wait(bureau: Visitor) -> None:
    page = await bureau.get("/envois")

    assert "Aucun courriel ne part" in page.text
    assert "Aucun courriel ne part" in (await bureau.get("/envois/fragments/aujourdhui")).text


async def test_all_is_well_when_there_is_a_relay_and_nothing_waits(
    signs_in: SignsIn, relay: Mailbox
) -> None:
    bureau = await signs_in(Role.RBDE, relay=relay)

    assert "Rien en attente" in (await bureau.get("/envois/fragments/aujourdhui")).text
    assert "Aucun courriel ne part" not in (await bureau.get("/envois")).text


@pytest.mark.parametrize(
    ("code", "status", "template", "sentence", "remedy"),
    [
        (
            *(550, "5.1.1", Template.HOST_AGREED),
            "ne connaît pas cette adresse (réponse 550).",
            "Corrigez l’adresse sur la fiche de l’entreprise, puis renvoyez.",
        ),
        (
            *(550, "5.1.1", Template.INVITATION),
            "ne connaît pas cette adresse (réponse 550).",
            "Faites corriger l’adresse du compte, puis renvoyez.",
        ),
        (
            *(550, None, Template.HOST_AGREED),
            "refuse nos courriels (réponse 550).",
            "prévenez la personne qui exploite Passerelle.",
        ),
        (
            *(552, None, Template.HOST_AGREED),
            "est pleine (réponse 552).",
            "Appelez-le, ou renvoyez dans quelques jours.",
        ),
        (
            *(554, "5.7.1", Template.HOST_AGREED),
            "refuse nos courriels (réponse 554).",
            "prévenez la personne qui exploite Passerelle.",
        ),
    ],
)
async def test_a_refused_mail_says_what_to_do(
    bureau: Visitor,
    post: Post,
    code: int,
    status: str | None,
    template: Template,
    sentence: str,
    remedy: str,
) -> None:
    mail = await post.asks("host", template=template)
    await post.finished(mail, state="failed", reason="refused", code=code, status=status)

    page = await bureau.get("/envois")

    assert sentence in page.text
    assert remedy in page.text


def test_every_reason_is_told_in_french() -> None:
    """A new code of the queue is given a sentence."""
    told = {
        value
        for module in (attempt, reasons)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }
    sending = Sending(*((None,) * len(Sending.__dataclass_fields__)))  # type: ignore[arg-type] # only the reason counts
    for reason in told - {reasons.FOR_SEVERAL}:
        mail = replace(sending, template=Template.INVITATION, state=State.FAILED)
        why = labels.why(replace(mail, last_reason=reason))
        assert why is not None
        assert "technique" not in why.sentence, reason


async def test_a_relay_that_turns_us_away_is_told_with_what_to_do(
    bureau: Visitor, post: Post
) -> None:
    await post.superuser.execute(
        "INSERT INTO relay_troubles (relay, since, seen_at, reason)"
        " VALUES ('mail.lycee.example:587', $1, $1, 'authentication-refused')",
        NOW,
    )

    page = await bureau.get("/envois")

    assert "Aucun courriel ne part depuis le mardi 24 novembre 2026 à 10 h 00" in page.text
    assert "Prévenez la personne qui exploite Passerelle." in page.text
    assert "Aucun courriel ne part" in (await bureau.get("/envois/fragments/aujourdhui")).text


@pytest.mark.parametrize("state", ["queued", "sent", "failed"])
async def test_a_mail_of_a_newer_version_is_of_an_unknown_kind_and_says_nothing_else(
    bureau: Visitor, post: Post, state: str
) -> None:
    mail = await post.asks("host")
    if state != "queued":
        await post.finished(mail, state=state, reason="refused", code=550)
    await post.superuser.execute(
        "UPDATE mails SET template = 'not_yet_known', address = 'h@peyrusse.example',"
        " subject = 'Un objet' WHERE mail_id = $1",
        mail,
    )

    page = await bureau.get("/envois")

    assert page.status == 200
    assert "Courriel d’un genre inconnu" in page.text
    assert "elle seule l’envoie" in page.text
    assert "peyrusse" not in page.text
    assert "Un objet" not in page.text
    assert not page.has_form(f"/envois/{mail}")
    assert (await bureau.get("/envois/fragments/aujourdhui")).status == 200


async def test_a_mail_nobody_knows_is_not_found(bureau: Visitor, post: Post) -> None:
    mail = await post.asks("host")
    form = (await bureau.get("/envois")).form(f"/envois/{mail}/annulation")
    form.action = f"/envois/{MailId(uuid4())}/annulation"

    assert (await bureau.send(form)).status == 404


async def test_the_supervisor_follows_what_leaves_in_the_name_of_the_dsden_and_nothing_of_a_lycee(
    signs_in: SignsIn, post: Post
) -> None:
    supervisor = await signs_in(Role.SUPERVISOR, None)
    empty = await supervisor.get("/envois")
    assert "au nom de la DSDEN" in empty.text
    assert "Quand un besoin est reçu" in empty.text

    dsden = post.units.department_uai
    entrusted, answered = Template.NEED_LETTER_ENTRUSTED, Template.NEED_LETTER_ANSWERED
    lost = await post.asks("outside", template=entrusted, uai=dsden)
    await post.finished(lost, state="failed", reason=NO_ADDRESS)
    await post.asks("outside", template=Template.MEETING_INVITE, uai=dsden)
    theirs = await post.asks("outside", template=answered)
    await post.finished(theirs, state="failed", reason=NO_ADDRESS)

    page = await supervisor.get("/envois")
    assert entrusted.called in page.text
    assert Template.MEETING_INVITE.called in page.text
    assert answered.called not in page.text
    assert "Non remis (1)" in page.text
    assert "corrigez son adresse dans l’annuaire" in page.text
    assert (await supervisor.get("/envois/modeles")).status == 404

    form = page.form(f"/envois/{lost}/renvoi")
    assert "Le courriel repart." in (await supervisor.send(form)).text
    assert "En attente (2)" in (await supervisor.get("/envois")).text
    # That of a lycée is none of hers, also where its address is guessed.
    guessed = replace(form, action=f"/envois/{theirs}/renvoi")
    assert (await supervisor.send(guessed)).status == 404
    assert answered.called in (await (await signs_in(Role.RBDE)).get("/envois")).text


async def test_the_list_is_kept_to_a_subject_of_those_there_are(
    signs_in: SignsIn, post: Post
) -> None:
    supervisor, dsden = await signs_in(Role.SUPERVISOR, None), post.units.department_uai
    assert not (await supervisor.get("/envois")).has_form("/envois")
    lost = await post.asks("outside", template=Template.NEED_LETTER_ENTRUSTED, uai=dsden)
    await post.finished(lost, state="failed", reason=NO_ADDRESS)
    await post.asks("outside", template=Template.MEETING_INVITE, uai=dsden)
    await post.asks("outside", template=Template.ACTOR_PERSON_INFORMED, uai=dsden)

    page = await supervisor.get("/envois?sujet=besoins")
    assert page.form("/envois").options["sujet"] == [
        *("", "besoins", "comites"),
        "personnes-des-acteurs",
    ]
    assert Template.NEED_LETTER_ENTRUSTED.called in page.text
    assert Template.MEETING_INVITE.called not in page.text
    assert ("Non remis (1)" in page.text, "En attente (" in page.text) == (True, False)
    empty = await supervisor.get("/envois?etat=partis&sujet=comites")
    assert "Aucun courriel sur ce sujet ici." in empty.text
    # A word nobody knows keeps it to nothing.
    assert Template.MEETING_INVITE.called in (await supervisor.get("/envois?sujet=rien")).text


def test_every_mail_has_a_subject_and_every_subject_mails_and_words() -> None:
    assert set(SUBJECTS) == set(Subject)
    by_subject = [templates_of(subject) for subject in Subject]
    assert all(by_subject)
    assert sorted(one for of in by_subject for one in of) == sorted(Template)
    assert subject_of(Template.SUPPORT_REQUESTED) is Subject.SUPPORT
