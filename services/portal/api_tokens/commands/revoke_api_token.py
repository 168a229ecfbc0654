"""Somebody ends a token."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.api_tokens.model import ApiToken
from services.portal.api_tokens.store import ApiTokens


async def revoke_api_token(
    uow: UnitOfWork, *, account_id: UUID, token_id: UUID, now: datetime
) -> ApiToken | None:
    """End one of one's own tokens (jeton révoqué); None when it was over, or never one's own."""
    return await ApiTokens(uow).revoke(account_id, token_id, now=now)
