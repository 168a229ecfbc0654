"""A bureau writes one mail to many companies, and looks at it first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.choices.model import NothingChosen
from services.partnerships.mailings.model import (
    RECIPIENTS_MAX,
    Mailing,
    MailingText,
    TooManyRecipients,
)
from services.partnerships.mailings.store.mailings import Mailings
from services.partnerships.recipients.store import read_addressees


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
