"""What is kept of a pupil: told to them, found to be erased, and who saw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, or_, select, union_all

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import NotFound
from services.chassis.database.tables import audit_entries
from services.chassis.privacy.access_log import Seen, read_seen
from services.chassis.privacy.person_access import DataKind, tell_rows
from services.chassis.privacy.processing_register import Register
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.approaches.tables import approaches
from services.internships.attestations.tables import attestations
from services.internships.families.tables import family_addresses, family_agreements
from services.internships.family_letters.tables import family_letter_stays
from services.internships.follow_ups.tables import alerts, arrivals, follow_ups
from services.internships.host_desk.tables import host_opinions
from services.internships.host_letters.tables import host_letter_stays
from services.internships.mobility.tables import mobility_aid_steps, mobility_aids
from services.internships.overrides.tables import rule_overrides
from services.internships.periods.tables import exemptions
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.store.pupils import of_same_person
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings
from services.internships.stays.tables import placements
from services.internships.visits.tables import V, planned_visits


@dataclass(frozen=True)
class PupilToErase:
    """A pupil, under each year the lycée knows them."""

    id: UUID
    ids: Sequence[UUID]
    """Its own, and those of other years most likely about the same person."""
    version: int
    last_name: str
    first_name: str
    school_years: Sequence[SchoolYear]
    placement_ids: Sequence[UUID]
    """Of all those years; they stay, and name nobody any more."""
    exemptions: int

    @property
    def name(self) -> str:
        """The name as pages show it."""
        return f"{self.last_name} {self.first_name}"


async def read_pupil_to_erase(uow: UnitOfWork, pupil_year_id: UUID) -> PupilToErase:
    """Raises NotFound, also once the pupil was erased."""
    statement = select(pupils).where(
        pupils.c.pupil_year_id == pupil_year_id, pupils.c.erased_at.is_(None)
    )
    row = (await uow.execute(statement)).first()
    if row is None:
        raise NotFound
    own = (pupils.c.pupil_year_id == row.pupil_year_id) | (
        (pupils.c.uai == row.uai) & of_same_person(row.pupil_year_id)
    )
    same = (
        await uow.execute(select(pupils.c.pupil_year_id, pupils.c.school_year).where(own))
    ).all()
    ids = [one.pupil_year_id for one in same]
    placed = select(placements.c.placement_id).where(placements.c.pupil_year_id.in_(ids))
    exempted = select(func.count()).where(exemptions.c.pupil_year_id.in_(ids))
    return PupilToErase(
        id=row.pupil_year_id,
        ids=ids,
        version=row.version,
        last_name=row.last_name,
        first_name=row.first_name,
        school_years=sorted(SchoolYear(one.school_year) for one in same),
        placement_ids=list((await uow.execute(placed)).scalars()),
        exemptions=(await uow.execute(exempted)).scalar_one(),
    )


ABOUT_A_PUPIL = (
    pupils,
    exemptions,
    placements,
    approaches,
    followings,
    follow_ups,
    alerts,
    mobility_aids,
    family_addresses,
    family_agreements,
)
LISTS = ("see-pupils", "export-pupils", "print-agreements")
"""Readings of lists in which the pupil was."""
A = audit_entries.c


async def tell_pupil(
    uow: UnitOfWork, register: Register, pupil: PupilToErase
) -> Sequence[DataKind]:
    """Every row about the pupil, in each year they are known under."""
    aids = select(mobility_aids.c.aid_id).where(mobility_aids.c.pupil_year_id.in_(pupil.ids))
    conditions: dict[Table, ColumnElement[bool]] = {
        table: table.c.pupil_year_id.in_(pupil.ids) for table in ABOUT_A_PUPIL
    }
    conditions[personal_links] = or_(
        personal_links.c.pupil_year_id.in_(pupil.ids),
        personal_links.c.placement_id.in_(pupil.placement_ids),
    )
    conditions[mobility_aid_steps] = mobility_aid_steps.c.aid_id.in_(aids)
    conditions[host_letter_stays] = host_letter_stays.c.placement_id.in_(pupil.placement_ids)
    conditions[family_letter_stays] = family_letter_stays.c.placement_id.in_(pupil.placement_ids)
    conditions[rule_overrides] = rule_overrides.c.placement_id.in_(pupil.placement_ids)
    conditions[arrivals] = arrivals.c.placement_id.in_(pupil.placement_ids)
    conditions[planned_visits] = V.placement_id.in_(pupil.placement_ids)
    conditions[host_opinions] = host_opinions.c.placement_id.in_(pupil.placement_ids)
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
