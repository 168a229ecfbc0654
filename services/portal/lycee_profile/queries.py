"""What other services are told of a lycée and of who runs its bureau."""

from datetime import datetime

from contracts.identifiers import AccountId, Uai
from contracts.portal.accounts import BureauMember, BureauPeople
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import local_date
from services.portal.lycee_profile.store import LyceeProfiles
from services.portal.lycees.store import Lycees


async def bureau_people(uow: UnitOfWork, *, uai: Uai, now: datetime) -> BureauPeople:
    """Who runs the bureau of a lycée today; the DSDEN, which is no lycée, has none."""
    name = await Lycees(uow).name(uai)
    members = await Accounts(uow).holding(Role.RBDE, uai, on=local_date(now))
    profile = await LyceeProfiles(uow).of(uai)
    return BureauPeople(
        lycee=name or f"DSDEN {uow.department}",
        address=profile.on_one_line,
        members=tuple(
            BureauMember(
                account_id=AccountId(member.id), display_name=member.display_name, mail=member.mail
            )
            for member in members
        ),
    )
