"""Commands of a token: made and revoked by its owner."""

from datetime import datetime, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.security.sessions import TOKEN_PREFIX
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.api_tokens.model import (
    AT_ONCE_MAX,
    KEPT_FOR,
    ApiToken,
    TokensTooMany,
    new_secret,
    secret_hash,
)
from services.portal.api_tokens.store import ApiTokens


async def make_api_token(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    label: str,
    uai: Uai | None,
    service: str | None,
    writes: bool,
    days: int,
    now: datetime,
) -> tuple[ApiToken, str]:
    """Draw a token (jeton d’accès); return it with its secret, which is kept nowhere.

    Raises TokensTooMany.
    """
    tokens = ApiTokens(uow)
    # Two clicks at once count each other.
    await Accounts(uow).lock(account_id)
    await tokens.forget_over_before(now - KEPT_FOR)
    if sum(one.stands(now) for one in await tokens.of(account_id)) >= AT_ONCE_MAX:
        raise TokensTooMany
    expires_at = now + timedelta(days=days)
    token = ApiToken(uow.new_id(), account_id, label, uai, service, writes, now, expires_at)
    secret = TOKEN_PREFIX + new_secret()
    await tokens.add(token, secret_hash(secret))
    return token, secret


async def revoke_api_token(
    uow: UnitOfWork, *, account_id: UUID, token_id: UUID, now: datetime
) -> ApiToken | None:
    """End one of one's own tokens (jeton révoqué); None when it was over, or never one's own."""
    return await ApiTokens(uow).revoke(account_id, token_id, now=now)
