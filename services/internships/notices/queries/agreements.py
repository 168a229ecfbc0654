"""Agreements that notices are about, and the one that came after each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.agreements.store.agreements import Agreements
from services.internships.notices.queries.stays import NoticedStay, read_stays


@dataclass(frozen=True)
class NoticedAgreement:
    """An agreement, the stay it is of, and the amendment that took its place, if one did."""

    agreement: Agreement
    stay: NoticedStay
    amendment: Agreement | None


async def read_noticed_agreements(
    uow: UnitOfWork, agreement_ids: Collection[UUID]
) -> Mapping[UUID, NoticedAgreement]:
    """Those of these agreements that are the lycée's, by their id."""
    found = await Agreements(uow).beside(agreement_ids)
    stays = await read_stays(uow, {one.placement_id for one in found})
    amended = {one.amends: one for one in found if one.amends}
    return {
        one.id: NoticedAgreement(one, stays[one.placement_id], amended.get(one.id))
        for one in found
        if one.id in agreement_ids and one.placement_id in stays
    }
