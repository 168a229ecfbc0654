"""What became of one letter of a mail to many companies."""

from datetime import date, datetime
from uuid import UUID

from contracts.notifications.mails import LetterState
from contracts.partnerships.companies import InteractionKind, InteractionOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.exchanges.commands.log_interaction import log_interaction
from services.partnerships.exchanges.model import Exchange
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.mailings.model import Mailing, follows
from services.partnerships.mailings.store.letters import known_of
from services.partnerships.mailings.store.mailings import Mailings, Recipient


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
