"""Telling owners of unused accounts, each morning who is due."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update

from contracts.portal.inactivity import InactivityNoticeAskedV1, InactivityNoticeId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.tables import accounts
from services.portal.calendar.tables import calendar_feeds
from services.portal.inactivity.model import Warned, closes_on, first_due, spared, standing
from services.portal.inactivity.store import Inactivity
from services.portal.inactivity.tables import inactivity_warnings
from services.portal.second_factor.tables import recovery_codes, second_factors
from services.portal.sign_in.tables import half_sign_ins

PARIS = ZoneInfo("Europe/Paris")
NAMELESS = "Compte effacé"
NOWHERE = "efface.invalid"
JOB = "unused-accounts"
IN_THE_MORNING = time(6, 15)


async def plan_telling(uow: UnitOfWork, *, now: datetime) -> None:
    """Have accounts looked at tomorrow morning; planned already, it stays so."""
    tomorrow = now.astimezone(PARIS).date() + timedelta(days=1)
    due_at = datetime.combine(tomorrow, IN_THE_MORNING, tzinfo=PARIS)
    await uow.schedule(JOB, key=tomorrow.isoformat(), due_at=due_at)


async def tell_of_unused_accounts(uow: UnitOfWork, *, now: datetime) -> None:
    """Have their owners written to (compte inutilisé): after 23 months, and a week before they go.

    Who signed in meanwhile is forgotten here, and told anew after as long.
    """
    today, kept = now.astimezone(PARIS).date(), Inactivity(uow)
    accounts, warned = await kept.accounts(on=today), await kept.warned()
    holding = standing(warned, accounts)
    await kept.forget([one.account_id for one in warned if one.account_id not in holding])
    stays = spared(accounts.values())
    for account_id, one in accounts.items():
        told = holding.get(account_id)
        if told is not None and told.is_due_again(today):
            notice_id = _ask(uow, today)
            await kept.keep(told.told_again(notice_id, today))
        elif told is None and account_id not in stays and first_due(one, today):
            notice_id = _ask(uow, today)
            await kept.keep(Warned(account_id, one.used_at, closes_on(one, today), notice_id))


async def note_told(uow: UnitOfWork, *, notice_id: UUID, on: date, now: datetime) -> None:  # noqa: ARG001 every command is given it
    """Keep that the mail left (titulaire prévenu): without the second one no account goes."""
    await Inactivity(uow).note_told(notice_id, on=on)


async def unname_accounts(uow: UnitOfWork, *, ids: Collection[UUID], now: datetime) -> None:
    """Keep of accounts their id and their rights alone (comptes effacés): registers say what they did."""
    those = list(ids)
    # Of notices of a second factor the mail was sent long ago: they go by their own age.
    of_an_account = (calendar_feeds, half_sign_ins, second_factors, recovery_codes)
    for table in (*of_an_account, inactivity_warnings):
        await uow.execute(delete(table).where(table.c.account_id.in_(those)))
    for account_id in those:
        nobody = f"{account_id}@{NOWHERE}"
        await uow.execute(
            update(accounts)
            .where(accounts.c.account_id == account_id)
            .values(
                mail=nobody,
                mail_key=nobody,
                display_name=NAMELESS,
                password_hash=None,
                second_factor_at=None,
                used_at=None,
                closed_at=now,
            )
        )


def _ask(uow: UnitOfWork, today: date) -> UUID:
    notice_id = InactivityNoticeId(uow.new_id())
    uow.publish(InactivityNoticeAskedV1(inactivity_notice_id=notice_id, occurred_on=today))
    return notice_id
