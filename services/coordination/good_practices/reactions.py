"""What a backup must not bring back of good practices, and what it must not take away again."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import erasing
from services.coordination.good_practices.commands import (
    COMMENT_BACK_KIND,
    COMMENT_KIND,
    PRACTICE_BACK_KIND,
    PRACTICE_KIND,
)
from services.coordination.good_practices.store import GoodPractices


@erasing.of(PRACTICE_KIND)
async def withdraw_the_practice_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought it back as all bureaux read it."""
    await GoodPractices(uow).take_away(resource_id, now=now)


@erasing.of(COMMENT_KIND)
async def withdraw_the_comment_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought it back as all bureaux read it."""
    await GoodPractices(uow).take_comment_away(resource_id, now=now)


@erasing.of(PRACTICE_BACK_KIND)
async def put_the_practice_back_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """Put back a practice that was withdrawn since the backup, then shared again."""
    await GoodPractices(uow).put_back(resource_id)


@erasing.of(COMMENT_BACK_KIND)
async def put_the_comment_back_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """Put back a comment that was withdrawn since the backup, then shown again."""
    await GoodPractices(uow).put_comment_back(resource_id)
