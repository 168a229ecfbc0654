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
    LyceeGone,
    LyceeHasFigures,
    LyceeKnown,
)
from services.supervision.declared_figures.queries import names_of_all
from services.supervision.declared_figures.store import (
    DeclaredFigures,
    DeclaredLycees,
    one_at_a_time,
)
from services.supervision.past.model import Month


class LyceeUnknown(LyceeElsewhere):
    """A figure is of a lycée of the list."""

    code = "declared-lycee-unknown"
    title = "Choisissez un lycée de la liste, ou ajoutez-le d’abord."


async def declare_figure(
    uow: UnitOfWork, *, of: Declaration, part: bool, today: date, now: datetime
) -> DeclaredFigure:
    """Note it (chiffre déclaré). Raises Invalid, LyceeUnknown, DeclaredAlready."""
    await one_at_a_time(uow)
    await _check(uow, of, part=part, today=today)
    figures = DeclaredFigures(uow)
    if await figures.other(of):
        raise DeclaredAlready(field="month")
    one = DeclaredFigure(id=uow.new_id(), of=of, declared_at=now)
    await figures.add(one)
    return one


async def correct_figure(
    uow: UnitOfWork,
    *,
    figure_id: UUID,
    version: int,
    of: Declaration,
    part: bool,
    today: date,
    now: datetime,
) -> None:
    """Say it otherwise. Raises NotFound, StaleVersion, DeclaredMoved, Invalid, DeclaredAlready."""
    await one_at_a_time(uow)
    figures = DeclaredFigures(uow)
    before = await figures.get(figure_id)
    # A figure that stands is corrected whatever its month.
    await _check(uow, of, part=part, today=today, before=before.of.month)
    one = before.corrected(version, of, now)
    if await figures.other(of, figure_id):
        raise DeclaredAlready(field="month")
    await figures.add(before.past(uow.new_id(), now))
    await figures.save(one)


async def withdraw_figure(
    uow: UnitOfWork, *, figure_id: UUID, version: int, now: datetime
) -> DeclaredFigure:
    """Show it no more. Raises NotFound, DeclaredMoved, StaleVersion."""
    figures = DeclaredFigures(uow)
    one = (await figures.get(figure_id)).withdrawn(version, now)
    await figures.save(one)
    return one


async def put_back_figure(
    uow: UnitOfWork, *, figure_id: UUID, version: int, lycee: str, now: datetime
) -> tuple[DeclaredFigure, bool]:
    """Show it again; whether its lycée, removed meanwhile, is named again too.

    `lycee`: its name. Raises NotFound, DeclaredMoved, StaleVersion, DeclaredAlready.
    """
    await one_at_a_time(uow)
    figures = DeclaredFigures(uow)
    before = await figures.get(figure_id)
    one = before.put_back(version, now)
    if await figures.other(one.of, figure_id):
        raise DeclaredAlready
    await figures.add(before.past(uow.new_id(), now))
    await figures.save(one)
    gone = one.of.uai not in await names_of_all(uow)
    if gone:
        await DeclaredLycees(uow).add(DeclaredLycee(uow.new_id(), one.of.uai, lycee))
    return one, gone


async def name_lycee(uow: UnitOfWork, *, uai: Uai, name: str) -> None:
    """Name a lycée that is not in yet. Raises LyceeKnown, LyceeElsewhere."""
    await one_at_a_time(uow)
    if uai[:3] != uow.department_uai[:3] or uai == uow.department_uai:
        raise LyceeElsewhere(field="lycee")
    if uai in await names_of_all(uow):
        raise LyceeKnown(field="lycee")
    await DeclaredLycees(uow).add(DeclaredLycee(uow.new_id(), uai, name))


async def forget_lycee(uow: UnitOfWork, *, uai: Uai) -> str:
    """Name it no more; the name it had. Raises LyceeHasFigures, LyceeGone."""
    await one_at_a_time(uow)
    if await DeclaredFigures(uow).any_of(uai):
        raise LyceeHasFigures
    name = await DeclaredLycees(uow).remove(uai)
    if name is None:
        raise LyceeGone
    return name


async def _check(
    uow: UnitOfWork, of: Declaration, *, part: bool, today: date, before: Month | None = None
) -> None:
    of.check(part=part, today=today, before=before)
    if of.uai not in await names_of_all(uow):
        raise LyceeUnknown(field="lycee")
