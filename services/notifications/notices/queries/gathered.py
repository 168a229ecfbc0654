"""What a digest has gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.template import Template
from services.notifications.notices.tables import notices

KINDS_KNOWN = frozenset(one.value for one in Template)


@dataclass(frozen=True)
class Gathered:
    """A notice of a digest: its kind, and the thing it is about."""

    kind: Template
    about: UUID


async def read_gathered(uow: UnitOfWork, digest_id: UUID) -> Sequence[Gathered]:
    """What a digest tells: not what was read, or is over, since it was gathered."""
    found = await uow.execute(
        select(notices.c.kind, notices.c.about)
        .where(
            notices.c.digest_id == digest_id,
            notices.c.read_at.is_(None),
            notices.c.over_at.is_(None),
        )
        .order_by(notices.c.told_at, notices.c.notice_id)
    )
    return [Gathered(Template(row.kind), row.about) for row in found if row.kind in KINDS_KNOWN]
