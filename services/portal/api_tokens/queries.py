"""Whose a program’s token is, and what it leaves of their rights."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.base.identity import Identity, Role, TokenLimits
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.api_tokens.model import USED_EVERY, ApiToken, secret_hash
from services.portal.api_tokens.store import ApiTokens
from services.portal.base.calendar import local_date


async def identity_of_token(
    uow: UnitOfWork, *, token: str, required: AbstractSet[Role] = frozenset(), now: datetime
) -> Identity | None:
    """The account behind a program's token, with what the token leaves of its rights of today.

    None when it is unknown, expired or revoked, or while its owner lacks a second factor that is
    `required` of a role they hold. Notes its use, at most once a minute.
    """
    found = await ApiTokens(uow).behind(secret_hash(token), on=local_date(now))
    if found is None or not found[0].stands(now):
        return None
    one, identity = found
    if required & identity.roles and not await _has_second_factor(uow, identity.account_id):
        return None
    if one.last_used_at is None or now - one.last_used_at >= USED_EVERY:
        await ApiTokens(uow).used(one.id, now=now)
    return _within(identity, one)


async def _has_second_factor(uow: UnitOfWork, account_id: UUID) -> bool:
    account = await Accounts(uow).get(account_id)
    return account is not None and account.second_factor_at is not None


def _within(identity: Identity, token: ApiToken) -> Identity:
    """What is left of an account's rights of today: never more than it holds now."""
    return replace(
        identity,
        grants=tuple(grant for grant in identity.grants if grant.uai == token.uai),
        token=TokenLimits(token.id, token.service, token.writes),
    )
