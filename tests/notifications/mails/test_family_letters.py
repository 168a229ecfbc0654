"""Mails to families: in the morning, to one reader, with no surname, stopped in one click, told when they come back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import PlacementId, PupilYearId, SiteKey
from contracts.internships.family_letters import (
    FAMILY_LETTER,
    FamilyAddressId,
    FamilyAid,
    FamilyLetter,
    FamilyLetterAskedV1,
    FamilyLetterId,
    FamilyLetterKind,
    FamilyStay,
)
from contracts.internships.periods import PupilErasedV1
from contracts.notifications.mails import (
    ContactMailReturnedV1,
    FamilyMailReturnedV1,
    MailReturnReason,
)
from contracts.partnerships.host_party import HOST_PARTY, HostParty
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople
from contracts.portal.lycee_profile import LYCEE_PROFILE, LyceeProfile
from services.notifications.contents.model import Composed
from services.notifications.desk.labels import why
from services.notifications.letters.reactions import FAMILY_LETTERS
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import read_mails
from services.notifications.rests.model import leaves_at
from services.notifications.returns.commands import note_return
from services.notifications.returns.model.delivery_report import Failure
from tests.notifications.mails.test_subscribers import LATER, Told, handled, told
from tests.notifications.owners import Owners, owners
from tests.notifications.sending import sending, settings_for
from tests.notifications.world import HERE, Post, own
from tests.support.services import NOW, ServiceDatabases
from tests.support.smtp import Mailbox

__all__ = ["told"]
K = FamilyLetterKind
MAIL = "parent@messagerie.example"
STOP = "https://passerelle.example/famille-pfmp/courriels/abc"
PAGE = "https://passerelle.example/famille-pfmp/def"
STAY = FamilyStay(
    placement_id=PlacementId(uuid4()),
    site_key=SiteKey.local(uuid4()),
    starts_on=date(2027, 1, 4),
    ends_on=date(2027, 1, 29),
    left_on=date(2027, 1, 12),
    referent="Mme Roux",
)


def letter(kind: FamilyLetterKind, **more: object) -> FamilyLetter:
    return FamilyLetter(
        standing=True,
        kind=kind,
        first_name="Zéphyrine",
        mail=MAIL,
        address_id=FamilyAddressId(uuid4()),
        page_url=PAGE,
        stop_url=STOP,
        stays=(STAY,),
    ).model_copy(update=more)


@pytest_asyncio.fixture
async def family(service_databases: ServiceDatabases, tmp_path: Path) -> AsyncIterator[Owners]:
    """Owners that know one pupil, who goes to a garage."""
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(FAMILY_LETTER, letter(K.DEPARTURE))
        running.tell(
            HOST_PARTY,
            HostParty(
                company="Garage du Pont",
                address="2 quai de Lalande",
                postcode="82000",
                town="Montauban",
            ),
        )
        running.tell(LYCEE_PROFILE, LyceeProfile(phone="0536490012"))
        running.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))
        yield running


async def composed(family: Owners, kind: FamilyLetterKind, **more: object) -> Composed:
    family.tell(FAMILY_LETTER, letter(kind, **more))
    made = await family.compose(FAMILY_LETTERS[kind], "family")
    assert isinstance(made, Composed)
    return made


@pytest.mark.parametrize("kind", [*FamilyLetterKind])
async def test_every_mail_says_whom_to_call_and_is_stopped_by_a_button_and_by_a_line(
    post: Post, server: Mailbox, family: Owners, kind: FamilyLetterKind
) -> None:
    family.tell(FAMILY_LETTER, letter(kind))
    mail = await post.asks("family", template=FAMILY_LETTERS[kind])
    async with sending(post.units, settings_for(server.port), family.composer):
        await post.becomes(mail, "sent")
    (got,) = server.mails

    assert got.message["To"] == MAIL
    assert got.message["List-Unsubscribe"] == f"<{STOP}>"
    assert got.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = got.part("plain").replace("\u00a0", " ")
    assert f"Ne plus recevoir ces courriels du lycée :\r\n{STOP}" in text
    assert "05 36 49 00 12" in text
    assert "Garage du Pont" in text
    assert "Zéphyrine" in text
    assert "Zéphyrine" not in got.message["Subject"]
    assert (PAGE in text) is (kind is not K.INTERRUPTED)
    row = dict(await post.row(mail))
    for secret in ("Zéphyrine", "famille-pfmp", "Roux"):
        assert secret not in repr(row)


async def test_the_letter_of_a_departure_says_where_with_whom_and_what_to_do(
    family: Owners,
) -> None:
    made = await composed(family, K.DEPARTURE)
    assert "2 quai de Lalande, 82000 Montauban" in made.text
    assert "le jour même" in made.text
    assert "Un accident" in made.text
    assert "Demandez au bureau des entreprises s’il existe une aide" in made.text
    asked = await composed(
        family, K.DEPARTURE, stays=(STAY.model_copy(update={"aid": FamilyAid.ASKED}),)
    )
    assert "une aide à la mobilité est demandée" in asked.text
    given = await composed(
        family, K.DEPARTURE, stays=(STAY.model_copy(update={"aid": FamilyAid.GIVEN}),)
    )
    assert "une aide à la mobilité est accordée" in given.text
    assert "s’il existe une aide" not in given.text


async def test_a_pupil_of_age_is_spoken_to_and_a_reminder_says_that_it_is_one(
    family: Owners,
) -> None:
    first = await composed(family, K.AGREEMENT_READY)
    again = await composed(family, K.AGREEMENT_READY, reminder=1, to_pupil=True)
    assert "signature d’un représentant légal" in first.text
    assert not first.subject.startswith("Rappel")
    assert again.subject.startswith("Rappel\u00a0: ")
    assert "Votre convention de PFMP attend votre signature" in again.text
    assert "représentant légal" not in again.text


async def test_one_about_safety_says_that_it_stays(family: Owners) -> None:
    made = await composed(family, K.INTERRUPTED)
    assert "même si vous avez arrêté les autres" in made.text
    assert "mardi 12" in made.text


async def test_what_no_owner_knows_is_left_out_and_the_mail_leaves(family: Owners) -> None:
    del family.told[HOST_PARTY.name], family.told[LYCEE_PROFILE.name]
    made = await composed(family, K.DEPARTURE)
    assert "Lieu d’accueil" not in made.text
    assert "Répondez à ce courriel ou appelez le lycée" in made.text


@pytest.mark.parametrize(
    ("more", "state", "reason", "said"),
    [
        ({"standing": False}, "cancelled", "settled", "l’élève est devenu majeur"),
        ({"stopped": True}, "cancelled", "stopped", "La famille a arrêté les courriels"),
        ({"mail": None}, "failed", "no-address", "La famille n’a plus d’adresse connue."),
        ({"returned": True}, "failed", "address-lost", "plus rien n’y part"),
    ],
)
async def test_what_nobody_is_to_read_any_more_does_not_leave_and_the_list_says_why(
    post: Post,
    server: Mailbox,
    family: Owners,
    more: dict[str, object],
    state: str,
    reason: str,
    said: str,
) -> None:
    family.tell(FAMILY_LETTER, letter(K.DEPARTURE, **more))
    mail = await post.asks("family", template=Template.FAMILY_DEPARTURE)
    async with sending(post.units, settings_for(server.port), family.composer):
        row = await post.becomes(mail, state)
    assert row["last_reason"] == reason
    assert server.mails == []
    async with post.units.begin(own(HERE)) as uow:
        [shown] = (await read_mails(uow)).items
    told = why(shown)
    assert told
    assert said in told.sentence
    assert "entreprise" not in f"{told.sentence}{told.remedy}"


def asked_letter(kind: FamilyLetterKind, *places: UUID) -> FamilyLetterAskedV1:
    return FamilyLetterAskedV1(
        letter_id=FamilyLetterId(uuid4()),
        kind=kind,
        placements=tuple(map(PlacementId, places)),
        occurred_on=NOW.date(),
    )


@pytest.mark.parametrize("kind", [*FamilyLetterKind])
async def test_a_letter_is_queued_once_for_the_morning_of_a_working_day(
    told: Told, post: Post, kind: FamilyLetterKind
) -> None:
    asked = asked_letter(kind, uuid4())
    envelope = await told.internships.say(asked, at=LATER)
    await told.internships.say(asked, event_id=envelope.id, at=LATER)
    await told.internships.say(asked_letter(kind, uuid4()), at=LATER)
    await handled(post, 2)
    rows = await post.superuser.fetch(
        "SELECT * FROM mails WHERE aggregate_id = $1", asked.letter_id
    )
    (row,) = rows
    assert (row["template"], row["recipient"]) == (FAMILY_LETTERS[kind].value, "family")
    assert row["next_attempt_at"] == leaves_at(row["queued_at"], urgent=False)


async def test_what_was_written_of_an_erased_pupil_is_forgotten(told: Told, post: Post) -> None:
    place = uuid4()
    await told.internships.say(asked_letter(K.DEPARTURE, place), at=LATER)
    await handled(post, 1)
    mail_id = await post.superuser.fetchval("SELECT mail_id FROM mails")
    await post.composed(mail_id, to=MAIL, subject="Départ en PFMP")
    await told.internships.say(
        PupilErasedV1(
            pupil_year_id=PupilYearId(uuid4()),
            placements=(PlacementId(place),),
            interactions=(),
            occurred_on=NOW.date(),
        ),
        at=LATER,
    )
    await handled(post, 2)
    row = await post.row(mail_id)
    assert (row["address"], row["subject"], row["text"]) == (None, None, None)


async def test_a_mail_that_comes_back_tells_whose_address_it_was_and_no_company(
    post: Post, server: Mailbox, family: Owners, service_databases: ServiceDatabases
) -> None:
    address = FamilyAddressId(uuid4())
    family.tell(FAMILY_LETTER, letter(K.DEPARTURE, address_id=address))
    mail = await post.asks("family", template=Template.FAMILY_DEPARTURE)
    async with sending(post.units, settings_for(server.port), family.composer):
        await post.becomes(mail, "sent")
    async with post.units.begin(replace(own(HERE)), uai=HERE) as uow:
        await note_return(uow, mail_id=mail, failure=Failure("5.1.1", 550), now=uow.now)

    [back] = await service_databases.published(FamilyMailReturnedV1)
    assert (back.reader_id, back.reason) == (address, MailReturnReason.UNKNOWN_ADDRESS)
    assert await service_databases.published(ContactMailReturnedV1) == []
    async with post.units.begin(own(HERE)) as uow:
        [shown] = (await read_mails(uow)).items
    told = why(shown)
    assert told
    assert told.remedy == "Corrigez l’adresse sur la fiche de l’élève, puis renvoyez."


async def test_a_mail_refused_at_once_tells_so_too(
    post: Post, server: Mailbox, family: Owners, service_databases: ServiceDatabases
) -> None:
    address = FamilyAddressId(uuid4())
    family.tell(FAMILY_LETTER, letter(K.DEPARTURE, address_id=address))
    server.says("rcpt", "550 5.1.1 Unknown")
    mail = await post.asks("family", template=Template.FAMILY_DEPARTURE)
    async with sending(post.units, settings_for(server.port), family.composer):
        await post.becomes(mail, "failed")
    [back] = await service_databases.published(FamilyMailReturnedV1)
    assert back.reader_id == address
