"""Having who has a need told of what others did of it: planned by commands, done by the feature `need_followings`."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork

FOLLOW_JOB = "follow-need"
PRECISION_JOB = "precised-need"
NOBODY = "-"


class Standing(Protocol):
    """A need, as far as it matters here."""

    @property
    def id(self) -> UUID:
        """The id of the need."""

    @property
    def status(self) -> str:
        """Where it stands."""

    @property
    def version(self) -> int:
        """How often it changed."""


async def plan_following(
    uow: UnitOfWork, before: Standing, after: Standing, *, by: UUID | None = None
) -> None:
    """Have the others who have a need told soon after the commit: who acts speaks for one lycée alone.

    `by`: the assignment of who moved it; nobody of those who have it otherwise.
    """
    if before.status == after.status:
        return
    whose = uow.department_uai if uow.scope.department_wide else min(uow.scope.uais)
    key = f"{after.id} {after.version} {before.status} {after.status} {by or NOBODY}"
    await uow.schedule(FOLLOW_JOB, key=key, due_at=uow.now, uai=whose)


async def plan_precision(uow: UnitOfWork, need_id: UUID, at: datetime) -> None:
    """Have it told then that the company added something to its need."""
    key = f"{need_id} {at.isoformat()}"
    await uow.schedule(PRECISION_JOB, key=key, due_at=at, uai=uow.department_uai)


def precised(key: str) -> UUID:
    """Which need a key of it names."""
    return UUID(key.split(maxsplit=1)[0])


def following_of(key: str) -> tuple[UUID, str, str, UUID | None]:
    """What a key says: which need, from where to where, and who moved it."""
    need_id, _, before, after, by = key.split()
    return UUID(need_id), before, after, None if by == NOBODY else UUID(by)
