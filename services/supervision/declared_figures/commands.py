"""Commands of declared figures: noted, corrected, withdrawn, put back; and of lycées that are not in yet."""

from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.declared_figures.model import (
    Declaration,
    DeclaredAlready,
    DeclaredFigure,
    DeclaredLycee,
    LyceeElsewhere,
    LyceeHasFigures,
    LyceeKnown,
)
from services.supervision.declared_figures.queries import names_of_all
from services.supervision.declared_figures.store import DeclaredFigures, DeclaredLycees


class LyceeUnknown(LyceeElsewhere):
    """A figure is of a lycée of the list."""

    code = "declared-lycee-unknown"
    title = "Choisissez un lycée de la liste, ou ajoutez-le d’abord."


async def declare_figure(
    uow: UnitOfWork, *, of: Declaration, part: bool, today: date, now: datetime
) -> UUID:
    """Note it (chiffre déclaré). Raises Invalid, LyceeUnknown, DeclaredAlready."""
    await _check(uow, of, part=part, today=today)
    figures = DeclaredFigures(uow)
    if await figures.other(of):
        raise DeclaredAlready(field="month")
    one = DeclaredFigure(id=uow.new_id(), of=of, declared_at=now)
    await figures.add(one)
    return one.id


async def correct_figure(
    uow: UnitOfWork, *, figure_id: UUID, version: int, of: Declaration, part: bool, today: date
) -> None:
    """Say it otherwise. Raises NotFound, StaleVersion, DeclaredMoved, Invalid, DeclaredAlready."""
    await _check(uow, of, part=part, today=today)
    figures = DeclaredFigures(uow)
    one = (await figures.get(figure_id)).corrected(version, of)
    if await figures.other(of, figure_id):
        raise DeclaredAlready(field="month")
    await figures.save(one)


async def withdraw_figure(uow: UnitOfWork, *, figure_id: UUID, now: datetime) -> None:
    """Show it no more. Raises NotFound, DeclaredMoved."""
    figures = DeclaredFigures(uow)
    await figures.save((await figures.get(figure_id)).withdrawn(now))


async def put_back_figure(uow: UnitOfWork, *, figure_id: UUID) -> None:
    """Show it again. Raises NotFound, DeclaredMoved, DeclaredAlready."""
    figures = DeclaredFigures(uow)
    one = (await figures.get(figure_id)).withdrawn(None)
    if await figures.other(one.of, figure_id):
        raise DeclaredAlready
    await figures.save(one)


async def name_lycee(uow: UnitOfWork, *, uai: Uai, name: str) -> None:
    """Name a lycée that is not in yet. Raises LyceeKnown, LyceeElsewhere."""
    if uai[:3] != uow.department_uai[:3] or uai == uow.department_uai:
        raise LyceeElsewhere(field="lycee")
    if uai in await names_of_all(uow):
        raise LyceeKnown(field="lycee")
    await DeclaredLycees(uow).add(DeclaredLycee(uow.new_id(), uai, name))


async def forget_lycee(uow: UnitOfWork, *, uai: Uai) -> None:
    """Name it no more. Raises LyceeHasFigures."""
    if await DeclaredFigures(uow).any_of(uai):
        raise LyceeHasFigures
    await DeclaredLycees(uow).remove(uai)


async def _check(uow: UnitOfWork, of: Declaration, *, part: bool, today: date) -> None:
    of.check(part=part, today=today)
    if of.uai not in await names_of_all(uow):
        raise LyceeUnknown(field="lycee")
