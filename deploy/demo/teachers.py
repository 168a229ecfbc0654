"""Teachers with an account: each is the referent of that name, and finds their pupils once signed in."""

from collections.abc import Sequence
from uuid import UUID

from deploy.demo.calendar import Calendar
from deploy.demo.lycees import ACCOUNTS, DemoAccount, DemoLycee
from deploy.demo.steps import Act, Step
from deploy.operations.units import units_of
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.internships.referents.commands import tie_account
from services.internships.referents.store.referents import Referents
from services.portal.accounts.store import Accounts


def teachers_of(lycee: DemoLycee) -> Sequence[DemoAccount]:
    """The accounts of the lycée that follow pupils."""
    return [one for one in ACCOUNTS if one.role is Role.REFERENT_TEACHER and lycee.uai in one.uais]


async def ties(settings: Settings, calendar: Calendar, lycees: Sequence[DemoLycee]) -> list[Step]:
    """A step for each lycée with such accounts, the day the demonstration is of."""
    found: list[Step] = []
    async with units_of(settings, "portal") as portal:
        for lycee in lycees:
            acts: list[Act] = []
            for teacher in teachers_of(lycee):
                async with portal.begin(Scope(frozenset({lycee.uai}))) as uow:
                    account = await Accounts(uow).by_mail(teacher.mail)
                if account is not None:
                    acts.append(_tie(calendar, lycee, teacher.name, account.id))
            if acts:
                at = calendar.at(calendar.today, 7)
                found.append(Step(f"{lycee.uai}:teachers", lycee.uai, at, acts))
    return found


def _tie(calendar: Calendar, lycee: DemoLycee, name: str, account_id: UUID) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = await Referents(uow).of_year([lycee.uai], calendar.year)
        for one in known:
            if one.name == name:
                await tie_account(
                    uow,
                    referent_id=one.id,
                    account_id=account_id,
                    there=[account_id],
                    now=uow.now,
                )

    return act
