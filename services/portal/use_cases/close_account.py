"""Somebody is to come in no more."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.chassis import audit
from services.chassis.work import UnitOfWork
from services.portal.domain.access import Standing
from services.portal.storage.accesses import Accesses
from services.portal.storage.accounts import Accounts
from services.portal.storage.api_tokens import ApiTokens
from services.portal.storage.calendar_feeds import CalendarFeeds
from services.portal.storage.letters import Letters
from services.portal.storage.sessions import Sessions
from services.portal.use_cases.end_access import end_access

PARIS = ZoneInfo("Europe/Paris")


async def close_account(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> None:
    """Close an account (fermeture de compte), from the command line, with all that opens anything.

    Its roles end now, those to come too; its sessions, tokens, letters and calendar open nothing.
    """
    today = now.astimezone(PARIS).date()
    speaker = await Accounts(uow).lycee_of(account_id, on=today) or uow.department_uai
    for holder in await Accesses(uow).holders(account_id=account_id):
        if holder.access.standing(today) is not Standing.OVER:
            await end_access(
                uow,
                access_id=holder.access.id,
                version=holder.access.version,
                powers=None,
                now=now,
            )
    await Letters(uow).end_all(account_id, now=now)
    await Sessions(uow).end_all(account_id)
    await ApiTokens(uow).revoke_all(account_id, now=now)
    await CalendarFeeds(uow).remove(account_id)
    await Accounts(uow).close(account_id, now=now)
    await audit.note_doing(uow, action="close-account", resource_id=account_id, uai=speaker)
