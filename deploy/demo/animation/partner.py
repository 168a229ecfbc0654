"""The partner of the demonstration: the Greta, whose account answers the needs handed to it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from deploy.demo.animation.actors import directory_of
from deploy.demo.animation.needs import GRETA
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import ACCOUNTS
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.coordination.actor_accounts.commands import tie_account
from services.portal.accounts.store import Accounts

_TIED_DAYS_AGO = 30


async def partner(calendar: Calendar, portal: UnitsOfWork) -> Sequence[Step]:
    """Its account answers for the Greta since a month."""
    steps: list[Step] = []
    at = calendar.at(calendar.today - timedelta(days=_TIED_DAYS_AGO), 9)
    async with portal.begin(Scope(frozenset(), department_wide=True)) as uow:
        for one in ACCOUNTS:
            account = await Accounts(uow).by_mail(one.mail) if one.role is Role.PARTNER else None
            if account is not None:
                steps.append(Step(f"partner:{one.mail}", None, at, [_answers(account.id)]))
    return steps


def _answers(account_id: UUID) -> Act:
    async def act(uow: UnitOfWork) -> None:
        actor_id = (await directory_of(uow)).get(GRETA)
        if actor_id is None:
            raise NotFound
        await tie_account(uow, actor_id=actor_id, account_id=account_id, now=uow.now)

    return act
