"""Saying what a need is about."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.needs import NeedId, NeedQualifiedV1
from contracts.identifiers import Siren
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.model.need import NeedDetails, NeedErased
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Needs
from services.coordination.news.model.calendar import local_date


async def qualify_need(
    uow: UnitOfWork, *, need_id: UUID, version: int, details: NeedDetails, now: datetime
) -> None:
    """Say what a need is about, for the first time or again; what the company wrote stays as it was sent.

    Raises NotFound, StaleVersion, NeedMoveRefused, NeedErased.
    """
    need = await Needs(uow).to_change(need_id, version)
    if need.details is None:
        raise NeedErased
    details = replace(details, company=need.details.company, text=need.details.text)
    qualified = replace(
        need.moved(NeedAction.QUALIFY, now=now),
        details=details,
        qualified_at=need.qualified_at or now,
    )
    await Needs(uow).save(qualified)
    uow.publish(
        NeedQualifiedV1(
            need_id=NeedId(need.id),
            kind=details.kind,
            siren=Siren(details.siret[:9]) if details.siret else None,
            commune=details.commune,
            occurred_on=local_date(now),
        ),
        version=qualified.version,
    )
