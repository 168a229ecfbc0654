"""What the registry holds for a lycée, counted in its tables."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.partnerships import AgreementState, PartnershipStage
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import (
    acquaintances,
    cardless_meetings,
    onboardings,
)
from services.partnerships.actions.model import TOLD_PARTNERS, ActionStatus
from services.partnerships.actions.tables import actions
from services.partnerships.partnerships.tables import partnerships
from services.partnerships.totals.tables import registry_statements


@dataclass(frozen=True)
class Counted:
    """What one lycée has at one instant."""

    companies: int
    onboarded: int
    partnerships_active: int
    actions_held: int | None
    """Actions held (actions menées); None where the head keeps them in the lycée."""


@dataclass(frozen=True)
class Statement:
    """Under which id, and as which telling, a lycée's totals are told."""

    totals_id: UUID
    version: int


class Statements:
    """The totals of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def next(self, uai: Uai) -> Statement:
        """The next telling of a lycée's totals."""
        first = insert(registry_statements).values(uai=uai, totals_id=self._uow.new_id(), version=1)
        told = first.on_conflict_do_update(
            index_elements=["uai"], set_={"version": registry_statements.c.version + 1}
        ).returning(registry_statements.c.totals_id, registry_statements.c.version)
        row = (await self._uow.execute(told)).one()
        return Statement(row.totals_id, row.version)

    async def count(self, uai: Uai) -> Counted:
        """Count everything in one statement, hence at one instant."""
        row = (await self._uow.execute(_counted(uai))).one()
        return Counted(row.companies, row.onboarded, row.partnerships_active, row.actions_held)

    async def count_agreements(self, uai: Uai, today: date) -> int:
        """How many active partnerships have a signed agreement that holds."""
        of = partnerships.c
        held = select(func.count()).where(
            of.uai == uai,
            of.stage == PartnershipStage.ACTIVE.value,
            of.agreement == AgreementState.SIGNED.value,
            of.until_on >= today,
        )
        return int((await self._uow.execute(held)).scalar_one())

    async def count_held(self, uai: Uai, year: SchoolYear) -> dict[str, int]:
        """Actions held in a school year: visits, interventions, the pupils who took part in any, and those with the network."""
        of = actions.c
        held = select(
            func.count().filter(of.kind == ActionKind.VISIT.value).label("visits"),
            func.count().filter(of.kind == ActionKind.INTERVENTION.value).label("interventions"),
            func.coalesce(func.sum(of.pupils), 0).label("participations"),
            func.count().filter(of.partners.op("&&")(_TOLD)).label("with_the_network"),
        ).where(
            of.uai == uai,
            of.status == ActionStatus.HELD.value,
            of.planned_on.between(year.first_day, year.last_day),
        )
        return dict((await self._uow.execute(held)).one()._mapping)  # noqa: SLF001  the public name of a row's columns


_TOLD = literal([one.value for one in TOLD_PARTNERS], ARRAY(Text))
"""The kinds of partners that the events of actions tell."""


def _counted(uai: Uai) -> Select[Any]:
    known = select(func.count(acquaintances.c.company_id.distinct())).where(
        acquaintances.c.uai == uai
    )
    told = select(func.coalesce(func.sum(onboardings.c.told), 0)).where(onboardings.c.uai == uai)
    cardless = select(func.count()).where(cardless_meetings.c.uai == uai)
    active = select(func.count()).where(
        partnerships.c.uai == uai, partnerships.c.stage == PartnershipStage.ACTIVE.value
    )
    held = select(func.count()).where(
        actions.c.uai == uai, actions.c.status == ActionStatus.HELD.value
    )
    return select(
        known.scalar_subquery().label("companies"),
        (told.scalar_subquery() + cardless.scalar_subquery()).label("onboarded"),
        active.scalar_subquery().label("partnerships_active"),
        held.scalar_subquery().label("actions_held"),
    )
