"""A bureau has a mail to many companies leave."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact
from services.partnerships.mailings.commands.ask_letters import JOB
from services.partnerships.mailings.model import GRACE, RECIPIENTS_MAX, Mailing, NobodyToWriteTo
from services.partnerships.mailings.store.mailings import Mailings, Recipient
from services.partnerships.recipients.model import HELD, Addressed, Held, NobodyTicked, says
from services.partnerships.recipients.store import read_addressees


async def plan_mailing(
    uow: UnitOfWork,
    *,
    mailing_id: UUID,
    version: int,
    author: UUID,
    knowingly: Collection[UUID] = (),
    now: datetime,
) -> bool:
    """Have it leave in a minute (courriel confirmé), to those who may be written to by now.

    False when it would go to a contact or an address that nobody looked at, or to a company ticked
    before a reason to wait came up: it stays a draft, to be looked at again. `author`: who answers come to. `knowingly`: the companies to be written to
    although they wait for a word. Confirming again changes nothing more. Raises NotFound,
    StaleVersion, NobodyTicked, NobodyToWriteTo.
    """
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    if not mailing.plan(version, author, now):
        return True
    held = await mailings.excluded(mailing_id, RECIPIENTS_MAX, HELD)
    seen = _addresses([*await mailings.recipients(mailing_id, RECIPIENTS_MAX), *held])
    chosen = await mailings.companies_of(mailing_id)
    drafted = await read_addressees(uow, mailing.uai, chosen, solicits=mailing.solicits)
    told = _told(held, drafted, knowingly)
    if told:
        await _address(uow, mailing, chosen, knowingly)
    if not told or not _addresses(await mailings.recipients(mailing_id, RECIPIENTS_MAX)) <= seen:
        mailing.show_again()
        await mailings.address(mailing, drafted)
        await mailings.save(mailing)
        return False
    await mailings.set_waiting(mailing_id, now)
    await mailings.save(mailing)
    await uow.schedule(JOB, key=str(mailing_id), due_at=now + GRACE, uai=mailing.uai)
    return True


async def _address(
    uow: UnitOfWork, mailing: Mailing, chosen: Collection[UUID], knowingly: Collection[UUID]
) -> None:
    found = await read_addressees(
        uow, mailing.uai, list(chosen), solicits=mailing.solicits, knowingly=knowingly
    )
    if not any(isinstance(one, Contact) for _, one in found):
        if any(isinstance(one, Held) for _, one in found):
            raise NobodyTicked(field="knowingly")
        raise NobodyToWriteTo
    # Of those no word was said of, it is not kept whom it would have gone to.
    told = [(company, one.because if isinstance(one, Held) else one) for company, one in found]
    await Mailings(uow).address(mailing, told)


def _told(
    held: Iterable[Recipient],
    drafted: Iterable[tuple[UUID, Addressed]],
    knowingly: Collection[UUID],
) -> bool:
    """Whether why each company that is ticked waits by now was shown to who ticked it."""
    shown = {one.company_id: one.excluded for one in held}
    waiting = [(company_id, one.because) for company_id, one in drafted if isinstance(one, Held)]
    return all(says(shown.get(one), because) for one, because in waiting if one in knowingly)


def _addresses(letters: Iterable[Recipient]) -> set[tuple[UUID | None, str | None]]:
    return {(one.contact_id, one.mail_digest) for one in letters}
