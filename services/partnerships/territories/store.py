"""Who looks after which communes, and who leads with which company: shared by all bureaux."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import CommuneCode, Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import lycees
from services.partnerships.base.asked import ONE_OF_COMPANIES
from services.partnerships.territories.tables import company_leads, territories

T, L = territories.c, company_leads.c


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
    select(L.company_id, L.uai, L.taken_on, func.coalesce(lycees.c.name, L.uai).label("lycee"))
    .outerjoin(lycees, lycees.c.lycee == L.uai)
    .where(L.company_id == ONE_OF_COMPANIES),
    lambda rows: {row.company_id: Lead(Uai(row.uai), row.lycee, row.taken_on) for row in rows},
)


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
        """The same of several; with some, none does."""
        return await LEADS.of(self._uow, {"company_ids": list(company_ids)})

    async def take(self, uai: Uai, company_id: UUID, on: date) -> bool:
        """Whether the lycée now leads: false when another one does."""
        added = insert(company_leads).values(company_id=company_id, uai=uai, taken_on=on)
        taken = await self._uow.execute(added.on_conflict_do_nothing().returning(L.uai))
        return taken.first() is not None

    async def leave(self, uai: Uai, company_id: UUID) -> bool:
        """Whether the lycée led until now."""
        statement = delete(company_leads).where(L.company_id == company_id, L.uai == uai)
        return (await self._uow.execute(statement)).rowcount == 1
