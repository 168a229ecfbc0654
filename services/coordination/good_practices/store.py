"""Good practices as they are written, with what others say of them and who does the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.good_practices import PracticeTheme
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.good_practices.model import Comment, GoodPractice, PracticeText
from services.coordination.good_practices.tables import (
    good_practices,
    practice_adoptions,
    practice_comments,
)

P, C, A = good_practices.c, practice_comments.c, practice_adoptions.c


class GoodPractices:
    """Practices of the network; each lycée writes its own, the DSDEN all."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, practice: GoodPractice) -> None:
        """Record a practice."""
        await self._uow.execute(
            insert(good_practices).values(
                practice_id=practice.id,
                uai=practice.uai,
                shared_at=practice.shared_at,
                **_values(practice),
            )
        )

    async def get(self, practice_id: UUID) -> GoodPractice:
        """Raises NotFound."""
        return await self._one(practice_id)

    async def get_for_update(self, practice_id: UUID) -> GoodPractice:
        """One's own; nobody else changes it until the commit. Raises NotFound."""
        return await self._one(practice_id, changing=True)

    async def save(self, practice: GoodPractice) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(good_practices).where(P.practice_id == practice.id).values(**_values(practice))
        )

    async def count_pinned(self) -> int:
        """How many are pinned."""
        counted = select(func.count()).where(P.pinned_at.is_not(None))
        return int((await self._uow.execute(counted)).scalar_one())

    async def comment(self, practice_id: UUID, comment: Comment) -> None:
        """Add what somebody says."""
        await self._uow.execute(
            insert(practice_comments).values(
                comment_id=comment.id,
                uai=comment.uai,
                practice_id=practice_id,
                text=comment.text,
                at=comment.at,
            )
        )

    async def withdraw_comment(self, practice_id: UUID, comment_id: UUID, *, now: datetime) -> None:
        """Show it no more, and note who said so. Raises NotFound for another's, or one that is not shown."""
        wide = self._uow.scope.department_wide
        done = await self._uow.execute(
            update(practice_comments)
            .where(C.practice_id == practice_id, C.comment_id == comment_id)
            .where(C.withdrawn_at.is_(None))
            .values(withdrawn_at=now, withdrawn_by=self._uow.department_uai if wide else C.uai)
            .returning(C.comment_id)
        )
        if done.first() is None:
            raise NotFound

    async def restore_comment(self, practice_id: UUID, comment_id: UUID) -> None:
        """Show it again. Raises NotFound for another's, and for what somebody else withdrew."""
        mine = set(self._uow.scope.uais)
        if self._uow.scope.department_wide:
            mine.add(self._uow.department_uai)
        done = await self._uow.execute(
            update(practice_comments)
            .where(C.practice_id == practice_id, C.comment_id == comment_id)
            .where(C.withdrawn_at.is_not(None))
            .where(func.coalesce(C.withdrawn_by, C.uai).in_(sorted(mine)))
            .values(withdrawn_at=None, withdrawn_by=None)
            .returning(C.comment_id)
        )
        if done.first() is None:
            raise NotFound

    async def take_away(self, practice_id: UUID, *, now: datetime) -> None:
        """Withdraw a practice whatever it is, if it is there."""
        await self._uow.execute(
            update(good_practices)
            .where(P.practice_id == practice_id, P.withdrawn_at.is_(None))
            .values(withdrawn_at=now, pinned_at=None, version=P.version + 1)
        )

    async def take_comment_away(self, comment_id: UUID, *, now: datetime) -> None:
        """Withdraw a comment whatever it is, if it is there."""
        await self._uow.execute(
            update(practice_comments)
            .where(C.comment_id == comment_id, C.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )

    async def put_back(self, practice_id: UUID) -> None:
        """Share a practice again whatever it is, if it is there."""
        await self._uow.execute(
            update(good_practices)
            .where(P.practice_id == practice_id, P.withdrawn_at.is_not(None))
            .values(withdrawn_at=None, version=P.version + 1)
        )

    async def put_comment_back(self, comment_id: UUID) -> None:
        """Show a comment again whatever it is, if it is there."""
        await self._uow.execute(
            update(practice_comments)
            .where(C.comment_id == comment_id)
            .values(withdrawn_at=None, withdrawn_by=None)
        )

    async def adopt(self, practice_id: UUID, uai: Uai, *, now: datetime) -> bool:
        """Note that a lycée does the same; whether it is news."""
        done = await self._uow.execute(
            insert(practice_adoptions)
            .values(practice_id=practice_id, uai=uai, at=now)
            .on_conflict_do_nothing()
            .returning(A.practice_id)
        )
        return done.first() is not None

    async def leave(self, practice_id: UUID, uai: Uai) -> None:
        """Note that it does not."""
        await self._uow.execute(
            delete(practice_adoptions).where(A.practice_id == practice_id, A.uai == uai)
        )

    async def _one(self, practice_id: UUID, *, changing: bool = False) -> GoodPractice:
        statement = select(good_practices).where(P.practice_id == practice_id)
        row = (
            await self._uow.execute(statement.with_for_update() if changing else statement)
        ).first()
        if row is None:
            raise NotFound
        return practice_of(row)


def practice_of(row: Any) -> GoodPractice:
    """A practice as it is kept."""
    return GoodPractice(
        id=row.practice_id,
        uai=Uai(row.uai),
        said=PracticeText(PracticeTheme(row.theme), row.title, row.text, row.link),
        shared_at=row.shared_at,
        changed_at=row.changed_at,
        pinned_at=row.pinned_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )


def _values(practice: GoodPractice) -> dict[str, Any]:
    names = ("changed_at", "pinned_at", "withdrawn_at", "version")
    return {
        **vars(practice.said),
        "words": practice.said.words,
        **{name: getattr(practice, name) for name in names},
    }
