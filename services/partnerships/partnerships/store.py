"""Partnerships: each lycée's own."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, update

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import AgreementState, PartnershipScope, PartnershipStage
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.documents.store import Documents
from services.partnerships.partnerships.model.partnership import (
    EXPIRES_WITHIN,
    Agreement,
    Partnership,
)
from services.partnerships.partnerships.tables import partnerships, signed_before

P = partnerships.c
ENDED = PartnershipStage.ENDED.value


def names_somebody() -> ColumnElement[bool]:
    """Whether who signed is kept, or who did before the last change."""
    return or_(
        P.signatory_id.is_not(None),
        P.signed_for_lycee.is_not(None),
        P.before["agreement"]["signatory_id"].astext.is_not(None),
        P.before["agreement"]["signed_for_lycee"].astext.is_not(None),
    )


PARTNERSHIPS_WITH = Reading(
    select(partnerships)
    .where(P.company_id == COMPANY)
    .order_by(P.stage == ENDED, P.uai, P.partnership_id.desc()),
    lambda rows: [read_partnership(row) for row in rows],
)


class Partnerships:
    """The partnerships of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, partnership: Partnership) -> None:
        """Record a new one."""
        values = {"uai": partnership.uai, "company_id": partnership.company_id}
        await self._uow.execute(
            insert(partnerships).values(
                partnership_id=partnership.id, **values, **_changing(partnership)
            )
        )

    async def save(self, partnership: Partnership) -> None:
        """Record the present state of a known one."""
        await self._uow.execute(
            update(partnerships)
            .where(P.partnership_id == partnership.id)
            .values(**_changing(partnership))
        )

    async def get(self, partnership_id: UUID) -> Partnership:
        """Raises NotFound, for another lycée's too."""
        return await self._one(select(partnerships), partnership_id)

    async def get_for_update(self, partnership_id: UUID) -> Partnership:
        """Raises NotFound. Nobody else changes it until the commit."""
        return await self._one(select(partnerships).with_for_update(), partnership_id)

    async def open_with_both(self, one: UUID, other: UUID) -> bool:
        """Whether a lycée in scope has an open one with each of two companies."""
        statement = (
            select(P.uai)
            .where(P.company_id.in_((one, other)), P.stage != ENDED)
            .group_by(P.uai)
            .having(func.count() > 1)
            .limit(1)
        )
        return (await self._uow.execute(statement)).first() is not None

    async def of(self, company_id: UUID) -> Sequence[Partnership]:
        """Partnerships with a company, the open ones first."""
        return await PARTNERSHIPS_WITH.of(self._uow, {"company_id": company_id})

    async def of_lycee(self, uai: Uai) -> Sequence[Partnership]:
        """All of one lycée, as they came."""
        statement = select(partnerships).where(P.uai == uai).order_by(P.partnership_id)
        return [read_partnership(row) for row in await self._uow.execute(statement)]

    async def has_open(self, uai: Uai, company_id: UUID) -> bool:
        """Whether the lycée has one with the company that is not over."""
        open_ = select(P.partnership_id).where(
            P.uai == uai, P.company_id == company_id, P.stage != ENDED
        )
        return (await self._uow.execute(open_)).first() is not None

    async def forget_signatory(self, contact_id: UUID) -> None:
        """Keep that it was signed, and not by whom; what somebody else signed stays."""
        for column, theirs in (
            (P.signatory_id, P.signatory_id == contact_id),
            (P.before, signed_before(contact_id)),
        ):
            await self._uow.execute(update(partnerships).where(theirs).values({column: None}))

    async def forget_people_of(self, company_id: UUID) -> None:
        """Forget people as `forget_people` does, of all partnerships with a company."""
        ids = select(P.partnership_id).where(P.company_id == company_id)
        await self.forget_people((await self._uow.execute(ids)).scalars().all())

    async def forget_people(self, partnership_ids: Collection[UUID]) -> None:
        """Keep that there was a partnership: no signatory, no document."""
        ids = list(partnership_ids)
        await Documents(self._uow).remove_all(ids)
        await self._uow.execute(
            update(partnerships)
            .where(P.partnership_id.in_(ids))
            .values(signatory_id=None, signed_for_lycee=None, before=None)
        )

    async def _one(self, statement: Select[Any], partnership_id: UUID) -> Partnership:
        row = (await self._uow.execute(statement.where(P.partnership_id == partnership_id))).first()
        if row is None:
            raise NotFound
        return read_partnership(row)


def _changing(partnership: Partnership) -> dict[str, Any]:
    agreement = partnership.agreement
    return {
        "stage": partnership.stage.value,
        "stage_on": partnership.stage_on,
        "scopes": [scope.value for scope in partnership.scopes],
        "agreement": agreement.state.value,
        "signed_on": agreement.signed_on,
        "until_on": agreement.until_on,
        "signatory_id": agreement.signatory_id,
        "signed_for_lycee": agreement.signed_for_lycee,
        "before": partnership.before,
        "version": partnership.version,
    }


def read_partnership(row: Any) -> Partnership:
    """Read the columns of the table."""
    return Partnership(
        id=row.partnership_id,
        uai=Uai(row.uai),
        company_id=row.company_id,
        stage=PartnershipStage(row.stage),
        stage_on=row.stage_on,
        scopes=tuple(PartnershipScope(code) for code in row.scopes),
        agreement=Agreement(
            state=AgreementState(row.agreement),
            signed_on=row.signed_on,
            until_on=row.until_on,
            signatory_id=row.signatory_id,
            signed_for_lycee=row.signed_for_lycee,
        ),
        before=row.before,
        version=row.version,
    )


def to_renew(today: date) -> ColumnElement[bool]:
    """Whether one that stands is to be renewed, or should have been."""
    return P.until_on <= today + EXPIRES_WITHIN


async def _forget_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,
    named: Named,  # noqa: ARG001  every feature is told the name
    now: datetime,  # noqa: ARG001  and the time
) -> None:
    await Partnerships(uow).forget_signatory(contact_id)


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    await Partnerships(uow).forget_people_of(trader.company_id)


PERSON_TRACES.add(contact=_forget_contact, trader=_forget_trader)
