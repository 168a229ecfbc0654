"""Agreements that run out: what is to be renewed, what a morning tells, what a calendar shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, bindparam, func, select

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_OWN
from services.partnerships.base.calendar import Moment, local_date, moment_of
from services.partnerships.partnerships.model.partnership import EXPIRES_WITHIN
from services.partnerships.partnerships.queries import Followed, all_followed, read_followed
from services.partnerships.partnerships.store import P, to_renew
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.renewals.store import STANDING, standing

TO_RENEW_SHOWN = 5
TO_RENEW_IN_WEEK = 20
DAYS_TOLD = 366
"""Agreements a calendar shows, those that end last first."""
SHOWN_AFTER = timedelta(days=365)
"""How long after its last day an agreement is still in a calendar."""


@dataclass(frozen=True)
class ToRenew:
    """The most pressing ones, and how many there are."""

    shown: Sequence[Followed]
    total: int

    @property
    def others(self) -> int:
        """How many agreements to renew are not shown."""
        return self.total - len(self.shown)

    @property
    def by_moment(self) -> Mapping[Moment, Sequence[Followed]]:
        """Partnerships shown, by when their last day is."""
        found: dict[Moment, list[Followed]] = {moment: [] for moment in Moment}
        for one in self.shown:
            found[moment_of(one.partnership.agreement.until_on, one.today)].append(one)
        return found


@dataclass(frozen=True)
class AgreementEnd:
    """The last day of an agreement, and since when it is to be renewed."""

    partnership_id: UUID
    until_on: date
    version: int

    @property
    def told_on(self) -> date:
        """The first morning it is spoken of."""
        return self.until_on - EXPIRES_WITHIN


async def read_to_renew(
    uow: UnitOfWork, of: Collection[Uai], most: int = TO_RENEW_SHOWN
) -> ToRenew:
    """Signed agreements of these lycées that run out soon, or have, the most pressing first."""
    today = local_date(uow.now)
    own = uow.scope.uais.intersection(of)
    rows = await RUNNING_OUT.of(uow, renewal_parameters(own, today, most))
    return ToRenew([read_followed(row, today) for row in rows], rows[0].total if rows else 0)


def renewal_parameters(
    own: Collection[Uai], today: date, most: int = TO_RENEW_SHOWN
) -> Mapping[str, Any]:
    """What the agreements that run out are asked with."""
    return {"own": sorted(own), "renew_by": today + EXPIRES_WITHIN, "renewals_shown": most}


RUNNING_OUT = Reading(
    all_followed()
    .add_columns(func.count().over().label("total"))
    .where(P.uai == ONE_OF_OWN, *STANDING, P.until_on <= bindparam("renew_by", type_=Date))
    .order_by(P.until_on, P.partnership_id)
    .limit(bindparam("renewals_shown", type_=Integer)),
    lambda rows: rows,
)
"""Signed agreements that run out soon, or have, the most pressing first, and how many there are."""


async def count_recalled(uow: UnitOfWork, digest_id: UUID) -> Sequence[tuple[date, int]]:
    """How many agreements the mail of a morning speaks of, by their last day.

    Whenever it leaves; not those that were renewed or ended meanwhile.
    """
    spoken_of = (P.recalled_in == digest_id, to_renew(local_date(uow.now)))
    statement = (
        select(P.until_on, func.count().label("many"))
        .where(*standing(uow.scope.uais), *spoken_of)
        .group_by(P.until_on)
        .order_by(P.until_on)
    )
    return [(row.until_on, row.many) for row in await uow.execute(statement)]


async def read_agreement_ends(uow: UnitOfWork) -> Sequence[AgreementEnd]:
    """The last days of the agreements that stand, in order; not of those long over."""
    statement: Any = (
        select(P.partnership_id, P.until_on, P.version)
        .select_from(partnerships)
        .where(*standing(uow.scope.uais), P.until_on >= local_date(uow.now) - SHOWN_AFTER)
        .order_by(P.until_on.desc(), P.partnership_id)
        .limit(DAYS_TOLD)
    )
    found = [AgreementEnd(**row) for row in (await uow.execute(statement)).mappings()]
    return sorted(found, key=lambda one: (one.until_on, one.partnership_id))
