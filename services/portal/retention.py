"""How long closed accounts keep their name and unused ones stay, and sign-in traces are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import AccountId
from contracts.portal.partner_accesses import PartnerAccountUnusedV1
from services.chassis.base.identity import Role
from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.accounts.tables import accounts, grants
from services.portal.attempts.tables import sign_in_failures
from services.portal.base.calendar import PARIS
from services.portal.inactivity.commands import NOWHERE, unname_accounts
from services.portal.inactivity.queries import accounts_to_close
from services.portal.inactivity.store import Inactivity
from services.portal.letters.tables import sign_in_letters
from services.portal.people.commands import close_account
from services.portal.second_factor.model import NOTICES_KEPT_FOR
from services.portal.second_factor.tables import second_factor_notices

retention = Retention("portal")
YEAR = timedelta(days=365)


async def closed_accounts(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Accounts closed, or without any right, for a year."""
    held = select(grants.c.grant_id).where(
        grants.c.account_id == accounts.c.account_id,
        (grants.c.until_on.is_(None)) | (grants.c.until_on >= (now - YEAR).date()),
    )
    statement = (
        select(accounts.c.account_id)
        .where(
            accounts.c.mail.not_like(f"%@{NOWHERE}"),
            (accounts.c.closed_at < now - YEAR)
            | (~held.exists() & (accounts.c.created_at < now - YEAR)),
        )
        .limit(limit)
    )
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def unname_closed(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """The id and its rights stay: registers say what it did, and who gave and took over what."""
    await unname_accounts(uow, ids=ids, now=now)
    return ids


async def unused_accounts(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Accounts nobody signed in to for two years, whose owner was told twice."""
    return [Due(one) for one in (await accounts_to_close(uow, now=now))[:limit]]


async def close_and_unname(
    uow: UnitOfWork, ids: Collection[UUID], now: datetime
) -> Collection[UUID]:
    """Close accounts and take their names away at once; who signs in meanwhile stays."""
    for account_id in sorted(ids):
        await Accounts(uow).lock(account_id)
    unused = set(await accounts_to_close(uow, now=now))
    going = [one for one in ids if one in unused]
    await Inactivity(uow).forget(going)
    today = now.astimezone(PARIS).date()
    for account_id in going:
        if Role.PARTNER in await Accounts(uow).roles(account_id, on=today):
            told = PartnerAccountUnusedV1(account_id=AccountId(account_id), occurred_on=today)
            uow.publish(told, uai=uow.department_uai)
        await close_account(uow, account_id=account_id, powers=None, now=now)
    await unname_accounts(uow, ids=going, now=now)
    return going


retention.keep(
    Rule(
        "unused_accounts",
        "Comptes inutilisés",
        "24 mois, après deux courriels",
        unused_accounts,
        close_and_unname,
        shared=True,
    )
)
retention.keep(
    Rule("accounts", "Comptes fermés", "1 an", closed_accounts, unname_closed, shared=True)
)
retention.keep(
    aged(
        "sign_in_letters",
        "Liens et codes de connexion",
        of=sign_in_letters,
        key="letter_id",
        since="asked_at",
        kept=timedelta(days=30),
        period="30 jours",
    )
)
retention.keep(
    aged(
        "second_factor_notices",
        "Avis sur la double authentification",
        of=second_factor_notices,
        key="notice_id",
        since="asked_at",
        kept=NOTICES_KEPT_FOR,
        period="30 jours",
    )
)
retention.keep(
    aged(
        "sign_in_failures",
        "Échecs de connexion",
        of=sign_in_failures,
        key="failure_id",
        since="failed_at",
        kept=timedelta(days=1),
        period="1 jour",
    )
)
keep_the_chassis(retention)
