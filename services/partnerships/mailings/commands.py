"""Commands of mailings (courriels à plusieurs): drafted, corrected, dropped, planned, cancelled, asked letter by letter, followed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import ContactId, MailingId, Uai
from contracts.notifications.mails import LetterState
from contracts.partnerships.companies import InteractionKind, InteractionOutcome, InteractionPurpose
from contracts.partnerships.mailings import MailingCancelledV1, MailingLetterAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.base.chunks import in_pieces
from services.partnerships.choices.model import NothingChosen
from services.partnerships.contacts.model import Contact
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.exchanges.model import Exchange
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.mailings.model import (
    GRACE,
    RECIPIENTS_MAX,
    Mailing,
    MailingStatus,
    MailingText,
    NobodyToWriteTo,
    TooManyRecipients,
    follows,
)
from services.partnerships.mailings.store.letters import known_of
from services.partnerships.mailings.store.mailings import Mailings, Recipient
from services.partnerships.recipients.model import HELD, Addressed, Held, NobodyTicked, says
from services.partnerships.recipients.store import read_addressees

JOB = "ask_letters"


async def ask_letters(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Have each contact written to, unless the mail was cancelled meanwhile. Raises NotFound."""
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    if mailing.status is not MailingStatus.PLANNED:
        return
    mailing.status = MailingStatus.SENT
    mailing.version += 1
    await mailings.save(mailing)
    today = local_date(now)
    async for piece in in_pieces(await mailings.waiting(mailing_id)):
        for contact_id in piece:
            asked = MailingLetterAskedV1(
                mailing_id=MailingId(mailing_id),
                contact_id=ContactId(contact_id),
                occurred_on=today,
            )
            uow.publish(asked, version=mailing.version, uai=mailing.uai)


async def cancel_mailing(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Cancel it (courriel annulé): what is leaving at this instant may leave, and is told then.

    Raises NotFound, MailingNotBegun.
    """
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    asked = mailing.status is MailingStatus.SENT
    if not mailing.cancel(now):
        return
    await mailings.save(mailing)
    await mailings.cancel_waiting(mailing_id, now)
    if asked:
        cancelled = MailingCancelledV1(
            mailing_id=MailingId(mailing_id), occurred_on=local_date(now)
        )
        uow.publish(cancelled, version=mailing.version, uai=mailing.uai)


async def correct_mailing(
    uow: UnitOfWork,
    *,
    mailing_id: UUID,
    version: int,
    text: MailingText,
    purpose: InteractionPurpose,
) -> None:
    """Correct a draft; whom it goes to depends on what it asks.

    Raises NotFound, MailingBegun, StaleVersion, PlaceholderUnknown.
    """
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    mailing.correct(version, text, purpose)
    await mailings.save(mailing)
    chosen = await mailings.companies_of(mailing_id)
    addressed = await read_addressees(uow, mailing.uai, chosen, solicits=mailing.solicits)
    await mailings.address(mailing, addressed)


async def draft_mailing(
    uow: UnitOfWork,
    *,
    text: MailingText,
    purpose: InteractionPurpose,
    company_ids: Sequence[UUID],
    author: UUID,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Keep it as a draft (courriel à plusieurs) with whom it would go to, and return its id.

    Raises NothingChosen, TooManyRecipients, PlaceholderUnknown, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    text.check()
    chosen = list(dict.fromkeys(company_ids))
    if not chosen:
        raise NothingChosen
    if len(chosen) > RECIPIENTS_MAX:
        raise TooManyRecipients
    mailing = Mailing(
        id=uow.new_id(), uai=lycee, text=text, purpose=purpose, author=author, drafted_at=now
    )
    mailings = Mailings(uow)
    await mailings.add(mailing)
    addressed = await read_addressees(uow, lycee, chosen, solicits=mailing.solicits)
    await mailings.address(mailing, addressed)
    return mailing.id


async def drop_mailing(uow: UnitOfWork, *, mailing_id: UUID) -> None:
    """Forget it (courriel abandonné); one that was confirmed is left as it is. Raises NotFound."""
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    if mailing.status is MailingStatus.DRAFT:
        await mailings.remove(mailing_id)


async def follow_letter(
    uow: UnitOfWork,
    *,
    mailing_id: UUID,
    contact_id: UUID,
    state: LetterState,
    on: date,
    now: datetime,
) -> None:
    """Note where it is; once it left, on the company's timeline (courriel consigné), also that it came back.

    It asks something of the company, as an exchange does, and does not renew « dernier échange ».

    A letter whose contact was erased since is nobody's. One that is sent a second time is noted once.
    """
    mailings = Mailings(uow)
    letter = await mailings.letter(mailing_id, contact_id, lock=True)
    if letter is None or not follows(letter.state, state):
        return
    await mailings.move(letter.id, state, now)
    if letter.interaction_id is not None:
        undelivered = state is LetterState.UNDELIVERED
        await Interactions(uow).mark_delivery(letter.interaction_id, undelivered=undelivered)
    elif state is LetterState.LEFT:
        mailing = await mailings.get(mailing_id)
        noted = await _note(uow, mailing, letter, on, now)
        await mailings.note_exchange(letter.id, noted)


async def _note(
    uow: UnitOfWork, mailing: Mailing, letter: Recipient, on: date, now: datetime
) -> UUID:
    text = mailing.text.filled(await known_of(uow, letter)) if mailing.text else None
    exchange = Exchange(
        kind=InteractionKind.MAIL,
        purpose=mailing.purpose,
        outcome=InteractionOutcome.NONE,
        occurred_on=min(on, local_date(now)),
        contact_id=letter.contact_id,
        note=text.note if text else None,
    )
    return await log_interaction(
        uow,
        company_id=letter.company_id,
        site_id=letter.site_id,
        exchange=exchange,
        uais=[mailing.uai],
        to_many=True,
        now=now,
    )


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
