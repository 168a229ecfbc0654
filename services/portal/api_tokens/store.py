"""The tokens of access, by the hash of their secret."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.identity import Identity
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.api_tokens.model import ApiToken
from services.portal.api_tokens.tables import api_tokens
from services.portal.sessions.store import behind_a_secret, identity_in

T = api_tokens.c


class ApiTokens:
    """The tokens of access."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, token: ApiToken, token_hash: bytes) -> None:
        values = vars(token) | {"token_id": token.id, "token_hash": token_hash}
        del values["id"]
        await self._uow.execute(insert(api_tokens), values)

    async def of(self, account_id: UUID) -> Sequence[ApiToken]:
        """Tokens of an account, the newest first."""
        found = await self._uow.execute(
            select(api_tokens)
            .where(T.account_id == account_id)
            .order_by(T.made_at.desc(), T.token_id.desc())
        )
        return [_token(row) for row in found]

    async def behind(self, token_hash: bytes, *, on: date) -> tuple[ApiToken, Identity] | None:
        """The token, and whose it is with the grants of that day."""
        rows = (await self._uow.execute(_TOKEN, {"hash": token_hash, "on": on})).all()
        return (_token(rows[0], column="token_uai"), identity_in(rows)) if rows else None

    async def used(self, token_id: UUID, *, now: datetime) -> None:
        await self._uow.execute(
            update(api_tokens).where(T.token_id == token_id).values(last_used_at=now)
        )

    async def revoke(self, account_id: UUID, token_id: UUID, *, now: datetime) -> ApiToken | None:
        """End one of an account's; None when it is not one that stands."""
        ended = await self._uow.execute(
            update(api_tokens)
            .where(T.token_id == token_id, T.account_id == account_id, T.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(api_tokens)
        )
        row = ended.one_or_none()
        return _token(row) if row else None

    async def revoke_all(self, account_id: UUID, *, now: datetime) -> None:
        """End every one of an account's."""
        await self._uow.execute(
            update(api_tokens)
            .where(T.account_id == account_id, T.revoked_at.is_(None))
            .values(revoked_at=now)
        )

    async def forget_over_before(self, instant: datetime) -> None:
        """Remove those that ended before."""
        ended_at = func.least(func.coalesce(T.revoked_at, T.expires_at), T.expires_at)
        await self._uow.execute(delete(api_tokens).where(ended_at < instant))


def _token(row: Row[Any], column: str = "uai") -> ApiToken:
    uai = getattr(row, column)
    return ApiToken(
        row.token_id,
        row.account_id,
        row.label,
        Uai(uai) if uai else None,
        row.service,
        row.writes,
        row.made_at,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
    )


_TOKEN = behind_a_secret(
    api_tokens,
    T.token_id,
    T.label,
    # Beside the lycée of each grant.
    T.uai.label("token_uai"),
    T.service,
    T.writes,
    T.made_at,
    T.expires_at,
    T.last_used_at,
    T.revoked_at,
)
