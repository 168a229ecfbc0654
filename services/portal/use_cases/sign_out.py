"""Somebody signs out."""

from services.chassis.work import UnitOfWork
from services.portal.domain.session import token_hash
from services.portal.storage import Sessions


async def sign_out(uow: UnitOfWork, *, token: str) -> None:
    """End the session (déconnexion); one that does not exist is over already."""
    await Sessions(uow).end(token_hash(token))
