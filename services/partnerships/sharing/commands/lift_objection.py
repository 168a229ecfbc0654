"""A person does not object, or has changed their mind."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.sharing.store import Objections


async def lift_objection(uow: UnitOfWork, *, objection_id: UUID) -> None:
    """Forget an objection (opposition levée), for all lycées. Raises NotFound."""
    await Objections(uow).lift(objection_id)
