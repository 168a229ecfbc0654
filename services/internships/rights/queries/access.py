"""What this service keeps about one pupil, and who looked at it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select, union_all

from services.chassis.database.tables import audit_entries
from services.chassis.privacy.access_log import Seen, read_seen
from services.chassis.privacy.person_access import DataKind, tell_rows
from services.chassis.privacy.processing_register import Register
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.approaches.tables import approaches
from services.internships.attestations.tables import attestations
from services.internships.follow_ups.tables import alerts, follow_ups
from services.internships.mobility.tables import mobility_aid_steps, mobility_aids
from services.internships.overrides.tables import rule_overrides
from services.internships.periods.tables.exemptions import exemptions
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings
from services.internships.rights.queries.erasure import PupilToErase
from services.internships.stays.tables.placements import placements

ABOUT_A_PUPIL = (
    pupils,
    exemptions,
    placements,
    approaches,
    followings,
    follow_ups,
    alerts,
    mobility_aids,
    personal_links,
)
LISTS = ("see-pupils", "export-pupils", "print-agreements")
"""Readings of lists in which the pupil was."""
A = audit_entries.c


async def tell_pupil(
    uow: UnitOfWork, register: Register, pupil: PupilToErase
) -> Sequence[DataKind]:
    """Every row about the pupil, in each year they are known under."""
    aids = select(mobility_aids.c.aid_id).where(mobility_aids.c.pupil_year_id.in_(pupil.ids))
    conditions = {table: table.c.pupil_year_id.in_(pupil.ids) for table in ABOUT_A_PUPIL}
    conditions[mobility_aid_steps] = mobility_aid_steps.c.aid_id.in_(aids)
    conditions[rule_overrides] = rule_overrides.c.placement_id.in_(pupil.placement_ids)
    conditions[attestations] = attestations.c.placement_id.in_(pupil.placement_ids)
    agreed = agreements.c.placement_id.in_(pupil.placement_ids)
    papers = select(agreements.c.agreement_id).where(agreed)
    conditions[agreements] = agreed
    conditions[agreement_signatures] = agreement_signatures.c.agreement_id.in_(papers)
    return [await tell_rows(uow, register, table, theirs) for table, theirs in conditions.items()]


async def read_ids_about(uow: UnitOfWork, pupil_year_id: UUID) -> Sequence[UUID]:
    """Under which ids a line of the register of accesses may be about a pupil, besides their own."""
    placed = select(placements.c.placement_id).where(placements.c.pupil_year_id == pupil_year_id)
    ids = union_all(
        placed,
        select(agreements.c.agreement_id).where(agreements.c.placement_id.in_(placed)),
        *(
            select(column).where(column.table.c.pupil_year_id == pupil_year_id)
            for column in (approaches.c.approach_id, mobility_aids.c.aid_id, alerts.c.alert_id)
        ),
    )
    return list((await uow.execute(ids)).scalars())


async def who_saw(
    uow: UnitOfWork, pupil_ids: Sequence[UUID], other_ids: Sequence[UUID]
) -> Sequence[Seen]:
    """The last first: who read or changed what is about these, or took a list away.

    `other_ids`: as `read_ids_about` finds them.
    """
    about = A.resource_id.in_([*pupil_ids, *other_ids])
    return await read_seen(uow, or_(about, A.action.in_(LISTS)))
