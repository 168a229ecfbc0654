"""Letters about declarations that run out: looked for each morning, asked for once, followed."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.notifications.mails import LetterState
from contracts.partnerships.declaration_letters import (
    DeclarationLetterAskedV1,
    DeclarationLetterId,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date, morning_of
from services.partnerships.commitments.store.letters import DeclarationLetters
from services.partnerships.declaration_letters.model import STEPS
from services.partnerships.declaration_letters.queries import WrittenSite, read_due, read_site
from services.partnerships.mail_stops.queries import read_reach

JOB = "write-declarations"


async def plan_declaration_letters(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Have declarations looked at this morning (déclarations à renouveler); planned again, it is done once."""
    today = local_date(now)
    await uow.schedule(JOB, key=today.isoformat(), due_at=morning_of(today), uai=uai)


async def write_of_declarations(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Ask for the letters of this morning (déclarations à renouveler): one a site, to whom it reaches.

    Where nobody can be written to nothing is kept: who is noted in the days after is still written to.
    """
    today, letters = local_date(now), DeclarationLetters(uow)
    for (company_id, site_id), due in (await read_due(uow, uai, today)).items():
        if not await _reaches(uow, await read_site(uow, company_id, site_id)):
            continue
        letter_id = DeclarationLetterId(uow.new_id())
        await letters.add(uai, letter_id, due, today=today)
        uow.publish(DeclarationLetterAskedV1(letter_id=letter_id, occurred_on=today), uai=uai)


async def _reaches(uow: UnitOfWork, site: WrittenSite) -> bool:
    if site.spared or site.contact is None or site.contact.details.mail is None:
        return False
    reach = await read_reach(uow, site.contact.details)
    return not (reach.stopped or reach.returned)


async def follow_declaration_letter(
    uow: UnitOfWork, *, letter_id: UUID, state: LetterState, on: date, now: datetime
) -> None:
    """Note where a letter is (suivi du courriel); of a declaration taken back, nothing is kept."""
    await DeclarationLetters(uow).move(letter_id, STEPS[state], min(on, local_date(now)))
