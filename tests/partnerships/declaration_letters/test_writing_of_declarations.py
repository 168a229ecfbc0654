"""A company is written that a declaration runs out: 60 and 30 days before, once, while it is so."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from contracts.identifiers import ContactId
from contracts.notifications.mails import (
    ContactMailReturnedV1,
    DeclarationLetterMovedV1,
    LetterState,
    MailReturnReason,
)
from contracts.partnerships.commitments import RegulatedWork
from contracts.partnerships.declaration_letters import (
    DeclarationLetter,
    DeclarationLetterAskedV1,
    DeclarationLetterId,
    DeclarationLetterRequest,
)
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.commands import withdraw_declaration
from services.partnerships.commitments.model import Declaration
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.declaration_letters.answers import letter_about_declarations
from services.partnerships.declaration_letters.commands import plan_declaration_letters
from services.partnerships.declaration_letters.model import threshold_due
from services.partnerships.declaration_letters.reactions import (
    note_what_became_of_a_letter_about_declarations,
)
from services.partnerships.notices.reactions import have_the_bureau_correct_an_address
from services.partnerships.subscribers import timed
from tests.partnerships.browsing import Browser
from tests.partnerships.notices.test_notices import ANNE, at, files
from tests.partnerships.world import BOURDELLE, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (61, (), None),
        (60, (), 60),
        (60, (60,), None),
        (47, (), 60),
        (46, (), None),  # two weeks late: nobody looked for so long
        (31, (60,), None),
        (30, (60,), 30),
        (30, (), 30),
        (17, (60,), 30),
        (16, (60,), None),
        (0, (60, 30), None),
        (-1, (), None),
    ],
)
def test_when_a_company_is_written_to(left: int, told: tuple[int, ...], due: int | None) -> None:
    one = Declaration(
        id=uuid4(),
        uai=BOURDELLE,
        company_id=uuid4(),
        site_id=uuid4(),
        works=(RegulatedWork.HEIGHT,),
        filed_on=date(2024, 1, 15),
    )
    assert threshold_due(one, told, one.valid_until - left * DAY) == due


@dataclass
class Written:
    """A company whose declaration runs out in 60 days, and its nights."""

    bureau: Bureau
    databases: ServiceDatabases
    published: Published
    company_id: UUID
    site_id: UUID

    async def pass_to(self, *days: date) -> None:
        for day in days:
            night = replace(self.bureau, now=at(day))
            await night.do(plan_declaration_letters, uai=BOURDELLE, now=night.now)
            await self.noon_of(day)

    async def noon_of(self, day: date) -> None:
        database = self.databases.open("partnerships")
        noon = at(day) + timedelta(hours=11)
        await run_due_work(timed, self.bureau.units, database.relay_dsn, noon)
        await database.close()

    async def letters(self) -> list[tuple[UUID, date]]:
        told = await self.published(DeclarationLetterAskedV1)
        return [(one.letter_id, one.occurred_on) for one in told]

    async def days(self) -> list[int]:
        return [(on - TODAY).days for _, on in await self.letters()]

    async def says(self, on: date = TODAY) -> DeclarationLetter:
        [(letter_id, _), *_] = await self.letters()
        request = DeclarationLetterRequest(letter_id=DeclarationLetterId(letter_id))
        then = replace(self.bureau, now=at(on))
        return await then.do(lambda uow: letter_about_declarations(request, uow))

    async def moves(self, state: LetterState) -> None:
        [(letter_id, _), *_] = await self.letters()
        event = DeclarationLetterMovedV1(
            letter_id=DeclarationLetterId(letter_id), state=state, occurred_on=TODAY
        )
        await self.bureau.do(
            lambda uow: note_what_became_of_a_letter_about_declarations(event, uow)
        )

    async def adds_a_contact(self, details: ContactDetails = ANNE) -> UUID:
        return await self.bureau.do(
            add_contact, company_id=self.company_id, site_id=self.site_id, details=details
        )


@pytest_asyncio.fixture
async def written(
    bureau: Bureau,
    service_databases: ServiceDatabases,
    published: Published,
    superuser: asyncpg.Connection,
) -> Written:
    company_id = await bureau.registers("Garage du Pont")
    site_id = await superuser.fetchval("SELECT site_id FROM sites")
    await files(bureau, company_id, TODAY + 60 * DAY)
    return Written(bureau, service_databases, published, company_id, site_id)


async def test_it_is_written_twice_and_never_again(written: Written) -> None:
    await written.adds_a_contact()

    await written.pass_to(*(TODAY + n * DAY for n in range(-3, 63)))

    assert await written.days() == [0, 30]


async def test_a_week_without_service_makes_one(written: Written) -> None:
    await written.adds_a_contact()
    night = replace(written.bureau, now=at(TODAY))
    await night.do(plan_declaration_letters, uai=BOURDELLE, now=night.now)

    await written.noon_of(TODAY + 7 * DAY)
    await written.pass_to(TODAY + 7 * DAY, TODAY + 8 * DAY)

    assert await written.days() == [7]


async def test_two_declarations_of_a_site_make_one_letter(written: Written) -> None:
    await written.adds_a_contact()
    await files(
        written.bureau, written.company_id, TODAY + 60 * DAY, works=(RegulatedWork.ELECTRICITY,)
    )

    await written.pass_to(TODAY)

    assert await written.days() == [0]
    said = await written.says()
    assert sorted(work for one in said.declarations for work in one.works) == [
        "Risque électrique",
        "Travail en hauteur, échafaudages",
    ]


async def test_it_says_to_whom_of_which_site_and_until_when(written: Written) -> None:
    contact_id = await written.adds_a_contact()
    await written.pass_to(TODAY)

    said = await written.says()

    assert said.standing
    assert (said.company, said.site) == ("Garage du Pont", "Montauban")
    assert (said.contact_id, said.mail) == (contact_id, ANNE.mail)
    assert [one.valid_until for one in said.declarations] == [TODAY + 60 * DAY]
    assert said.stop_url
    assert not said.hosts_next


async def test_one_renewed_before_the_mail_leaves_is_not_said(written: Written) -> None:
    await written.adds_a_contact()
    await written.pass_to(TODAY)
    await files(written.bureau, written.company_id, TODAY.replace(year=TODAY.year + 3) - DAY)

    assert not (await written.says()).standing
    await written.pass_to(TODAY + 30 * DAY)
    assert await written.days() == [0]


async def test_one_taken_back_is_gone(written: Written, superuser: asyncpg.Connection) -> None:
    await written.adds_a_contact()
    await written.pass_to(TODAY)
    declared = await superuser.fetchval("SELECT declaration_id FROM declarations")
    await written.bureau.do(
        withdraw_declaration,
        company_id=written.company_id,
        declaration_id=declared,
        now=written.bureau.now,
    )

    with pytest.raises(NotFound):
        await written.says()
    await written.moves(LetterState.CANCELLED)


async def test_where_nobody_can_be_written_to_nothing_is_asked_until_somebody_is_noted(
    written: Written,
) -> None:
    await written.pass_to(TODAY)
    assert await written.days() == []

    await written.adds_a_contact()
    await written.pass_to(TODAY + 5 * DAY)

    assert await written.days() == [5]


async def test_an_address_that_failed_is_not_written_to(written: Written) -> None:
    contact_id = await written.adds_a_contact()
    event = ContactMailReturnedV1(
        contact_id=ContactId(contact_id),
        contact_version=1,
        reason=MailReturnReason.UNKNOWN_ADDRESS,
        to_many=False,
        occurred_on=local_date(written.bureau.now),
    )
    await written.bureau.do(lambda uow: have_the_bureau_correct_an_address(event, uow))

    await written.pass_to(TODAY)

    assert await written.days() == []


@pytest.mark.parametrize("paused", [True, False])
async def test_a_site_that_is_paused_or_closed_is_left_alone(
    written: Written, superuser: asyncpg.Connection, paused: bool
) -> None:
    await written.adds_a_contact()
    await written.pass_to(TODAY)
    if paused:
        await superuser.execute(
            "INSERT INTO site_pauses (uai, pause_id, site_id, by_company, paused_on, until_on)"
            " VALUES ($1, $2, $3, true, $4, $5)",
            *(BOURDELLE, uuid4(), written.site_id, TODAY, TODAY + 90 * DAY),
        )
    else:
        await superuser.execute(
            "INSERT INTO site_closures (site_id, closed_on, version) VALUES ($1, $2, 1)",
            *(written.site_id, TODAY),
        )

    assert not (await written.says()).standing
    await written.pass_to(TODAY + 30 * DAY)
    assert await written.days() == [0]


async def test_the_page_of_the_company_says_that_it_was_written_to(
    written: Written, browser: Browser
) -> None:
    async def page() -> str:
        shown = await browser.opens(f"/entreprises/{written.company_id}/engagements")
        return shown.text.replace("\u00a0", " ").replace("\u202f", " ")

    await written.adds_a_contact()
    assert "par courriel le" not in await page()
    await written.pass_to(TODAY)
    assert "Courriel à l’entreprise pour la renouveler : demandé le" in await page()

    await written.moves(LetterState.LEFT)

    assert "L’entreprise a été prévenue par courriel le" in await page()
    await written.moves(LetterState.UNDELIVERED)
    assert "Le courriel à l’entreprise n’est pas arrivé ; appelez-la. Noté le" in await page()
    await written.moves(LetterState.CANCELLED)
    assert "ourriel à l’entreprise" not in await page()
