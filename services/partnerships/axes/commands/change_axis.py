"""A bureau names an axis otherwise, puts it away or takes it back."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.axes.store import Axes


async def change_axis(uow: UnitOfWork, *, axis_id: UUID, label: str, archived: bool) -> None:
    """Change an axis; the actions that were under it stay. Raises NotFound."""
    await Axes(uow).change(axis_id, label, archived=archived)
