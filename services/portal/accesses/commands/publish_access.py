"""Somebody is told by mail what became of an access."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import AccessNoticeId, Uai
from contracts.portal.accounts import AccessNoticeAskedV1, AccessNoticeKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

PARIS = ZoneInfo("Europe/Paris")


async def publish_access(
    uow: UnitOfWork,
    *,
    notice_id: UUID,
    kind: AccessNoticeKind,
    uai: Uai,
    version: int,
    now: datetime,
) -> None:
    """Have the mail asked for (avis sur un accès); who gets it is asked when it leaves."""
    due = AccessNoticeAskedV1(
        notice_id=AccessNoticeId(notice_id),
        kind=kind,
        occurred_on=now.astimezone(PARIS).date(),
    )
    uow.publish(due, version=version, uai=uai)
