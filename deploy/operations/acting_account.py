"""On whose behalf a command works: an account, by the rights it holds today."""

from contracts.identifiers import Uai
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.permissions import Action, Permissions
from services.chassis.unit_of_work.unit_of_work import Actor
from services.internships.base.days import local_date
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.lycees.store import Lycees


async def actor_for(
    settings: Settings, mail: str, uai: Uai | None, permissions: Permissions, action: Action
) -> Actor:
    """The account, in the first of its roles that may do it for this lycée, or for the department.

    Raises ValueError.
    """
    async with units_of(settings, "portal") as units, units.begin(DEPARTMENT) as uow:
        if uai is not None and not await Lycees(uow).has(uai):
            raise ValueError(f"Le lycée {uai} n’est pas ouvert.")
        accounts = Accounts(uow)
        account = await accounts.by_mail(mail)
        for role in sorted(permissions.roles(action)):
            if role.department_wide != (uai is None):
                continue
            held = await accounts.holding(role, uai, on=local_date(uow.now))
            if account and account.id in {one.id for one in held}:
                return Actor(account.id, role.value)
    where = f" pour le lycée {uai}" if uai else ""
    raise ValueError(f"Le compte {mail} ne peut pas {action.said}{where}.")
