"""Somebody signs out."""

from uuid import UUID

from services.chassis.work import UnitOfWork
from services.portal.domain.session import token_hash
from services.portal.storage.sessions import Sessions


async def sign_out(uow: UnitOfWork, *, token: str) -> UUID | None:
    """End the session (déconnexion) and return whose it was; None when it was over already."""
    return await Sessions(uow).end(token_hash(token))
