"""Commands of accesses of partners: one opened by the supervisor, ended when the directory says so."""

from datetime import datetime
from operator import itemgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.coordination.actor_people import ActorPersonId
from contracts.identifiers import AccountId
from contracts.partnerships.actors import ActorId
from contracts.portal.accounts import SignInLetterKind
from contracts.portal.partner_accesses import PartnerAccessOpenedV1
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.end_access import end_access
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accesses.commands.restore_access import restore_access
from services.portal.accesses.model import Access, AccessState
from services.portal.accesses.store import Accesses
from services.portal.accounts.model.account import Account, checked_mail, checked_name
from services.portal.accounts.store import Accounts
from services.portal.inactivity.commands import unname_accounts
from services.portal.letters.commands import ask_letter
from services.portal.partner_accesses.model import (
    CLOSING,
    AccessClosing,
    AddressCorrected,
    AddressHasAccount,
    Closing,
)
from services.portal.people.commands import close_account
from services.portal.permissions import Powers

PARIS = ZoneInfo("Europe/Paris")
CLOSED_KIND = "partner_access"


async def open_partner_access(
    uow: UnitOfWork,
    *,
    actor_id: UUID,
    person_id: UUID,
    mail: str,
    display_name: str,
    powers: Powers,
    now: datetime,
) -> UUID:
    """Open an account of a partner (accès de partenaire) and invite whose it is; return its id.

    Raises AddressHasAccount, and then nothing is changed; Invalid, NotFound, Forbidden.
    """
    account = Account(uow.new_id(), checked_mail(mail), checked_name(display_name), None)
    if not await Accounts(uow).add_unless_taken(account, now=now):
        raise AddressHasAccount
    today, whose = now.astimezone(PARIS).date(), uow.department_uai
    await grant_access(
        uow,
        account_id=account.id,
        role=Role.PARTNER,
        uais=(None,),
        from_on=today,
        last_day=None,
        powers=powers,
        now=now,
    )
    invitation = SignInLetterKind.INVITATION
    await ask_letter(uow, account_id=account.id, kind=invitation, uai=whose, now=now)
    await audit_log.note_doing(uow, action="invite-person", resource_id=account.id, uai=whose)
    _publish(uow, account.id, actor_id, person_id, version=1, now=now)
    return account.id


async def reopen_partner_access(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    actor_id: UUID,
    person_id: UUID,
    mail: str,
    powers: Powers,
    now: datetime,
) -> None:
    """Give an access of a partner again that was just ended (accès rendu), to the same account.

    What was signed in stays signed out; a closed account lost its password, and is invited anew.
    Raises AccessClosing while it is being closed, AddressCorrected, AddressHasAccount, AccessOver a day
    after it ended, NotFound.
    """
    whose = uow.department_uai
    is_open = await Accounts(uow).lock(account_id)
    last = await last_ended(uow, account_id=account_id)
    if not is_open:
        if not await Accounts(uow).has_mail(account_id, mail):
            raise AddressCorrected
        if not await Accounts(uow).reopen(account_id):
            raise AddressHasAccount
    await restore_access(
        uow, access_id=last.id, version=last.version, until_on=None, powers=powers, now=now
    )
    account = await Accounts(uow).get(account_id)
    if account is not None and account.password_hash is None:
        invitation = SignInLetterKind.INVITATION
        await ask_letter(uow, account_id=account_id, kind=invitation, uai=whose, now=now)
    _publish(uow, account_id, actor_id, person_id, version=last.version + 1, now=now)


async def last_ended(uow: UnitOfWork, *, account_id: UUID) -> Access:
    """The access of a partner an account held last. Raises AccessClosing where none is over."""
    held = await Accesses(uow).held(account_id, None)
    ended = [
        (one.ended_at, one)
        for one in held
        if one.role == Role.PARTNER.value and one.ended_at is not None
    ]
    if not ended:
        raise AccessClosing
    return max(ended, key=itemgetter(0))[1]


def _publish(
    uow: UnitOfWork,
    account_id: UUID,
    actor_id: UUID,
    person_id: UUID,
    *,
    version: int,
    now: datetime,
) -> None:
    opened = PartnerAccessOpenedV1(
        account_id=AccountId(account_id),
        actor_id=ActorId(actor_id),
        person_id=ActorPersonId(person_id),
        occurred_on=now.astimezone(PARIS).date(),
    )
    uow.publish(opened, version=version, uai=uow.department_uai)


async def plan_closing(uow: UnitOfWork, *, account_id: UUID, erased: bool, now: datetime) -> None:
    """Have an account closed at once (fermeture demandée), in the scope of the department.

    An erasure is noted here: a backup brings nobody’s account back for good.
    """
    whose = uow.department_uai
    await uow.schedule(CLOSING, key=Closing(account_id, erased).key(now), due_at=now, uai=whose)
    if erased:
        uow.erased.note(CLOSED_KIND, account_id, lycee=whose)


async def end_partner_access(
    uow: UnitOfWork, *, account_id: UUID, erased: bool, now: datetime
) -> None:
    """End what an account holds as a partner (fin d’accès), and close it where it holds nothing else.

    `erased`: nothing is kept of whose it was. An account that never was a partner’s is left alone.
    """
    await Accounts(uow).lock(account_id)
    held = await Accesses(uow).held(account_id, None)
    own = [one for one in held if one.role == Role.PARTNER.value]
    if not own:
        return
    today = now.astimezone(PARIS).date()
    for one in own:
        if one.standing(today) is not AccessState.OVER:
            await end_access(uow, access_id=one.id, version=one.version, powers=None, now=now)
    standing = await Accesses(uow).holders(account_id=account_id)
    if any(one.access.standing(today) is not AccessState.OVER for one in standing):
        return
    if await Accounts(uow).get(account_id) is not None:
        await close_account(uow, account_id=account_id, powers=None, now=now)
    if erased:
        await unname_accounts(uow, ids=[account_id], now=now)
