"""Commands of an axis (axe du Parcours Avenir): added, changed."""

from dataclasses import replace
from uuid import UUID

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.axes.store import Axes, Axis


async def add_axis(
    uow: UnitOfWork, *, label: str, avenir: AvenirAxis | None = None, uai: Uai | None = None
) -> UUID:
    """Add an axis (du Parcours Avenir) and return its id. Raises LyceeNotChosen."""
    axis = Axis(uow.new_id(), uow.writing_for(uai), label, archived=False, avenir=avenir)
    await Axes(uow).add(axis)
    return axis.id


async def change_axis(
    uow: UnitOfWork,
    *,
    axis_id: UUID,
    version: int,
    label: str,
    archived: bool,
    avenir: AvenirAxis | None = None,
) -> Axis:
    """Change an axis; the actions that were under it stay. Return it as it was. Raises NotFound, StaleVersion."""
    before = await Axes(uow).get(axis_id)
    before.expect(version)
    changed = replace(before, label=label, archived=archived, avenir=avenir, version=version + 1)
    await Axes(uow).save(changed)
    return before
