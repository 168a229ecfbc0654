"""Mails to who hosts a pupil: in the morning, once, about who still comes, stopped in one click, forgotten."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.event import Event
from contracts.identifiers import ContactId, PlacementId, PupilYearId, SiteKey, Uai
from contracts.internships.host_letters import (
    HOST_LETTER,
    HostedStay,
    HostLetter,
    HostLetterAskedV1,
    HostLetterId,
    HostLetterKind,
)
from contracts.internships.periods import PLACEMENT_LETTER, PupilErasedV1
from contracts.internships.visits import VISIT_INVITE, VisitInvite, VisitWay
from contracts.notifications.mails import MailsRequest
from contracts.partnerships.action_invites import ACTION_INVITE, ActionInvite
from contracts.partnerships.companies import ContactErasedV1
from contracts.partnerships.declaration_letters import (
    DECLARATION_LETTER,
    DeclarationLetter,
    EndingDeclaration,
)
from contracts.partnerships.host_pages import HOST_PAGE_LINK
from contracts.partnerships.questions import CONTACT_CHECK, HOST_CONTACT, HostContact
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople
from services.notifications.answers import mails_about_something
from services.notifications.letters.reactions import HOST_LETTERS
from services.notifications.mail_server.model.address import checked_address
from services.notifications.mail_server.model.message import Letter, as_bytes
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from services.notifications.rests.model import leaves_at
from tests.notifications.composition.test_composing import CHECK, LETTER, PAGE
from tests.notifications.mails.test_subscribers import LATER, Told, handled, told
from tests.notifications.owners import Owners, owners
from tests.notifications.sending import sending, settings_for
from tests.notifications.world import Post, own
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Delivered, Mailbox

__all__ = ["told"]
MAIL = "tuteur@garage.example"
STOP = "https://passerelle.example/espace-entreprise/courriels/abc"
HOST = HostContact(
    company="Garage du Pont", contact_name="Hortense Delbosc", mail=MAIL, stop_url=STOP
)
COMES = ActionInvite(
    standing=True,
    silent=False,
    sequence=0,
    company="Garage du Pont",
    contact_name="Hortense Delbosc",
    kind="Forum ou salon",
    title="Forum des métiers",
    on=date(2027, 1, 14),
    mail=MAIL,
    contact_id=ContactId(uuid4()),
    contact_version=1,
    stop_url=STOP,
)
SITE = SiteKey.local(uuid4())
VISIT = VisitInvite(
    standing=True,
    silent=False,
    sequence=0,
    site_key=SITE,
    tutor_id=None,
    placement_id=PlacementId(uuid4()),
    pupil_name="Zéphyrine Canarival",
    formation="2de pro Électricité",
    referent=None,
    way=VisitWay.ON_SITE,
    commune=None,
    on=date(2027, 1, 14),
)
DECLARATIONS = DeclarationLetter(
    standing=True,
    company="Garage du Pont",
    site="Moissac",
    declarations=(
        EndingDeclaration(
            works=("Travail en hauteur, échafaudages",),
            filed_on=date(2024, 1, 15),
            valid_until=date(2027, 1, 14),
        ),
    ),
    hosts_next=True,
    site_keys=(SITE,),
    contact_name="Hortense Delbosc",
    mail=MAIL,
    stop_url=STOP,
)
K = HostLetterKind


def stay(name: str, **more: object) -> HostedStay:
    return HostedStay(
        placement_id=PlacementId(uuid4()),
        pupil_name=name,
        formation="2de pro Électricité",
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 1, 29),
        minor=None,
        referent="Mme Roux",
        url=f"https://passerelle.example/accueil-pfmp/{name.split(maxsplit=1)[0].lower()}",
    ).model_copy(update=more)


ZEPHYRINE, ODON = stay("Zéphyrine Canarival"), stay("Odon Perdigal", minor=False)


def letter(kind: HostLetterKind, *stays: HostedStay, reminder: int = 0) -> HostLetter:
    return HostLetter(
        standing=bool(stays),
        kind=kind,
        site_key=SITE,
        tutor_id=None,
        signs=False,
        reminder=reminder,
        stays=stays,
    )


@pytest_asyncio.fixture
async def hosts(service_databases: ServiceDatabases, tmp_path: Path) -> AsyncIterator[Owners]:
    """Owners that know two pupils who come to one garage."""
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(HOST_CONTACT, HOST)
        running.tell(HOST_LETTER, letter(K.PUPIL_ARRIVES, ZEPHYRINE, ODON))
        running.tell(ACTION_INVITE, COMES)
        running.tell(VISIT_INVITE, VISIT)
        running.tell(PLACEMENT_LETTER, LETTER)
        running.tell(DECLARATION_LETTER, DECLARATIONS)
        running.tell(CONTACT_CHECK, CHECK.model_copy(update={"stop_url": STOP}))
        running.tell(HOST_PAGE_LINK, PAGE.model_copy(update={"stop_url": STOP}))
        running.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))
        yield running


async def sent(post: Post, server: Mailbox, hosts: Owners, mail: MailId) -> Delivered:
    async with sending(post.units, settings_for(server.port), hosts.composer):
        await post.becomes(mail, "sent")
    return server.mails[-1]


TO_HOSTS = [template for template in Template if template.to_a_contact]


@pytest.mark.parametrize("template", [one for one in TO_HOSTS if one is not Template.MAILING])
async def test_every_mail_to_a_host_is_stopped_by_a_button_and_by_a_line(
    post: Post, server: Mailbox, hosts: Owners, template: Template
) -> None:
    got = await sent(post, server, hosts, await post.asks(template=template))

    assert got.message["List-Unsubscribe"] == f"<{STOP}>"
    assert got.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = got.part("plain").replace("\u00a0", " ")
    assert f"Ne plus recevoir de courriels, d’aucun lycée :\r\n{STOP}" in text
    assert f'href="{STOP}"' in got.part("html")


async def test_one_mail_names_all_who_come_and_opens_the_page_of_each(
    post: Post, server: Mailbox, hosts: Owners
) -> None:
    mail = await post.asks(template=Template.HOST_PUPIL_ARRIVES)
    got = await sent(post, server, hosts, mail)

    assert got.message["Subject"].startswith("Des élèves arrivent")
    for part in ("plain", "html"):
        said = got.part(part)
        for one in (ZEPHYRINE, ODON):
            assert one.pupil_name in said
            assert str(one.url) in said
        assert "35\u00a0heures par semaine" in said
        assert "48\u00a0heures" in said
        assert "Mme Roux" in said
    row = dict(await post.row(mail))
    for secret in ("Canarival", "Perdigal", "accueil-pfmp", "espace-entreprise", "Roux"):
        assert secret not in repr(row)
        assert secret not in got.message["Subject"]


async def test_hours_of_minors_are_said_unless_all_are_known_to_be_adults(hosts: Owners) -> None:
    hosts.tell(HOST_LETTER, letter(K.PUPIL_ARRIVES, ODON))
    mail = await hosts.compose(Template.HOST_PUPIL_ARRIVES)
    assert "35\u00a0heures" not in getattr(mail, "text", "35\u00a0heures")


@pytest.mark.parametrize("kind", [K.AGREEMENT_READY, K.ATTESTATION_DUE])
async def test_a_reminder_says_that_it_is_one(hosts: Owners, kind: HostLetterKind) -> None:
    first = await hosts.compose(HOST_LETTERS[kind])
    hosts.tell(HOST_LETTER, letter(kind, ODON, reminder=1))
    again = await hosts.compose(HOST_LETTERS[kind])
    assert not getattr(first, "subject", "Rappel").startswith("Rappel")
    assert getattr(again, "subject", "").startswith("Rappel\u00a0: ")


@pytest.mark.parametrize(
    ("answer", "contact", "state", "reason"),
    [
        (letter(K.PUPIL_ARRIVES), HOST, "cancelled", "settled"),
        (None, HOST.model_copy(update={"stopped": True}), "cancelled", "stopped"),
        (None, HOST.model_copy(update={"mail": None}), "failed", "no-address"),
    ],
)
async def test_what_nobody_is_to_read_any_more_does_not_leave(
    post: Post,
    server: Mailbox,
    hosts: Owners,
    answer: HostLetter | None,
    contact: HostContact,
    state: str,
    reason: str,
) -> None:
    hosts.tell(HOST_CONTACT, contact)
    if answer:
        hosts.tell(HOST_LETTER, answer)
    mail = await post.asks(template=Template.HOST_PUPIL_ARRIVES)
    async with sending(post.units, settings_for(server.port), hosts.composer):
        row = await post.becomes(mail, state)
    assert row["last_reason"] == reason
    assert server.mails == []


async def test_the_reader_is_asked_for_as_the_letter_says(hosts: Owners) -> None:
    tutor = ContactId(uuid4())
    signed = letter(K.AGREEMENT_READY, ODON).model_copy(update={"signs": True, "tutor_id": tutor})
    hosts.tell(HOST_LETTER, signed)
    await hosts.compose(Template.HOST_AGREEMENT_READY)
    [asked] = [one for one in hosts.requests if hasattr(one, "signs")]
    assert (asked.site_key, asked.tutor_id, asked.signs) == (SITE, tutor, True)


def asked_letter(*places: UUID, tutor: UUID | None = None) -> HostLetterAskedV1:
    return HostLetterAskedV1(
        letter_id=HostLetterId(uuid4()),
        kind=K.PUPIL_ARRIVES,
        site_key=SITE,
        tutor_id=ContactId(tutor) if tutor else None,
        placements=tuple(map(PlacementId, places)),
        occurred_on=NOW.date(),
    )


async def heard(told: Told, post: Post, *events: Event) -> None:
    for number, event in enumerate(events, start=1):
        speaker = told.partnerships if isinstance(event, ContactErasedV1) else told.internships
        await speaker.say(event, at=LATER)
        await handled(post, number)


@pytest.mark.parametrize("kind", [*HostLetterKind])
async def test_a_letter_waits_for_the_morning_of_a_working_day(
    told: Told, post: Post, kind: HostLetterKind
) -> None:
    asked = asked_letter(uuid4()).model_copy(update={"kind": kind})
    envelope = await told.internships.say(asked, at=LATER)
    await told.internships.say(asked, event_id=envelope.id, at=LATER)
    await heard(told, post, asked_letter(uuid4()))

    await handled(post, 2)
    row = await post.superuser.fetchrow(
        "SELECT * FROM mails WHERE aggregate_id = $1", asked.letter_id
    )
    assert row is not None
    assert (row["template"], row["recipient"]) == (HOST_LETTERS[kind], "host")
    assert row["next_attempt_at"] == leaves_at(row["queued_at"], urgent=False)


async def test_an_erased_pupil_is_forgotten_and_the_others_are_still_written_about(
    told: Told, post: Post
) -> None:
    first, second = uuid4(), uuid4()
    asked = asked_letter(first, second)
    await heard(told, post, asked)
    mail_id = await post.superuser.fetchval("SELECT mail_id FROM mails")
    await post.composed(mail_id, to=MAIL, subject="PFMP du 4 janvier")
    uai = Uai(await post.superuser.fetchval("SELECT uai FROM mails"))
    async with post.units.begin(own(uai)) as uow:
        seen = await mails_about_something(MailsRequest(about=(second,), texts=True), uow)
    assert [(one.about, one.address) for one in seen.mails] == [(second, MAIL)]

    await told.internships.say(
        PupilErasedV1(
            pupil_year_id=PupilYearId(uuid4()),
            placements=(PlacementId(first),),
            interactions=(),
            occurred_on=NOW.date(),
        ),
        at=LATER,
    )
    await handled(post, 2)
    row = await post.row(mail_id)
    assert (row["address"], row["subject"], row["text"]) == (None, None, None)
    assert row["state"] == "deferred"


@pytest.mark.parametrize("by_place", [True, False])
async def test_an_erased_contact_is_forgotten_and_their_colleagues_are_still_written_to(
    told: Told, post: Post, by_place: bool
) -> None:
    place, tutor = uuid4(), uuid4()
    await heard(told, post, asked_letter(place, tutor=tutor), asked_letter(uuid4()))
    ours = await post.superuser.fetchval(
        "SELECT mail_id FROM mails JOIN mail_subjects USING (uai, aggregate_id)"
        " WHERE about_id = $1",
        place,
    )
    await post.composed(ours, to=MAIL, subject="PFMP du 4 janvier")
    await told.partnerships.say(
        ContactErasedV1(
            contact_id=ContactId(uuid4() if by_place else tutor),
            checks=(),
            placements=(PlacementId(place),) if by_place else (),
            occurred_on=NOW.date(),
        ),
        at=LATER,
    )
    await handled(post, 3)
    row = await post.row(ours)
    assert (row["address"], row["text"]) == (None, None)
    # What a colleague at the same place was to read is composed anew.
    told_to = ("deferred", None) if by_place else ("cancelled", "gone")
    assert (row["state"], row["last_reason"]) == told_to
    others = await post.superuser.fetchval("SELECT count(*) FROM mails WHERE state = 'queued'")
    assert others == 1


async def test_a_contact_who_read_in_somebody_else_s_place_is_forgotten_too(
    told: Told, post: Post
) -> None:
    read, tutor = uuid4(), uuid4()
    await heard(told, post, asked_letter(uuid4(), tutor=tutor))
    mail_id = await post.superuser.fetchval("SELECT mail_id FROM mails")
    await post.composed(mail_id, to=MAIL, subject="PFMP du 4 janvier")
    await post.superuser.execute("UPDATE mails SET contact_id = $1, contact_version = 1", read)
    erased = ContactErasedV1(
        contact_id=ContactId(read), checks=(), placements=(), occurred_on=NOW.date()
    )
    await told.partnerships.say(erased, at=LATER)
    await handled(post, 2)
    row = await post.row(mail_id)
    assert (row["address"], row["text"], row["contact_id"]) == (None, None, None)


def _letter(text: str) -> Letter:
    address = checked_address(MAIL)
    return Letter("<1@x.example>", NOW, address, "Lycée", address, None, "PFMP", "<p></p>", text)


def test_a_copy_that_says_what_an_earlier_one_said_names_nobody_who_is_gone() -> None:
    marker = f"[{uuid4().hex}:pupil_{uuid4().hex}:text]"
    assert marker.encode() not in as_bytes(_letter(f"Élève : {marker}."), {}, None)
    assert b"[12:00:text]" in as_bytes(_letter("[12:00:text]"), {}, None)
