"""Who asked something of which site: shared by all bureaux, each writes its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SiteKey, Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.base.asked import ONE_OF_SITES
from services.partnerships.companies.tables.companies import sites
from services.partnerships.pressure.model import WINDOW, Solicited
from services.partnerships.pressure.tables import solicitations

S = solicitations.c


@dataclass(frozen=True)
class Untold:
    """A solicitation the department was not told of so far."""

    source_id: UUID
    site_id: UUID
    site_key: SiteKey
    solicited_on: date
    by_place: bool


_LAST = func.max(S.solicited_on)
SOLICITED = Reading(
    select(
        S.site_id,
        S.uai,
        func.coalesce(lycees.c.name, S.uai).label("lycee"),
        func.count().label("times"),
        _LAST.label("last_on"),
    )
    .select_from(solicitations.outerjoin(lycees, lycees.c.lycee == S.uai))
    .where(
        S.site_id == ONE_OF_SITES,
        S.solicited_on > bindparam("solicited_after"),
        S.solicited_on <= bindparam("solicited_until"),
    )
    .group_by(S.site_id, S.uai, lycees.c.name)
    .order_by(_LAST.desc(), S.uai),
    lambda rows: [
        (row.site_id, Solicited(Uai(row.uai), row.lycee, row.times, row.last_on)) for row in rows
    ],
)


def within_window(on: date) -> Mapping[str, date]:
    """What `SOLICITED` is asked about: the 30 days that end with this one."""
    return {"solicited_after": on - WINDOW, "solicited_until": on}


class Solicitations:
    """What the lycées of the department asked of hosts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(
        self, uai: Uai, *, source_id: UUID, site_id: UUID, on: date, by_place: bool
    ) -> None:
        """Note one; saying it again is harmless."""
        values = {
            "uai": uai,
            "source_id": source_id,
            "site_id": site_id,
            "by_place": by_place,
            "solicited_on": on,
        }
        await self._uow.execute(insert(solicitations).values(**values).on_conflict_do_nothing())

    async def take(self, uai: Uai, source_id: UUID) -> UUID | None:
        """Forget one; what the department knows it as, if it was told."""
        statement = delete(solicitations).where(S.uai == uai, S.source_id == source_id)
        taken = (await self._uow.execute(statement.returning(S.told_as))).first()
        return taken.told_as if taken else None

    async def at(self, site_ids: Collection[UUID], on: date) -> Mapping[UUID, Sequence[Solicited]]:
        """Who asked each site within the 30 days that end with this one, the last one first."""
        found: dict[UUID, list[Solicited]] = {site_id: [] for site_id in site_ids}
        asked = {"site_ids": list(site_ids), **within_window(on)}
        for site_id, one in await SOLICITED.of(self._uow, asked):
            found[site_id].append(one)
        return found

    async def untold(self, uai: Uai, since: date) -> Sequence[Untold]:
        """What is to be told, in an order that says nothing of who was meant."""
        statement = (
            select(S.source_id, S.site_id, S.solicited_on, S.by_place, sites.c.site_key)
            .join(sites, sites.c.site_id == S.site_id)
            .where(S.uai == uai, S.told_as.is_(None), S.solicited_on >= since)
            .order_by(sites.c.site_key, S.solicited_on)
            .with_for_update(of=solicitations)
        )
        return [
            Untold(r.source_id, r.site_id, SiteKey(r.site_key), r.solicited_on, r.by_place)
            for r in await self._uow.execute(statement)
        ]

    async def tell(self, uai: Uai, source_id: UUID, told_as: UUID) -> None:
        """Note under which id one was told."""
        statement = update(solicitations).where(S.uai == uai, S.source_id == source_id)
        await self._uow.execute(statement.values(told_as=told_as))
