"""A contact is asked to check its card: when, once, and what ends the link it was sent."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import select

from contracts.identifiers import SiteKey
from contracts.partnerships.companies import ContactCheckAskedV1, ContactCheckedV1
from contracts.partnerships.questions import (
    ContactCheck,
    ContactCheckRequest,
    HostContact,
    HostContactRequest,
)
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.tables.companies import sites
from services.partnerships.contact_checks.answers import check_of_a_contact, contact_of_a_host
from services.partnerships.contact_checks.commands import (
    ask_agreed_host,
    ask_contact_check,
    cancel_contact_check,
    confirm_contact,
)
from services.partnerships.contact_checks.model import (
    LINK_LASTS,
    LINK_PURPOSE,
    CheckNotPending,
    CheckState,
    ContactWithoutMail,
    LinkOver,
)
from services.partnerships.contact_checks.queries import read_checked_card
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import Contact, ContactDetails, written_to
from services.partnerships.erasure.commands import remove_contact
from tests.partnerships.world import BOURDELLE, NOW, SIRET, TODAY, Bureau, site
from tests.support.services import Published

KEY = SiteKey(SIRET)
ANNE = ContactDetails("Anne Verdier", "Tutrice", "a.verdier@quercy.example", "+33536490001")


class Desk:
    """A bureau with one host and one contact there."""

    def __init__(self, bureau: Bureau, company_id: UUID, site_id: UUID, contact_id: UUID) -> None:
        self.bureau = bureau
        self.company_id = company_id
        self.site_id = site_id
        self.contact_id = contact_id

    def later(self, days: int) -> "Desk":
        """The same desk some days on."""
        bureau = replace(self.bureau, now=self.bureau.now + timedelta(days=days))
        return Desk(bureau, self.company_id, self.site_id, self.contact_id)

    @property
    def now(self) -> datetime:
        return self.bureau.now

    async def adds(self, details: ContactDetails) -> UUID:
        return await self.bureau.do(
            add_contact, company_id=self.company_id, site_id=self.site_id, details=details
        )

    async def asks(self) -> UUID:
        return await self.bureau.do(ask_contact_check, contact_id=self.contact_id, now=self.now)

    async def agrees(self, placement_id: UUID | None = None) -> UUID | None:
        """A place is agreed there."""
        return await self.bureau.do(
            ask_agreed_host, site_key=KEY, placement_id=placement_id or uuid4(), now=self.now
        )

    async def cancels(self) -> None:
        await self.bureau.do(cancel_contact_check, contact_id=self.contact_id, now=self.now)

    async def corrects(self, **changes: object) -> None:
        contact = await self.contact()
        await self.bureau.do(
            correct_contact,
            contact_id=self.contact_id,
            version=contact.version,
            details=replace(contact.details, **changes),  # type: ignore[arg-type] # fields a test changes
            now=self.now,
        )

    async def confirms(self, check_id: UUID, *, version: int = 1, **changes: object) -> None:
        """The contact answers."""
        contact = await self.contact()
        details = replace(contact.details, gets_mail=False, **changes)  # type: ignore[arg-type] # fields a test changes
        await self.bureau.do(
            confirm_contact, check_id=check_id, version=version, details=details, now=self.now
        )

    async def contact(self) -> Contact:
        card = await self.bureau.do(read_company, self.company_id)
        return next(one for one in card.contacts if one.id == self.contact_id)

    async def standing(self, check_id: UUID) -> CheckState:
        return (await self.bureau.do(read_checked_card, check_id)).standing


@pytest.fixture
async def desk(bureau: Bureau) -> Desk:
    company_id = await bureau.registers(main=site(siret=SIRET))

    async def first_site(uow: UnitOfWork) -> UUID:
        return UUID(str((await uow.execute(select(sites.c.site_id))).scalar_one()))

    site_id = await bureau.do(first_site)
    contact_id = await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
    return Desk(bureau, company_id, site_id, contact_id)


class TestAskedByItself:
    async def test_an_agreed_host_is_asked_and_told_for_which_place(
        self, desk: Desk, published: Published
    ) -> None:
        placement_id = uuid4()

        check_id = await desk.agrees(placement_id)

        (event,) = await published(ContactCheckAskedV1)
        assert (event.contact_check_id, event.placement_id) == (check_id, placement_id)
        assert (event.site_key, event.occurred_on) == (KEY, TODAY)

    async def test_a_host_of_several_pupils_is_asked_once(
        self, desk: Desk, published: Published
    ) -> None:
        assert await desk.agrees()
        assert await desk.agrees() is None
        assert len(await published(ContactCheckAskedV1)) == 1

    async def test_a_host_that_confirmed_is_asked_again_the_next_school_year_only(
        self, desk: Desk
    ) -> None:
        check_id = await desk.agrees()
        assert check_id
        await desk.confirms(check_id)

        assert await desk.later(240).agrees() is None  # July
        assert await desk.later(260).agrees()  # August

    async def test_a_bureau_that_cancelled_is_not_overruled_this_school_year(
        self, desk: Desk
    ) -> None:
        await desk.agrees()
        await desk.cancels()

        assert await desk.later(40).agrees() is None
        assert await desk.later(300).agrees()

    async def test_a_host_that_never_answered_is_asked_again(self, desk: Desk) -> None:
        check_id = await desk.agrees()
        assert check_id

        assert await desk.later(29).agrees() is None
        assert await desk.later(30).agrees() not in (None, check_id)

    async def test_nobody_is_asked_where_nobody_has_a_mail(
        self, desk: Desk, published: Published
    ) -> None:
        await desk.corrects(mail=None)

        assert await desk.agrees() is None
        assert await published(ContactCheckAskedV1) == []

    async def test_another_lycees_contacts_are_not_written_to(
        self, desk: Desk, other_bureau: Bureau
    ) -> None:
        asked = await other_bureau.do(ask_agreed_host, site_key=KEY, placement_id=uuid4(), now=NOW)

        assert asked is None
        assert await desk.agrees()


def contact(rank: int, **details: object) -> Contact:
    known = {"name": f"Contact {rank}", "mail": "quelqu.un@quercy.example", **details}
    return Contact(UUID(int=rank), uuid4(), uuid4(), ContactDetails(**known))  # type: ignore[arg-type] # fields a test changes


class TestWhomToWriteTo:
    @pytest.mark.parametrize(
        "function",
        ["Tuteur", "Chef d’atelier et tutrice", "Maître d’apprentissage", "MAITRE DE STAGE"],
    )
    def test_the_tutor_comes_before_who_was_noted_first(self, function: str) -> None:
        people = [contact(1, function="Gérante"), contact(2, function=function)]

        found = written_to(people)

        assert found
        assert found.id == UUID(int=2)

    @pytest.mark.parametrize("function", ["Maître d’hôtel", None, "Statuteur"])
    def test_others_are_no_tutors(self, function: str | None) -> None:
        found = written_to([contact(2, function=function), contact(1)])

        assert found
        assert found.id == UUID(int=1)

    def test_who_the_bureau_chose_comes_before_the_tutor(self) -> None:
        found = written_to([contact(1, function="Tuteur"), contact(2, gets_mail=True)])

        assert found
        assert found.id == UUID(int=2)

    def test_who_has_no_mail_is_passed_over_even_when_chosen(self) -> None:
        people = [contact(1, mail=None, gets_mail=True), contact(2, mail=None), contact(3)]

        found = written_to(people)

        assert found
        assert found.id == UUID(int=3)
        assert written_to(people[:2]) is None

    async def test_choosing_one_takes_the_choice_from_the_others_of_the_site(
        self, desk: Desk
    ) -> None:
        await desk.corrects(gets_mail=True)
        other = await desk.adds(
            ContactDetails("Paul Bastide", mail="p.bastide@quercy.example", gets_mail=True)
        )

        card = await desk.bureau.do(read_company, desk.company_id)

        written_to = [one.id for one in card.contacts if card.is_written_to(one)]
        assert written_to == [other]
        assert [one.id for one in card.contacts if one.details.gets_mail] == [other]
        # A form opened before does not take it back unseen.
        assert (await desk.contact()).version == 3


class TestAskedByHand:
    async def test_asking_again_ends_the_link_sent_before(self, desk: Desk) -> None:
        placement_id = uuid4()
        first = await desk.agrees(placement_id)
        assert first

        second = await desk.asks()

        assert await desk.standing(first) is CheckState.REPLACED
        assert await desk.standing(second) is CheckState.PENDING
        card = await desk.bureau.do(read_checked_card, second)
        assert card.check.placement_id == placement_id

    async def test_without_a_mail_there_is_nobody_to_ask(self, desk: Desk) -> None:
        await desk.corrects(mail=None)

        with pytest.raises(ContactWithoutMail):
            await desk.asks()

    async def test_what_is_not_pending_cannot_be_cancelled(self, desk: Desk) -> None:
        check_id = await desk.asks()
        await desk.cancels()

        assert await desk.standing(check_id) is CheckState.CANCELLED
        with pytest.raises(CheckNotPending):
            await desk.cancels()

    async def test_another_lycee_neither_asks_nor_cancels(
        self, desk: Desk, other_bureau: Bureau
    ) -> None:
        check_id = await desk.asks()

        for use_case in (ask_contact_check, cancel_contact_check):
            with pytest.raises(NotFound):
                await other_bureau.do(use_case, contact_id=desk.contact_id, now=NOW)
        with pytest.raises(NotFound):
            await other_bureau.do(read_checked_card, check_id)

    async def test_a_corrected_address_gets_a_link_of_its_own(
        self, desk: Desk, published: Published
    ) -> None:
        sent_astray = await desk.asks()

        await desk.corrects(mail="anne.verdier@quercy.example")

        assert await desk.standing(sent_astray) is CheckState.REPLACED
        astray, moved = await published(ContactCheckAskedV1)
        assert astray.contact_check_id == sent_astray
        assert await desk.standing(moved.contact_check_id) is CheckState.PENDING

    async def test_another_correction_leaves_the_link_alone(self, desk: Desk) -> None:
        check_id = await desk.asks()

        await desk.corrects(function="Gérante")

        assert await desk.standing(check_id) is CheckState.PENDING

    async def test_an_address_taken_away_ends_the_link(self, desk: Desk) -> None:
        check_id = await desk.asks()

        await desk.corrects(mail=None)

        assert await desk.standing(check_id) is CheckState.CANCELLED

    async def test_an_erased_contact_leaves_no_trace_but_dates(
        self, desk: Desk, superuser: asyncpg.Connection
    ) -> None:
        confirmed = await desk.asks()
        await desk.confirms(confirmed)
        pending = await desk.asks()

        await desk.bureau.do(remove_contact, contact_id=desk.contact_id, now=NOW)

        assert await desk.standing(pending) is CheckState.CONTACT_GONE
        assert await desk.standing(confirmed) is CheckState.CONFIRMED
        kept = await superuser.fetch("SELECT * FROM contact_checks")
        assert len(kept) == 2
        assert str(desk.contact_id) not in repr(kept)
        with pytest.raises(LinkOver):
            await desk.bureau.do(
                confirm_contact, check_id=pending, version=1, details=ANNE, now=NOW
            )


class TestConfirmed:
    async def test_what_is_right_is_confirmed_as_it_is(
        self, desk: Desk, published: Published
    ) -> None:
        check_id = await desk.asks()

        await desk.confirms(check_id)

        (event,) = await published(ContactCheckedV1)
        assert (event.contact_check_id, event.corrected) == (check_id, False)
        assert (await desk.contact()).version == 1

    async def test_what_is_wrong_is_corrected_and_the_choice_of_the_bureau_stays(
        self, desk: Desk, published: Published
    ) -> None:
        await desk.corrects(gets_mail=True)
        check_id = await desk.asks()

        await desk.confirms(check_id, version=2, phone="+33536490002", mail=None)

        changed = await desk.contact()
        assert changed.details == replace(ANNE, phone="+33536490002", mail=None, gets_mail=True)
        assert changed.version == 3
        (event,) = await published(ContactCheckedV1)
        assert event.corrected

    async def test_a_link_serves_once(self, desk: Desk, published: Published) -> None:
        check_id = await desk.asks()
        await desk.confirms(check_id)

        with pytest.raises(LinkOver) as over:
            await desk.confirms(check_id, name="Quelqu’un d’autre")

        assert over.value.standing is CheckState.CONFIRMED
        assert (await desk.contact()).details.name == "Anne Verdier"
        assert len(await published(ContactCheckedV1)) == 1

    async def test_a_link_serves_for_thirty_days(self, desk: Desk) -> None:
        check_id = await desk.asks()
        just_before = replace(desk.bureau, now=NOW + LINK_LASTS - timedelta(seconds=1))

        with pytest.raises(LinkOver) as over:
            await desk.later(30).confirms(check_id)

        assert over.value.standing is CheckState.EXPIRED
        still = Desk(just_before, desk.company_id, desk.site_id, desk.contact_id)
        await still.confirms(check_id)

    async def test_what_the_bureau_changed_meanwhile_is_not_overwritten_unseen(
        self, desk: Desk
    ) -> None:
        check_id = await desk.asks()
        await desk.corrects(function="Gérante")

        with pytest.raises(StaleVersion):
            await desk.confirms(check_id, version=1)

        await desk.confirms(check_id, version=2)


class TestAnswers:
    async def test_the_mail_is_told_the_link_again_at_each_attempt(self, desk: Desk) -> None:
        placement_id = uuid4()
        check_id = await desk.agrees(placement_id)
        assert check_id
        asked = ContactCheckRequest(contact_check_id=check_id)

        told = await desk.bureau.do(_answered, asked)

        assert told == await desk.bureau.do(_answered, asked)
        assert told.standing
        assert (told.company, told.contact_name) == ("Chaudronnerie du Quercy", "Anne Verdier")
        assert (told.mail, told.placement_id) == (ANNE.mail, placement_id)
        assert told.expires_at == NOW + timedelta(days=30)
        opened = desk.bureau.units.links.read(LINK_PURPOSE, told.url.rpartition("/fiche/")[2])
        assert (opened.uai, opened.row_id) == (BOURDELLE, check_id)

    async def test_a_mail_no_longer_wanted_does_not_leave(self, desk: Desk) -> None:
        check_id = await desk.asks()
        asked = ContactCheckRequest(contact_check_id=check_id)
        await desk.bureau.do(remove_contact, contact_id=desk.contact_id, now=NOW)

        told = await desk.bureau.do(_answered, asked)

        assert not told.standing
        assert told.mail is None

    async def test_a_confirmed_card_needs_no_mail(self, desk: Desk) -> None:
        check_id = await desk.asks()
        await desk.confirms(check_id)

        told = await desk.bureau.do(_answered, ContactCheckRequest(contact_check_id=check_id))

        assert not told.standing

    async def test_a_hosts_contact_is_the_one_written_to(
        self, desk: Desk, other_bureau: Bureau
    ) -> None:
        await desk.adds(ContactDetails("Paul Bastide", mail="p.bastide@quercy.example"))
        asked = HostContactRequest(site_key=KEY)

        ours = await desk.bureau.do(_host, asked)
        theirs = await other_bureau.do(_host, asked)

        assert (ours.company, ours.contact_name) == ("Chaudronnerie du Quercy", "Anne Verdier")
        assert ours.mail == ANNE.mail
        assert (theirs.contact_name, theirs.mail) == (None, None)

    async def test_a_tutor_reads_what_is_about_their_pupils_and_who_runs_the_site_what_is_signed(
        self, desk: Desk
    ) -> None:
        tutor = await desk.adds(ContactDetails("Luc Tutor", mail="l.tutor@quercy.example"))
        silent = await desk.adds(ContactDetails("Ana Silent", function="Tutrice"))
        await desk.adds(ContactDetails("Eva Runs", function="Gérante", mail="eva@quercy.example"))

        async def reader(**asked: Any) -> str | None:
            request = HostContactRequest(site_key=KEY, **asked)
            return (await desk.bureau.do(_host, request)).contact_name

        assert await reader(tutor_id=tutor) == "Luc Tutor"
        assert await reader(signs=True) == "Eva Runs"
        # Without a mail, gone, or of several who run the site: whom the lycée writes to.
        everybody = await reader()
        assert await reader(tutor_id=silent) == await reader(tutor_id=uuid4()) == everybody
        await desk.adds(ContactDetails("Max Runs", function="Gérant", mail="max@quercy.example"))
        assert await reader(signs=True) == everybody

    async def test_an_unknown_host_has_no_contact(self, desk: Desk) -> None:
        with pytest.raises(NotFound):
            await desk.bureau.do(_host, HostContactRequest(site_key=SiteKey.local(uuid4())))


async def _answered(uow: UnitOfWork, request: ContactCheckRequest) -> ContactCheck:
    return await check_of_a_contact(request, uow)


async def _host(uow: UnitOfWork, request: HostContactRequest) -> HostContact:
    return await contact_of_a_host(request, uow)
