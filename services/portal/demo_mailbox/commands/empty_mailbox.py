"""The mailbox of the demonstration is closed: what it held is forgotten."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.demo_mailbox.store import DemoMails


async def empty_mailbox(uow: UnitOfWork) -> None:
    """Forget every mail it took: they name people, and nobody can read them any more."""
    await DemoMails(uow).keep(0)
