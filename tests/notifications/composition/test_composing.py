"""What a mail says is asked of its owners when it leaves; whether it is still wanted, too."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import AccountId, SiteKey
from contracts.internships.periods import PLACEMENT_LETTER, PlacementLetter
from contracts.notices import INTERNSHIP_NOTICES, NoticeFacts, NoticesAnswer
from contracts.partnerships.host_pages import HOST_PAGE_LINK, HostPage
from contracts.partnerships.mailings import MAILING_LETTER, MailingLetter
from contracts.partnerships.questions import CONTACT_CHECK, HOST_CONTACT, ContactCheck, HostContact
from contracts.partnerships.teacher_links import TEACHER_LINK, TeacherLink
from contracts.portal.accounts import (
    ACCOUNT_NAMES,
    BUREAU_PEOPLE,
    BUREAU_STAFF,
    ROLE_HOLDERS,
    SIGN_IN_LETTER,
    AccountNames,
    BureauMember,
    BureauPeople,
    BureauStaff,
    NamedAccount,
    RoleHolder,
    RoleHolders,
    SignInLetter,
    SignInLetterKind,
    StaffMember,
)
from contracts.portal.inactivity import INACTIVITY_NOTICE, InactivityNotice
from contracts.portal.second_factor import (
    SECOND_FACTOR_NOTICE,
    SecondFactorNotice,
    SecondFactorNoticeKind,
)
from services.chassis.questions import QuestionUnanswered
from services.notifications.contents.model import Cannot, Composed, Due, NotWanted, Several
from services.notifications.contents.queries.owners_answers import Addressee
from services.notifications.desk.pages.addressees import addressee_of
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.recipients import CONCERNED, HOLDER, TEACHER, reader_of
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.previews.queries import Preview, preview_to_the_host
from tests.notifications.mail_values import EXPIRES_AT
from tests.notifications.owners import ADDRESS, Owners, owners
from tests.support.network import HERE
from tests.support.services import NOW, ServiceDatabases

CAMILLE = BureauMember(
    account_id=AccountId(uuid4()), display_name="Camille Rivière", mail="camille@lycee.example"
)
SACHA = BureauMember(
    account_id=AccountId(uuid4()), display_name="Sacha Lemoine", mail="sacha@lycee.example"
)
LETTER = PlacementLetter(
    standing=True,
    formation="1re bac pro Métiers de l’électricité",
    starts_on=date(2027, 1, 11),
    ends_on=date(2027, 2, 5),
    pupil_name="Zéphyrine <Canarival> & Cie",
    site_key=SiteKey.local(uuid4()),
)
HOST = HostContact(company="Peyrusse", contact_name="Hortense Delbosc", mail="h@peyrusse.example")
CHECK = ContactCheck(
    standing=True,
    company="Peyrusse",
    contact_name="Hortense Delbosc",
    mail="h@peyrusse.example",
    url=f"{ADDRESS}/fiche/abc?x=1&y=2",
    expires_at=EXPIRES_AT,
)
PAGE = HostPage(
    company="Peyrusse",
    contact_name="Hortense Delbosc",
    mail="h@peyrusse.example",
    url=f"{ADDRESS}/espace-entreprise/abc",
    expires_at=EXPIRES_AT,
)
TEACHER_DESK = TeacherLink(
    standing=True,
    teacher="Ode Marsal",
    mail="o.marsal@lycee.example",
    url=f"{ADDRESS}/espace-professeur/abc",
    expires_at=EXPIRES_AT,
)
READER = reader_of(UUID(int=7))
JO = StaffMember(
    account_id=AccountId(uuid4()), display_name="Jo Castan", mail="jo@lycee.example", runs=False
)
MAILING = MailingLetter(
    standing=True,
    company="Peyrusse",
    subject="Places de janvier, Peyrusse",
    body="Bonjour Hortense,\n\navez-vous une place <libre> ?",
    author=JO.account_id,
    mail="h@peyrusse.example",
    stop_url=f"{ADDRESS}/espace-entreprise/courriels/abc",
)
SIGN_IN = SignInLetter(
    standing=True,
    kind=SignInLetterKind.ONE_TIME_CODE,
    mail="camille@lycee.example",
    display_name="Camille Rivière",
    code="482913",
    expires_at=EXPIRES_AT,
)

AGREED = NoticeFacts(standing=True, object="Un élève, Peyrusse", path="/pfmp/placements/1")

FACTOR = SecondFactorNotice(
    standing=True,
    kind=SecondFactorNoticeKind.SET,
    mail="camille@lycee.example",
    display_name="Camille Rivière",
    happened_at=NOW,
    codes_left=7,
)


@pytest_asyncio.fixture
async def told(service_databases: ServiceDatabases, tmp_path: Path) -> AsyncIterator[Owners]:
    """Owners that know a place, its host, a card to confirm and two people of the bureau."""
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(PLACEMENT_LETTER, LETTER)
        running.tell(HOST_CONTACT, HOST)
        running.tell(CONTACT_CHECK, CHECK)
        running.tell(SIGN_IN_LETTER, SIGN_IN)
        running.tell(HOST_PAGE_LINK, PAGE)
        running.tell(TEACHER_LINK, TEACHER_DESK)
        running.tell(MAILING_LETTER, MAILING)
        running.tell(BUREAU_STAFF, BureauStaff(members=(JO,)))
        running.tell(
            BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=(CAMILLE, SACHA))
        )
        running.tell(ROLE_HOLDERS, RoleHolders(holders=(held(CAMILLE), held(SACHA))))
        running.tell(INTERNSHIP_NOTICES, NoticesAnswer(facts=(AGREED,)))
        running.tell(
            ACCOUNT_NAMES,
            AccountNames(
                people=tuple(
                    NamedAccount(account_id=one.account_id, display_name=one.display_name)
                    for one in (CAMILLE, SACHA)
                )
            ),
        )
        yield running


def held(member: BureauMember, *roles: str) -> RoleHolder:
    """Somebody of the bureau as who is told something."""
    return RoleHolder(**member.model_dump(), roles=roles or ("rbde",))


def as_sent(mail: Composed) -> Composed:
    """With the secrets put in, as at each attempt."""
    for marker, secret in mail.secrets.items():
        mail = replace(
            mail, html=mail.html.replace(marker, secret), text=mail.text.replace(marker, secret)
        )
    return mail


async def composed(told: Owners, template: Template, recipient: str = "host") -> Composed:
    mail = await told.compose(template, recipient)
    assert isinstance(mail, Composed), mail
    return mail


async def test_a_host_reads_its_dates_from_the_lycee_and_answers_a_person(told: Owners) -> None:
    mail = as_sent(await composed(told, Template.HOST_AGREED))

    assert (mail.to, mail.sender_name) == ("h@peyrusse.example", "Lycée des Tilleuls")
    assert mail.reply_to == CAMILLE.mail
    assert "du 11\u00a0janvier au 5\u00a0février 2027" in mail.subject
    for part in (mail.text, mail.html):
        assert "du lundi 11\u00a0janvier au vendredi 5\u00a0février 2027" in part
    assert LETTER.pupil_name in mail.text
    assert "Zéphyrine &lt;Canarival&gt; &amp; Cie" in mail.html
    assert "Canarival" not in mail.subject


@pytest.mark.parametrize(
    ("template", "recipient", "secret"),
    [
        (Template.HOST_AGREED, "host", "Canarival"),
        (Template.CONTACT_CHECK, "host", "/fiche/abc"),
        (Template.HOST_PAGE, "host", "/espace-entreprise/abc"),
        (Template.TEACHER_LINK, TEACHER, "/espace-professeur/abc"),
        (Template.MAILING, READER, "/espace-entreprise/courriels/abc"),
        (Template.ONE_TIME_CODE, HOLDER, "482913"),
    ],
)
async def test_what_must_not_be_stored_is_put_in_at_each_attempt(
    told: Owners, template: Template, recipient: str, secret: str
) -> None:
    mail = await composed(told, template, recipient)

    for part in (mail.subject, mail.text, mail.html, repr(mail)):
        assert secret not in part
    sent = as_sent(mail)
    assert secret in sent.text
    assert secret in sent.html


async def test_a_link_can_be_followed_in_both_parts(told: Owners) -> None:
    mail = as_sent(await composed(told, Template.CONTACT_CHECK))

    assert f"\n{CHECK.url}\n" in mail.text
    assert f'href="{ADDRESS}/fiche/abc?x=1&amp;y=2"' in mail.html


async def test_each_person_of_the_bureau_gets_a_mail_of_their_own(told: Owners) -> None:
    everybody = await told.compose(Template.BUREAU_AGREED, CONCERNED)
    assert isinstance(everybody, Several)
    # As a rule they read it in the mail of the morning.
    assert everybody.recipients == ()
    assert {one.account_id: one.rhythm for one in everybody.tellings} == {
        CAMILLE.account_id: Rhythm.MORNING,
        SACHA.account_id: Rhythm.MORNING,
    }

    about = uuid4()
    mail = await told.compose(Template.BUREAU_AGREED, f"account:{CAMILLE.account_id}", about=about)

    assert isinstance(mail, Composed)
    assert (mail.to, mail.reply_to) == (CAMILLE.mail, SACHA.mail)
    assert f"{ADDRESS}/pfmp/placements/{about}" in mail.text
    assert "Canarival" not in mail.subject + mail.text + mail.html + repr(mail.secrets)


async def test_nobody_is_told_of_their_own_click(told: Owners) -> None:
    mine = AGREED.model_copy(update={"by": CAMILLE.account_id})
    told.tell(INTERNSHIP_NOTICES, NoticesAnswer(facts=(mine,)))
    others = await told.compose(Template.BUREAU_AGREED, CONCERNED)
    assert isinstance(others, Several)
    assert [one.account_id for one in others.tellings] == [SACHA.account_id]

    told.tell(ROLE_HOLDERS, RoleHolders(holders=(held(CAMILLE),)))
    assert await told.compose(Template.BUREAU_AGREED, CONCERNED) == NotWanted("own-doing")


async def test_a_mail_for_the_bureau_of_an_older_version_is_for_each_as_well(told: Owners) -> None:
    assert isinstance(await told.compose(Template.BUREAU_AGREED, "bureau"), Several)


async def test_who_previews_a_mail_does_not_read_the_link_that_stops_mails(told: Owners) -> None:
    stop = f"{ADDRESS}/espace-entreprise/courriels/abc"
    told.tell(HOST_CONTACT, HOST.model_copy(update={"stop_url": stop}))
    assert stop in as_sent(await composed(told, Template.HOST_AGREED)).text
    preview = await previewed(told)
    assert preview is not None
    assert stop not in (preview.text or stop)


async def test_a_mail_is_read_before_the_click_that_sends_it(told: Owners) -> None:
    told.tell(PLACEMENT_LETTER, LETTER.model_copy(update={"standing": False}))
    preview = await previewed(told)
    assert preview is not None
    assert (preview.to, preview.contact_name) == ("h@peyrusse.example", "Hortense Delbosc")
    assert LETTER.pupil_name in (preview.text or "")
    assert "du 11\u00a0janvier au 5\u00a0février 2027" in (preview.subject or "")

    told.tell(HOST_CONTACT, HostContact(company="Peyrusse"))
    without = await previewed(told)
    assert without is not None
    assert (without.to, without.reason) == (None, "no-address")
    del told.told["placement_letter"]
    assert await previewed(told) is None


async def previewed(told: Owners) -> Preview | None:
    return await preview_to_the_host(
        told.composer, uai=HERE, placement_id=uuid4(), new_id=uuid4(), now=NOW
    )


@pytest.mark.parametrize(
    ("template", "recipient", "addressee"),
    [
        (Template.HOST_AGREED, "host", Addressee("Hortense Delbosc", "Peyrusse")),
        (Template.CONTACT_CHECK, "host", Addressee("Hortense Delbosc", "Peyrusse")),
        (Template.HOST_PAGE, "host", Addressee("Hortense Delbosc", "Peyrusse")),
        (Template.MAILING, READER, Addressee(None, "Peyrusse")),
        (Template.TEACHER_LINK, TEACHER, Addressee("Ode Marsal")),
        (Template.BUREAU_AGREED, f"account:{SACHA.account_id}", Addressee("Sacha Lemoine")),
        (Template.INVITATION, HOLDER, Addressee()),
    ],
    ids=["agreed", "card", "page", "mailing", "teacher", "bureau", "invitation"],
)
async def test_who_a_mail_was_for_is_told_by_who_knows(
    told: Owners, template: Template, recipient: str, addressee: Addressee
) -> None:
    due = Due(
        *(MailId(uuid4()), HERE, template, recipient, uuid4(), uuid4(), NOW, 1),
    )
    assert await addressee_of(told.composer, due) == addressee
    told.told.clear()
    assert await addressee_of(told.composer, due) == Addressee()


@pytest.mark.parametrize("template", [Template.HOST_AGREED, Template.BUREAU_AGREED])
async def test_a_place_that_is_withdrawn_is_written_about_to_nobody(
    told: Owners, template: Template
) -> None:
    told.tell(PLACEMENT_LETTER, LETTER.model_copy(update={"standing": False}))

    assert await told.compose(template) == NotWanted("withdrawn")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SecondFactorNoticeKind.SET, "un code de votre application est demandé"),
        (SecondFactorNoticeKind.REMOVED, "votre mot de passe suffit de nouveau"),
        (SecondFactorNoticeKind.RECOVERY_CODE_USED, "Codes qui restent : 7."),
        (SecondFactorNoticeKind.RECOVERY_CODES_RENEWED, "ceux d’avant n’ouvrent plus rien"),
    ],
)
async def test_whoever_has_a_second_factor_reads_what_happened_to_it(
    told: Owners, kind: SecondFactorNoticeKind, said: str
) -> None:
    notice = FACTOR.model_copy(update={"kind": kind})
    told.tell(SECOND_FACTOR_NOTICE, notice)

    mail = await composed(told, Template.SECOND_FACTOR, HOLDER)

    assert mail.to == "camille@lycee.example"
    for part in (mail.text, mail.html):
        plain = part.replace("\u202f", " ").replace("\u00a0", " ")
        assert said in plain
        assert f"{ADDRESS}/compte/double-authentification" in plain
        assert "Ce n’était pas vous ?" in plain
    assert mail.subject
    told.tell(SECOND_FACTOR_NOTICE, notice.model_copy(update={"standing": False}))
    assert await told.compose(Template.SECOND_FACTOR, HOLDER) == NotWanted("over")


async def test_a_link_or_a_code_that_is_over_is_not_sent(told: Owners) -> None:
    told.tell(CONTACT_CHECK, CHECK.model_copy(update={"standing": False}))
    told.tell(SIGN_IN_LETTER, SIGN_IN.model_copy(update={"standing": False}))

    assert await told.compose(Template.CONTACT_CHECK) == NotWanted("over")
    assert await told.compose(Template.FORGOTTEN, HOLDER) == NotWanted("over")
    told.tell(TEACHER_LINK, TEACHER_DESK.model_copy(update={"standing": False}))
    assert await told.compose(Template.TEACHER_LINK, TEACHER) == NotWanted("over")


@pytest.mark.parametrize(
    ("question", "template"),
    [
        (PLACEMENT_LETTER, Template.HOST_AGREED),
        (CONTACT_CHECK, Template.CONTACT_CHECK),
        (SIGN_IN_LETTER, Template.INVITATION),
        (HOST_PAGE_LINK, Template.HOST_PAGE),
    ],
    ids=["placement", "card", "letter", "page"],
)
async def test_what_no_longer_exists_is_written_about_to_nobody(
    told: Owners, question: object, template: Template
) -> None:
    del told.told[getattr(question, "name", "")]

    assert await told.compose(template) == NotWanted("gone")


async def test_a_host_without_address_is_a_mail_that_fails_and_says_so(told: Owners) -> None:
    told.tell(HOST_CONTACT, HostContact(company="Peyrusse"))
    told.tell(CONTACT_CHECK, CHECK.model_copy(update={"mail": None}))

    assert await told.compose(Template.HOST_AGREED) == Cannot("no-address", lasting=True)
    assert await told.compose(Template.CONTACT_CHECK) == Cannot("no-address", lasting=True)
    bureau = await composed(told, Template.BUREAU_AGREED, f"account:{SACHA.account_id}")
    assert "elle ne reçoit pas de courriel" in bureau.text


async def test_who_wants_no_mail_is_written_to_about_nothing(told: Owners) -> None:
    """Asked at each sending: what waits when somebody stops mails does not leave either."""
    no_mail = {"stopped": True}
    told.tell(HOST_CONTACT, HOST.model_copy(update=no_mail))
    told.tell(CONTACT_CHECK, CHECK.model_copy(update=no_mail))
    told.tell(HOST_PAGE_LINK, PAGE.model_copy(update=no_mail))

    for template in (Template.HOST_AGREED, Template.CONTACT_CHECK, Template.HOST_PAGE):
        assert await told.compose(template) == NotWanted("stopped")
    bureau = await composed(told, Template.BUREAU_AGREED, f"account:{SACHA.account_id}")
    assert "elle ne reçoit pas de courriel" in bureau.text


async def test_who_left_the_bureau_is_not_written_to(told: Owners) -> None:
    gone = f"account:{UUID(int=7)}"

    assert await told.compose(Template.BUREAU_AGREED, gone) == NotWanted("no-access")


async def test_a_bureau_without_people_is_told_nothing_and_hosts_know_nobody_reads_answers(
    told: Owners,
) -> None:
    told.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))

    told.tell(ROLE_HOLDERS, RoleHolders(holders=()))
    assert await told.compose(Template.BUREAU_AGREED, CONCERNED) == NotWanted("nobody")
    mail = await composed(told, Template.HOST_AGREED)
    assert mail.reply_to is None
    assert "Personne ne lit les réponses" in mail.text


async def test_who_asked_for_a_code_does_not_answer_themselves(told: Owners) -> None:
    mail = await composed(told, Template.ONE_TIME_CODE, HOLDER)

    assert (mail.to, mail.reply_to) == (CAMILLE.mail, SACHA.mail)
    assert "482913" not in mail.subject


async def test_an_account_of_no_lycee_is_written_to_under_our_own_name(told: Owners) -> None:
    del told.told[BUREAU_PEOPLE.name]

    mail = await composed(told, Template.ONE_TIME_CODE, HOLDER)

    assert (mail.sender_name, mail.reply_to) == ("Passerelle", None)


async def test_while_an_owner_is_away_the_mail_waits(
    service_databases: ServiceDatabases, tmp_path: Path
) -> None:
    async with owners(service_databases.settings, tmp_path) as running:
        bus = running.composer.ask._bus
        await bus.close()

        with pytest.raises(QuestionUnanswered):
            await running.compose(Template.HOST_AGREED)


async def test_the_bureau_is_asked_while_the_letter_is_awaited(told: Owners) -> None:
    assert isinstance(await told.compose(Template.HOST_AGREED), Composed)
    assert isinstance(await told.compose(Template.CONTACT_CHECK, HOLDER), Composed)

    # The host depends on the letter, so it is asked last; the bureau depends on nothing.
    assert set(told.asked[:2]) == {PLACEMENT_LETTER.name, BUREAU_PEOPLE.name}
    assert told.asked[2] == HOST_CONTACT.name


async def test_a_letter_to_many_says_who_writes_and_why_and_is_answered_to_that_person(
    told: Owners,
) -> None:
    mail = as_sent(await composed(told, Template.MAILING, READER))

    assert (mail.to, mail.subject) == (MAILING.mail, MAILING.subject)
    assert mail.reply_to == JO.mail
    assert "Bonjour Hortense,\n\navez-vous une place <libre>\u202f?" in mail.text
    assert "avez-vous une place &lt;libre&gt;" in mail.html
    for part in (mail.text, mail.html):
        assert "Écrit par Jo Castan, pour le bureau des entreprises du lycée des Tilleuls" in part
        assert "Peyrusse en est une" in part
        assert "d’aucun lycée" in part
    assert f"\n{MAILING.stop_url}\n" in mail.text
    assert f'href="{MAILING.stop_url}"' in mail.html


async def test_answers_go_to_the_bureau_once_who_wrote_left_it(told: Owners) -> None:
    told.tell(BUREAU_STAFF, BureauStaff(members=()))

    mail = as_sent(await composed(told, Template.MAILING, READER))

    assert mail.reply_to == CAMILLE.mail
    assert "Écrit par le bureau des entreprises du lycée des Tilleuls" in mail.text


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"standing": False}, NotWanted("over")),
        ({"stopped": True}, NotWanted("stopped")),
        ({"mail": None}, Cannot("no-address", lasting=True)),
    ],
)
async def test_a_letter_to_many_that_is_not_to_leave_says_why(
    told: Owners, change: dict[str, object], wanted: object
) -> None:
    told.tell(MAILING_LETTER, MAILING.model_copy(update=change))

    assert await told.compose(Template.MAILING, READER) == wanted


async def test_whose_account_is_unused_reads_the_day_it_goes_until_somebody_signs_in(
    told: Owners,
) -> None:
    notice = InactivityNotice(
        standing=True,
        mail="camille@lycee.example",
        display_name="Camille Roux",
        unused_since=date(2024, 11, 15),
        closes_on=date(2026, 11, 15),
        last=False,
    )
    told.tell(INACTIVITY_NOTICE, notice)

    mail = await composed(told, Template.ACCOUNT_UNUSED, HOLDER)

    assert mail.to == "camille@lycee.example"
    assert mail.subject.replace("\u00a0", " ") == "Votre compte sera supprimé le 15 novembre 2026"
    assert "depuis le 15\u00a0novembre 2024" in mail.text
    assert f"{ADDRESS}/connexion" in mail.text
    told.tell(INACTIVITY_NOTICE, notice.model_copy(update={"last": True}))
    again = await composed(told, Template.ACCOUNT_UNUSED, HOLDER)
    assert again.subject.startswith("Dernier rappel")
    told.tell(INACTIVITY_NOTICE, notice.model_copy(update={"standing": False}))
    assert await told.compose(Template.ACCOUNT_UNUSED, HOLDER) == NotWanted("over")
