"""Needs and who has them, as they are written."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ScalarSelect, case, func, insert, select, update

from contracts.coordination.dues import NetworkDueKind
from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome, NeedSource
from contracts.identifiers import CommuneCode, Siret, Uai
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.dues import plan_due
from services.coordination.needs.model.assignment import (
    Assignment,
    AssignmentOver,
    AssignmentStatus,
)
from services.coordination.needs.model.need import Need, NeedDetails, Requester
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.tables import need_assignments, needs


class Needs:
    """The needs the scope may know of."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, need: Need) -> None:
        """Record what was sent."""
        added = {"need_id": need.id, "department": self._uow.department_uai, **_values(need)}
        await self._uow.execute(insert(needs).values(added))
        await plan_due(self._uow, NetworkDueKind.NEED, need.id, need.version)

    async def get(self, need_id: UUID) -> Need:
        """Raises NotFound."""
        return need_of(await self._row(select(needs).where(needs.c.need_id == need_id)))

    async def get_for_update(self, need_id: UUID) -> Need:
        """Raises NotFound. Nobody else changes it, or what its handlers do, until the commit."""
        statement = select(needs).where(needs.c.need_id == need_id).with_for_update()
        return need_of(await self._row(statement))

    async def to_change(self, need_id: UUID, version: int) -> Need:
        """The need as somebody saw it. Raises NotFound, StaleVersion."""
        need = await self.get_for_update(need_id)
        need.expect(version)
        return need

    async def save(self, need: Need) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(needs).where(needs.c.need_id == need.id).values(**_values(need))
        )
        await plan_due(self._uow, NetworkDueKind.NEED, need.id, need.version)

    async def note_precision(self, need: Need) -> None:
        """Record that the company added something: no decision, and no form that is open is late by it."""
        kept = {"changed_at": need.changed_at, "precisions_told_at": need.precisions_told_at}
        await self._uow.execute(update(needs).where(needs.c.need_id == need.id).values(**kept))

    async def _row(self, statement: Any) -> Any:
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return row


class Assignments:
    """Who has a need, of those that may be seen: a bureau sees who else has what it has."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, need_id: UUID) -> Sequence[Assignment]:
        """Those of a need, in the order they were made."""
        statement = (
            select(need_assignments)
            .where(need_assignments.c.need_id == need_id)
            .order_by(need_assignments.c.asked_at, need_assignments.c.assignment_id)
        )
        return [assignment_of(row) for row in await self._uow.execute(statement)]

    async def add(self, assignment: Assignment) -> None:
        """Record that somebody has it."""
        kept = {name: value for name, value in vars(assignment).items() if name != "id"}
        await self._uow.execute(
            insert(need_assignments).values(assignment_id=assignment.id, **kept)
        )

    async def save(self, assignment: Assignment) -> None:
        """Record what they did."""
        moved = (
            *("status", "taken_at", "promised_on", "outcome", "answer", "answered_at"),
            *("phoned_on", "reminded_for"),
        )
        await self._uow.execute(
            update(need_assignments)
            .where(need_assignments.c.assignment_id == assignment.id)
            .values({name: getattr(assignment, name) for name in moved})
        )


def promised_until(today: BindParameter[date]) -> ScalarSelect[date]:
    """The last day somebody promised the company an answer for, where all are past; else nothing.

    Of who promised nothing anew for a reopened need: the day by which the company was to know.
    """
    own = need_assignments.c
    last = func.max(func.coalesce(own.promised_on, needs.c.due_on))
    return (
        select(case((last < today, last)))
        .where(own.need_id == needs.c.need_id, own.status == AssignmentStatus.TAKEN.value)
        .correlate(needs)
        .scalar_subquery()
    )


async def to_handle(
    uow: UnitOfWork, need_id: UUID, assignment_id: UUID
) -> tuple[Need, Sequence[Assignment], Assignment]:
    """The need, who has it, and one's own part of it, which still is to be done.

    Raises NotFound, AssignmentOver.
    """
    need = await Needs(uow).get_for_update(need_id)
    held = await Assignments(uow).of(need_id)
    mine = next((one for one in held if one.id == assignment_id), None)
    if mine is None or not (uow.scope.department_wide or mine.uai in uow.scope.uais):
        raise NotFound
    if mine.status not in (AssignmentStatus.ASKED, AssignmentStatus.TAKEN):
        raise AssignmentOver
    return need, held, mine


def need_of(row: Any) -> Need:
    """A need as it is kept."""
    return Need(
        id=row.need_id,
        uai=Uai(row.uai),
        source=NeedSource(row.source),
        details=_details_of(row) if row.text is not None else None,
        requester=_requester_of(row) if row.erased_at is None else None,
        sent_at=row.sent_at,
        changed_at=row.changed_at,
        status=NeedStatus(row.status),
        received_at=row.received_at,
        due_on=row.due_on,
        qualified_at=row.qualified_at,
        taken_at=row.taken_at,
        escalated_at=row.escalated_at,
        precisions_told_at=row.precisions_told_at,
        outcome=NeedOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        dismissal=NeedDismissal(row.dismissal) if row.dismissal else None,
        lycees=frozenset(map(Uai, row.lycees)),
        version=row.version,
        decided_version=row.decided_version,
    )


def _details_of(row: Any) -> NeedDetails:
    return NeedDetails(
        kind=NeedKind(row.kind),
        company=row.company,
        text=row.text,
        siret=Siret(row.siret) if row.siret else None,
        company_id=row.company_id,
        commune=CommuneCode(row.commune) if row.commune else None,
        formation=row.formation,
        seats=row.seats,
        wanted_from=row.wanted_from,
    )


def _requester_of(row: Any) -> Requester:
    return Requester(row.requester_name, row.requester_mail, row.requester_phone)


def assignment_of(row: Any) -> Assignment:
    """An assignment as it is kept."""
    return Assignment(
        id=row.assignment_id,
        need_id=row.need_id,
        uai=Uai(row.uai),
        asked_at=row.asked_at,
        actor_id=row.actor_id,
        status=AssignmentStatus(row.status),
        taken_at=row.taken_at,
        promised_on=row.promised_on,
        outcome=NeedOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_at=row.answered_at,
        phoned_on=row.phoned_on,
        reminded_for=row.reminded_for,
    )


def _values(need: Need) -> dict[str, Any]:
    """The columns of a need; what was erased is left as it is."""
    details, requester = need.details, need.requester
    values: dict[str, Any] = {
        name: getattr(need, name)
        for name in (
            *("uai", "source", "status", "sent_at", "changed_at", "received_at", "due_on"),
            *(
                "qualified_at",
                "taken_at",
                "escalated_at",
                "outcome",
                "answer",
                "dismissal",
                "version",
                "decided_version",
            ),
        )
    }
    values["lycees"] = sorted(need.lycees)
    if details is not None:
        values |= vars(details) | {"words": details.words(commune_name(details.commune))}
    if requester is not None:
        values |= {f"requester_{name}": value for name, value in vars(requester).items()}
    return values
