"""Agreements moved: the figures follow."""

from collections.abc import Iterable
from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.coverage.commands import publish_changes


async def publish_agreements(
    uow: UnitOfWork, *, changed: Iterable[Agreement], now: datetime
) -> None:
    """Count again the periods of agreements that changed, once each; after every other change."""
    for uai, period_id in sorted({(one.uai, one.period_id) for one in changed}):
        await publish_changes(uow, uai=uai, period_id=period_id, now=now)
