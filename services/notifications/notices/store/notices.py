"""The notices that were told, in the scope of a unit of work."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import false, null, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.model import Telling, Told
from services.notifications.notices.tables import notices

N = notices.c


class Notices:
    """The notices of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, told: Told, tellings: Sequence[Telling], *, now: datetime) -> None:
        """Tell each of them once; what they were told before of the same is over by that.

        Who was told of this cause already is told nothing: nothing newer is over by it.
        """
        rows = [
            {
                "uai": told.uai,
                "notice_id": self._uow.new_id(),
                "account_id": one.account_id,
                "kind": told.kind,
                "about": told.about,
                "cause": told.cause,
                "rhythm": one.rhythm,
                "told_at": now,
            }
            for one in tellings
        ]
        statement = insert(notices).on_conflict_do_nothing(
            index_elements=["account_id", "cause", "kind"]
        )
        added = await self._uow.execute(statement.values(rows).returning(N.account_id))
        same = (N.uai == told.uai, N.about == told.about, N.kind == told.kind)
        await self._uow.execute(
            update(notices)
            .where(*same, N.account_id.in_(added.scalars().all()))
            .where(N.cause != told.cause, N.over_at.is_(None))
            .values(over_at=now)
        )

    async def end(self, about: UUID, kinds: Collection[Template], *, now: datetime) -> None:
        """Have these kinds about a thing be over."""
        await self._uow.execute(
            update(notices)
            .where(
                N.uai.in_(self._uow.scope.uais),
                N.about == about,
                N.kind.in_(kinds),
                N.over_at.is_(None),
            )
            .values(over_at=now)
        )

    async def mark_read(
        self, account_id: UUID, ids: Collection[UUID] | None, *, now: datetime
    ) -> int:
        """Have an account have read some of its notices, or all; how many it had not."""
        those: list[Any] = [N.account_id == account_id, N.read_at.is_(None)]
        if ids is not None:
            those.append(N.notice_id.in_(list(ids)))
        marked = await self._uow.execute(update(notices).where(*those).values(read_at=now))
        return marked.rowcount

    async def mark_unread(
        self, account_id: UUID, *, notice_id: UUID | None = None, read_at: datetime | None = None
    ) -> int:
        """Have an account not have read a notice, or those it read at that instant."""
        those = N.notice_id == notice_id if notice_id else N.read_at == read_at
        marked = await self._uow.execute(
            update(notices)
            .where(N.account_id == account_id, N.read_at.is_not(None), those)
            .values(read_at=null())
        )
        return marked.rowcount

    async def regather(self, older: Collection[UUID], digest_id: UUID) -> None:
        """Have a digest tell what older ones were to."""
        await self._uow.execute(
            update(notices).where(N.digest_id.in_(list(older))).values(digest_id=digest_id)
        )

    async def gather(
        self, *, week_begun_at: datetime, now: datetime
    ) -> Sequence[tuple[Uai, UUID, UUID]]:
        """Gather what was not read and not mailed, one digest for each lycée and account.

        What is said on Mondays waits until its week has begun. Returns lycée, account and the id
        of each digest.
        """
        monday = N.told_at < week_begun_at if week_begun_at <= now else false()
        waiting = (
            (N.rhythm == Rhythm.MORNING) | ((N.rhythm == Rhythm.MONDAY) & monday),
            N.digest_id.is_(None),
            N.read_at.is_(None),
            N.over_at.is_(None),
        )
        found = await self._uow.execute(
            select(N.uai, N.account_id).where(*waiting).distinct().order_by(N.uai, N.account_id)
        )
        digests = [(Uai(row.uai), row.account_id, self._uow.new_id()) for row in found]
        for uai, account_id, digest_id in digests:
            await self._uow.execute(
                update(notices)
                .where(*waiting, N.uai == uai, N.account_id == account_id)
                .values(digest_id=digest_id)
            )
        return digests
