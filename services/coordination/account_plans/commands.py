"""Commands of shared plans: a line is added, ticked, corrected, removed and put back; each lycée does so of its own."""

from datetime import date, datetime
from uuid import UUID

from contracts.coordination.accounts import AccountSubject
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_plans.model import (
    LineLyceeNotConcerned,
    LineMoved,
    LineNotYours,
    LineState,
    PlanLine,
)
from services.coordination.account_plans.store import PlanLines
from services.coordination.accounts.queries import read_account


async def add_line(
    uow: UnitOfWork,
    *,
    key_account_id: UUID,
    subject: AccountSubject,
    what: str,
    due_on: date | None,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Put a line into the plan (ligne d’un plan partagé): a bureau for itself, the supervisor for any concerned.

    Raises NotFound, LyceeNotChosen, LineLyceeNotConcerned.
    """
    card = await read_account(uow, key_account_id)
    lycee = uai if uai and uow.scope.department_wide else uow.writing_for(uai)
    if card.party(lycee) is None:
        raise LineLyceeNotConcerned(field="lycee")
    line = PlanLine(uow.new_id(), key_account_id, lycee, subject, what, due_on, now)
    lines = PlanLines(uow)
    await lines.add(line)
    await lines.note(line, None, by=_by(uow, line), now=now)
    return line.id


async def move_line(
    uow: UnitOfWork,
    *,
    key_account_id: UUID,
    line_id: UUID,
    version: int,
    state: LineState,
    now: datetime,
) -> None:
    """Say how far a line is. Raises NotFound, StaleVersion, LineMoved, LineNotYours."""
    before = await _own(uow, key_account_id, line_id)
    line = before.moved(version, state, now=now)
    await _save(uow, line)
    await PlanLines(uow).note(line, before.state, by=_by(uow, line), now=now)


async def correct_line(
    uow: UnitOfWork,
    *,
    key_account_id: UUID,
    line_id: UUID,
    version: int,
    subject: AccountSubject,
    what: str,
    due_on: date | None,
    now: datetime,
) -> PlanLine:
    """Say a line otherwise (ligne corrigée), and return what it said.

    Raises NotFound, StaleVersion, LineMoved, LineNotYours.
    """
    before = await _own(uow, key_account_id, line_id)
    line = before.corrected(version, subject=subject, what=what, due_on=due_on, now=now)
    await _save(uow, line)
    return before


async def remove_line(
    uow: UnitOfWork, *, key_account_id: UUID, line_id: UUID, version: int, now: datetime
) -> None:
    """Take a line out of the plan. Raises NotFound, StaleVersion, LineMoved, LineNotYours."""
    before = await _own(uow, key_account_id, line_id)
    await _save(uow, before.removed(version, now=now))


async def restore_line(
    uow: UnitOfWork, *, key_account_id: UUID, line_id: UUID, version: int, now: datetime
) -> None:
    """Put it back. Raises NotFound, StaleVersion, LineMoved, LineNotYours."""
    before = await _own(uow, key_account_id, line_id)
    await _save(uow, before.restored(version, now=now))


async def _own(uow: UnitOfWork, key_account_id: UUID, line_id: UUID) -> PlanLine:
    line = await PlanLines(uow).get(key_account_id, line_id)
    if not uow.scope.department_wide and line.uai not in uow.scope.uais:
        raise LineNotYours
    return line


async def _save(uow: UnitOfWork, line: PlanLine) -> None:
    if not await PlanLines(uow).save(line):
        raise LineMoved


def _by(uow: UnitOfWork, line: PlanLine) -> Uai:
    return line.uai if line.uai in uow.scope.uais else uow.department_uai
