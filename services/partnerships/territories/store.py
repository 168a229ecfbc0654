"""Who looks after which communes, and who leads with which company: shared by all bureaux."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.accounts import AccountLeadStatedV1
from contracts.identifiers import CommuneCode, Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.base.asked import ONE_OF_COMPANIES
from services.partnerships.territories.tables import (
    ARBITRATIONS,
    STANDING_LEADS,
    arbitrated_leads,
    company_leads,
    territories,
)

T, L, S = territories.c, company_leads.c, STANDING_LEADS.c
R, N = arbitrated_leads.c, ARBITRATIONS.c


@dataclass(frozen=True)
class Claim:
    """A commune of a lycée's territory."""

    uai: Uai
    lycee: str
    commune: CommuneCode


@dataclass(frozen=True)
class Lead:
    """The lycée that speaks for all with a company, since when."""

    uai: Uai
    lycee: str
    taken_on: date
    arbitrated: bool = False
    """Whether the DSDEN named it, that day."""


_NAME = func.coalesce(lycees.c.name, T.uai)
_EVERY = (
    select(T.uai, T.commune, _NAME.label("lycee"))
    .outerjoin(lycees, lycees.c.lycee == T.uai)
    .order_by(_NAME, T.uai, T.commune)
)


def _claims(rows: Rows) -> Sequence[Claim]:
    return [Claim(Uai(row.uai), row.lycee, CommuneCode(row.commune)) for row in rows]


EVERY_CLAIM = Reading(_EVERY, _claims)
CLAIMS = Reading(_EVERY.where(T.commune == any_(bindparam("communes", type_=ARRAY(Text)))), _claims)
LEADS = Reading(
    select(STANDING_LEADS, func.coalesce(lycees.c.name, S.uai).label("lycee"))
    .outerjoin(lycees, lycees.c.lycee == S.uai)
    .where(S.company_id == ONE_OF_COMPANIES),
    lambda rows: {
        row.company_id: Lead(Uai(row.uai), row.lycee, row.taken_on, row.arbitrated) for row in rows
    },
)
DECIDED_LEADS = Reading(
    select(N.company_id, N.decided_on).where(N.company_id == ONE_OF_COMPANIES),
    lambda rows: {row.company_id: row.decided_on for row in rows},
)
"""When the DSDEN decided who leads, or that nobody does, by company."""


class Territories:
    """The territories of the department's bureaux."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def claims(self, communes: Collection[str] | None = None) -> Sequence[Claim]:
        """Who looks after these communes, or after any, by name of lycée."""
        if communes is None:
            return await EVERY_CLAIM.of(self._uow, {})
        return await CLAIMS.of(self._uow, {"communes": list(communes)})

    async def keep(self, uai: Uai, communes: Collection[CommuneCode]) -> None:
        """Have a lycée look after these communes and no others."""
        await self._uow.execute(delete(territories).where(T.uai == uai))
        if communes:
            rows = [{"uai": uai, "commune": commune} for commune in sorted(communes)]
            await self._uow.execute(insert(territories).on_conflict_do_nothing(), rows)


class Leads:
    """Who leads with which company (chef de file)."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, company_id: UUID) -> Lead | None:
        """The lycée that leads, if one does."""
        return (await self.among([company_id])).get(company_id)

    async def among(self, company_ids: Collection[UUID]) -> Mapping[UUID, Lead]:
        """Leads of several companies; with some, none does."""
        return await LEADS.of(self._uow, {"company_ids": list(company_ids)})

    async def decided(self, company_ids: Collection[UUID]) -> Mapping[UUID, date]:
        """The companies whose lead the DSDEN decided, and when."""
        return await DECIDED_LEADS.of(self._uow, {"company_ids": list(company_ids)})

    async def follow(self, uai: Uai, told: AccountLeadStatedV1, version: int) -> None:
        """Keep what was decided, as a lycée was told; nothing older is kept over it."""
        facts = {
            "company_id": told.company_id,
            "holds": told.holds,
            "leads": told.leads,
            "decided_on": told.decided_on,
            "version": version,
        }
        added = insert(arbitrated_leads).values(
            key_account_id=told.key_account_id, uai=uai, **facts
        )
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["key_account_id", "uai"],
                set_={name: added.excluded[name] for name in facts},
                where=R.version < added.excluded.version,
            )
        )

    async def take(self, uai: Uai, company_id: UUID, on: date) -> bool:
        """Whether the lycée now leads: false when another one does."""
        added = insert(company_leads).values(company_id=company_id, uai=uai, taken_on=on)
        taken = await self._uow.execute(added.on_conflict_do_nothing().returning(L.uai))
        return taken.first() is not None

    async def leave(self, uai: Uai, company_id: UUID) -> bool:
        """Whether the lycée led until now."""
        statement = delete(company_leads).where(L.company_id == company_id, L.uai == uai)
        return (await self._uow.execute(statement)).rowcount == 1
