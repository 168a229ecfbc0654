"""What pages and mails say of a second factor."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.portal.second_factor import SecondFactorNotice
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.second_factor.model import address_of, grouped
from services.portal.second_factor.store import Notices, RecoveryCodes, secret_behind
from services.portal.sessions.model import token_hash
from services.portal.sign_in.model import HalfSignIn
from services.portal.sign_in.store import HalfSignIns


class NoticeUnknown(NotFound):
    """No such notice was asked for, in this lycée."""

    code = "notice-unknown"


@dataclass(frozen=True)
class OwnFactor:
    """What an account has: since when, and how many recovery codes are left."""

    since: datetime
    codes_left: int


@dataclass(frozen=True)
class Shown:
    """What an application is given: an address for its camera, the same secret to type."""

    address: str
    secret: str


async def standing_of(uow: UnitOfWork, *, account_id: UUID) -> OwnFactor | None:
    """The second factor of an account; None while it has none."""
    account = await Accounts(uow).get(account_id)
    if account is None or account.second_factor_at is None:
        return None
    return OwnFactor(account.second_factor_at, await RecoveryCodes(uow).left(account_id))


async def shown_to(uow: UnitOfWork, *, account_id: UUID, factor_id: UUID) -> Shown:
    """What the application of an account is to be given."""
    account = await Accounts(uow).get(account_id)
    secret = secret_behind(uow, factor_id)
    return Shown(address_of(secret, mail=account.mail if account else ""), grouped(secret))


async def half_behind(uow: UnitOfWork, *, secret: str, now: datetime) -> HalfSignIn | None:
    """The sign-in half done with this secret, while its time lasts."""
    return await HalfSignIns(uow).get(token_hash(secret), now=now) if secret else None


async def notice_to_send(uow: UnitOfWork, *, notice_id: UUID) -> SecondFactorNotice:
    """What a mail about a second factor says. Raises NoticeUnknown, for another lycée too."""
    notice = await Notices(uow).get(notice_id)
    if notice is None:
        raise NoticeUnknown
    account = await Accounts(uow).get(notice.account_id)
    return SecondFactorNotice(
        standing=account is not None,
        kind=notice.kind,
        mail=account.mail if account else "",
        display_name=account.display_name if account else "",
        happened_at=notice.asked_at,
        codes_left=notice.codes_left,
    )
