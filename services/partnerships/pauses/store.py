"""Pauses of sites: that there is one is shared, why is the lycée's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Select, bindparam, delete, func, insert, select

from contracts.identifiers import SiteKey, Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.base.asked import ONE_OF_OWN, ONE_OF_SITES
from services.partnerships.companies.tables.companies import companies, sites
from services.partnerships.pauses.model import Pause, PauseReason, RolesAt, of_nobody, readable
from services.partnerships.pauses.tables import site_pause_reasons, site_pauses

P, R = site_pauses.c, site_pause_reasons.c

TO_REVIEW_SHOWN = 5


@dataclass(frozen=True)
class PauseToReview:
    """A pause of the lycée whose day comes: why is read on the company's page."""

    uai: Uai
    company_id: UUID
    company: str
    until_on: date


class Pauses:
    """The pauses of the department's sites."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def at(
        self, site_ids: Collection[UUID], roles_at: RolesAt = of_nobody
    ) -> Mapping[UUID, Sequence[Pause]]:
        """Who asks for a pause of each site; why, where who is that may read it; nobody else."""
        found: dict[UUID, list[Pause]] = {site_id: [] for site_id in site_ids}
        for row in await PAUSES.of(self._uow, {"site_ids": list(site_ids)}):
            found[row.site_id].append(_pause(row, roles_at(Uai(row.uai))))
        return found

    async def of(self, uai: Uai, site_id: UUID, *, by_company: bool = False) -> Pause | None:
        """The lycée's own pause of a site, or the one the company asked it for."""
        wanted = _select().where(P.uai == uai, P.site_id == site_id, P.by_company.is_(by_company))
        row = (await self._uow.execute(wanted)).first()
        return _pause(row, ()) if row else None

    async def add(self, pause: Pause) -> None:
        """Record one with its reason."""
        given = {"uai": pause.uai, "pause_id": pause.id}
        names = ("site_id", "by_company", "paused_on", "until_on")
        shared = {name: getattr(pause, name) for name in names}
        await self._uow.execute(insert(site_pauses).values(**given, **shared))
        await self._uow.execute(
            insert(site_pause_reasons).values(**given, reason=pause.reason, details=pause.details)
        )

    async def remove(self, pause: Pause) -> None:
        """Take one away, and why it was."""
        await self._uow.execute(
            delete(site_pauses).where(P.uai == pause.uai, P.pause_id == pause.id)
        )

    async def to_review(self, before: date) -> Sequence[PauseToReview]:
        """The pauses of the lycées in scope that are lifted by themselves soon, the first ones."""
        given = {"own": sorted(self._uow.scope.uais), "review_by": before}
        return await TO_REVIEW.of(self._uow, given)


TO_REVIEW = Reading(
    select(P.uai, P.until_on, companies.c.company_id, companies.c.name)
    .join(sites, sites.c.site_id == P.site_id)
    .join(companies, companies.c.company_id == sites.c.company_id)
    .where(P.uai == ONE_OF_OWN, P.until_on <= bindparam("review_by", type_=Date))
    .order_by(P.until_on, P.pause_id)
    .limit(TO_REVIEW_SHOWN),
    lambda rows: [
        PauseToReview(Uai(row.uai), row.company_id, row.name, row.until_on) for row in rows
    ],
)
"""The pauses that are lifted by themselves soon, the first ones."""


def _select() -> Select[Any]:
    return (
        select(
            *site_pauses.c,
            sites.c.site_key,
            func.coalesce(lycees.c.name, P.uai).label("lycee"),
            R.reason,
            R.details,
        )
        .join(sites, sites.c.site_id == P.site_id)
        .outerjoin(lycees, lycees.c.lycee == P.uai)
        .outerjoin(site_pause_reasons, R.pause_id == P.pause_id)
    )


PAUSES = Reading(
    _select().where(P.site_id == ONE_OF_SITES).order_by(P.paused_on, P.uai, P.by_company),
    lambda rows: rows,
)


def _pause(row: Row[Any], roles: Collection[str]) -> Pause:
    reason = PauseReason(row.reason) if row.reason else None
    shown = reason is not None and readable(reason, roles)
    return Pause(
        id=row.pause_id,
        uai=Uai(row.uai),
        lycee=row.lycee,
        site_id=row.site_id,
        site_key=SiteKey(row.site_key),
        paused_on=row.paused_on,
        until_on=row.until_on,
        reason=reason if shown else None,
        details=row.details if shown else None,
        by_company=row.by_company,
    )
