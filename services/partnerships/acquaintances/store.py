"""Who knows which company: shared dates without any content, and each lycée's first meeting."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import PublicText, Uai
from contracts.partnerships.companies import OnboardingReason
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import (
    acquaintances,
    cardless_meetings,
    lycees,
    onboardings,
)
from services.partnerships.base.asked import ONE_OF_COMPANIES
from services.partnerships.base.calendar import local_date
from services.partnerships.base.chunks import in_pieces


@dataclass(frozen=True)
class Acquaintance:
    """A lycée that knows a company: when they last spoke, when it last hosted a pupil."""

    uai: Uai
    lycee: str
    last_on: date | None
    hosted_on: date | None
    """Since when, from the day the host agreed: a pupil may be expected only."""
    today: date

    @property
    def latest_on(self) -> date | None:
        """The last sign of life of either kind; a pupil who is expected gave none yet."""
        days = (day for day in (self.last_on, self.hosted_on) if day and day <= self.today)
        return max(days, default=None)


class Acquaintances:
    """Which lycée knows which site."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add_all(self, uai: Uai, known: Collection[tuple[UUID, UUID]]) -> None:
        """Note that a lycée has these (company, site) on its list; saying it again is harmless."""
        async for piece in in_pieces(sorted(known)):
            rows = [{"uai": uai, "company_id": c, "site_id": s} for c, s in piece]
            await self._uow.execute(insert(acquaintances).on_conflict_do_nothing(), rows)

    async def host(self, uai: Uai, company_id: UUID, site_id: UUID, on: date) -> None:
        """Note that a site hosts pupils of the lycée from that day on."""
        added = insert(acquaintances).values(
            uai=uai, site_id=site_id, company_id=company_id, hosted_on=on, n_30d=0
        )
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["uai", "site_id"],
                set_={
                    "hosted_on": func.greatest(acquaintances.c.hosted_on, added.excluded.hosted_on)
                },
            )
        )

    async def onboard(self, uai: Uai, company_id: UUID, reason: OnboardingReason, on: date) -> bool:
        """Whether this is the lycée's first meeting with the company: true once, ever."""
        statement = insert(onboardings).values(
            uai=uai, company_id=company_id, reason=reason, onboarded_on=on
        )
        added = await self._uow.execute(
            statement.on_conflict_do_nothing().returning(onboardings.c.company_id)
        )
        if added.first() is None:
            return False
        # Told before the registry lost the company's card: it has one again.
        own = cardless_meetings.c
        before = delete(cardless_meetings).where(own.uai == uai, own.company_id == company_id)
        if (await self._uow.execute(before)).rowcount:
            await self.note_told(uai, company_id)
            return False
        return True

    async def note_told(self, uai: Uai, company_id: UUID) -> None:
        """Note that the department was told of the first meeting."""
        await self._uow.execute(
            update(onboardings)
            .where(onboardings.c.uai == uai, onboardings.c.company_id == company_id)
            .values(told=1)
        )

    async def sites_known_to(self, uai: Uai, site_ids: Collection[UUID]) -> set[UUID]:
        """Which of these sites are on the lycée's list."""
        statement = select(acquaintances.c.site_id).where(
            acquaintances.c.uai == uai, acquaintances.c.site_id.in_(list(site_ids))
        )
        return set((await self._uow.execute(statement)).scalars())

    async def of(self, company_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Acquaintance]]:
        """The lycées that know each company, the one that spoke last first."""
        rows = await KNOWN.of(self._uow, {"company_ids": list(company_ids)})
        today = local_date(self._uow.now)
        return {company_id: known_of(rows.get(company_id, ()), today) for company_id in company_ids}


def _by_company(rows: Rows) -> Mapping[UUID, Sequence[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.company_id, []).append(row)
    return found


KNOWN = Reading(
    select(
        acquaintances.c.company_id,
        acquaintances.c.uai,
        func.coalesce(lycees.c.name, acquaintances.c.uai).label("lycee"),
        func.max(acquaintances.c.last_on).label("last_on"),
        func.max(acquaintances.c.hosted_on).label("hosted_on"),
    )
    .select_from(acquaintances.outerjoin(lycees, lycees.c.lycee == acquaintances.c.uai))
    .where(acquaintances.c.company_id == ONE_OF_COMPANIES)
    .group_by(acquaintances.c.company_id, acquaintances.c.uai, lycees.c.name),
    _by_company,
)
"""Which lycées know these companies; `known_of` reads the rows of one."""


def known_of(rows: Sequence[Any], today: date) -> Sequence[Acquaintance]:
    """The lycées that know a company, the one that spoke last first."""
    known = [
        Acquaintance(Uai(row.uai), row.lycee, row.last_on, row.hosted_on, today) for row in rows
    ]
    return sorted(known, key=lambda a: (a.latest_on or date.min, a.lycee), reverse=True)


class Lycees:
    """Names of the lycées of the department, as the portal tells them."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def all(self) -> Sequence[Uai]:
        """Every lycée of the department that was told of."""
        return [Uai(one) for one in (await self._uow.execute(select(lycees.c.lycee))).scalars()]

    async def name_of(self, uai: Uai) -> str:
        """What a lycée is called; its number while nobody told."""
        statement = select(lycees.c.name).where(lycees.c.lycee == uai)
        return (await self._uow.execute(statement)).scalar() or uai

    async def names_of(self, uais: Collection[Uai]) -> Mapping[Uai, str]:
        """What some lycées are called, as `name_of` says of one."""
        statement = select(lycees.c.lycee, lycees.c.name).where(lycees.c.lycee.in_(uais))
        known = {row.lycee: row.name for row in await self._uow.execute(statement)}
        return {uai: known.get(uai) or uai for uai in uais}

    async def keep(self, uai: Uai, name: PublicText, version: int) -> None:
        """Keep a name unless a newer one is known."""
        added = insert(lycees).values(lycee=uai, name=name, version=version)
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["lycee"],
                set_={"name": added.excluded.name, "version": added.excluded.version},
                where=lycees.c.version < added.excluded.version,
            )
        )
