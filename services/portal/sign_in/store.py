"""The sign-ins half done, by the hash of their secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.sign_in.model import LASTS, HalfSignIn
from services.portal.sign_in.tables import half_sign_ins

H = half_sign_ins.c


class HalfSignIns:
    """The sign-ins half done: they open nothing but the page of their second half."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def begin(
        self, token_hash: bytes, account_id: UUID, *, device: str, by: str, now: datetime
    ) -> None:
        """Keep one, and remove those that are over, whosever they are."""
        await self._uow.execute(delete(half_sign_ins).where(H.began_at <= now - LASTS))
        await self._uow.execute(
            insert(half_sign_ins),
            {
                "half_id": self._uow.new_id(),
                "token_hash": token_hash,
                "account_id": account_id,
                "device": device,
                "began_by": by,
                "began_at": now,
            },
        )

    async def get(self, token_hash: bytes, *, now: datetime) -> HalfSignIn | None:
        """The one with this secret; None when there is none, or its time is over."""
        wanted = select(half_sign_ins).where(H.token_hash == token_hash, H.began_at > now - LASTS)
        row = (await self._uow.execute(wanted)).one_or_none()
        if row is None:
            return None
        return HalfSignIn(row.half_id, row.account_id, row.device, row.began_by, row.began_at)

    async def end_all(self, account_id: UUID) -> None:
        """End every one of the account."""
        await self._uow.execute(delete(half_sign_ins).where(H.account_id == account_id))
