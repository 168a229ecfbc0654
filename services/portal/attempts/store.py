"""Failed sign-ins, counted to make the next one wait."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.attempts.tables import sign_in_failures


class Failures:
    """Failed sign-ins: about a mail (as a digest) or an address, never in clear."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def hold(self, about: str) -> None:
        """Have others who count the same wait until the commit: attempts sent at once queue here."""
        key = func.hashtextextended(about, 0)
        await self._uow.execute(select(func.pg_advisory_xact_lock(key)))

    async def add(self, about: str, *, now: datetime) -> UUID:
        failure_id = self._uow.new_id()
        await self._uow.execute(
            insert(sign_in_failures),
            {"failure_id": failure_id, "about": about, "failed_at": now},
        )
        return failure_id

    async def take_back(self, failure_ids: Sequence[UUID]) -> None:
        await self._uow.execute(
            delete(sign_in_failures).where(sign_in_failures.c.failure_id.in_(failure_ids))
        )

    async def since(self, about: str, *, after: datetime) -> tuple[int, datetime | None]:
        """How many, and when the oldest of them."""
        counted = select(
            func.count().label("failures"),
            func.min(sign_in_failures.c.failed_at).label("oldest_at"),
        ).where(sign_in_failures.c.about == about, sign_in_failures.c.failed_at > after)
        row = (await self._uow.execute(counted)).one()
        return row.failures, row.oldest_at

    async def forget_before(self, instant: datetime) -> None:
        """Remove those that no longer count; what somebody else removes is left to them."""
        old = (
            select(sign_in_failures.c.failure_id)
            .where(sign_in_failures.c.failed_at < instant)
            .with_for_update(skip_locked=True)
        )
        await self._uow.execute(
            delete(sign_in_failures).where(sign_in_failures.c.failure_id.in_(old))
        )

    async def forget(self, about: str) -> None:
        await self._uow.execute(delete(sign_in_failures).where(sign_in_failures.c.about == about))

    async def forget_beginning(self, start: str) -> None:
        await self._uow.execute(
            delete(sign_in_failures).where(sign_in_failures.c.about.startswith(start))
        )
