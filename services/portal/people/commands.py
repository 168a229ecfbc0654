"""Commands of people: somebody is to come in no more."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.end_access import end_access
from services.portal.accesses.model import Access, AccessState
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts
from services.portal.api_tokens.store import ApiTokens
from services.portal.calendar.store import CalendarFeeds
from services.portal.letters.store import Letters
from services.portal.permissions import Powers
from services.portal.sessions.store import Sessions
from services.portal.sign_in.store import HalfSignIns

PARIS = ZoneInfo("Europe/Paris")


async def close_account(
    uow: UnitOfWork, *, account_id: UUID, powers: Powers | None, now: datetime
) -> bool:
    """Close an account (fermeture de compte) with all that opens anything, in the whole department.

    Its roles end now, those to come too; its sessions, tokens, letters and calendar open nothing.
    `powers` are those of who closes it: what it holds where they give no access stays, and the
    account with it. Without, it is the command line. Returns whether the account is closed. Raises
    NotFound where it holds nothing, Forbidden for a role that is not theirs to end: a head's own.
    """
    speaker = await Accounts(uow).lycee_of(account_id, on=now.astimezone(PARIS).date())
    ending = [
        one
        for one in await _standing(uow, account_id, now)
        if powers is None or one.uai in powers.titles
    ]
    if powers is not None and not ending:
        raise NotFound
    for access in ending:
        await end_access(uow, access_id=access.id, version=access.version, powers=powers, now=now)
    # Whoever gives it another role meanwhile waits, and then finds it closed; or is seen here.
    await Accounts(uow).lock(account_id)
    if await _standing(uow, account_id, now):
        return False
    await Letters(uow).end_all(account_id, now=now)
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)
    await ApiTokens(uow).revoke_all(account_id, now=now)
    await CalendarFeeds(uow).remove(account_id)
    await Accounts(uow).close(account_id, now=now)
    uai = speaker or uow.department_uai
    await audit_log.note_doing(uow, action="close-account", resource_id=account_id, uai=uai)
    return True


async def _standing(uow: UnitOfWork, account_id: UUID, now: datetime) -> list[Access]:
    """What it holds or will hold."""
    today = now.astimezone(PARIS).date()
    held = [holder.access for holder in await Accesses(uow).holders(account_id=account_id)]
    return [one for one in held if one.standing(today) is not AccessState.OVER]
