"""What a mail about an unused account says, and which accounts go today."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.portal.inactivity import InactivityNotice
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.inactivity.model import Warned, standing
from services.portal.inactivity.store import Inactivity

PARIS = ZoneInfo("Europe/Paris")


async def standing_warnings(uow: UnitOfWork, *, now: datetime) -> Mapping[UUID, Warned]:
    """By account, what was told and still holds."""
    kept = Inactivity(uow)
    accounts = await kept.accounts(on=now.astimezone(PARIS).date())
    return standing(await kept.warned(), accounts)


async def accounts_to_close(uow: UnitOfWork, *, now: datetime) -> Sequence[UUID]:
    """Accounts whose day has come, after two mails and without a sign-in."""
    today = now.astimezone(PARIS).date()
    warned = await standing_warnings(uow, now=now)
    return [one for one, told in warned.items() if told.is_over(today)]


async def notice_to_send(uow: UnitOfWork, *, notice_id: UUID, now: datetime) -> InactivityNotice:
    """To whom a mail goes and what it says. Raises NotFound once nothing is known of it."""
    told = await Inactivity(uow).told_by(notice_id)
    if told is None:
        raise NotFound
    account = await Accounts(uow).get(told.account_id)
    holds = (await standing_warnings(uow, now=now)).get(told.account_id) == told
    return InactivityNotice(
        standing=holds and account is not None,
        mail=account.mail if account else "",
        display_name=account.display_name if account else "",
        unused_since=told.used_at.astimezone(PARIS).date(),
        closes_on=told.closes_on,
        last=told.last_id == notice_id,
    )
