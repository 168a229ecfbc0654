"""What rules look at for one placement: its pupil, its host, the pupils of a tutor by week."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import ERASED
from services.internships.agreements.tables import agreements
from services.internships.hosts.store.ceilings import Ceilings
from services.internships.hosts.tables import host_sites
from services.internships.overrides.store import Overrides
from services.internships.periods.model import iso_weeks
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.rules.model.registry import Finding, findings
from services.internships.rules.model.rule import Facts
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, LEFT_ON, SAME_PERIOD
from services.internships.stays.tables import placements
from services.internships.visits.tables import V, planned_visits


class Tutors:
    """Who follows the pupils of the lycées in scope at their hosts, by the ids of contacts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def followed(
        self, uai: Uai, tutor_id: UUID, *, weeks: Collection[str], besides: UUID
    ) -> Counter[str]:
        """Pupils a tutor follows in each of these weeks, besides a placement; confirmed ones."""
        statement = (
            select(FIRST_DAY.label("starts_on"), LAST_DAY.label("ends_on"))
            .select_from(placements.join(periods, SAME_PERIOD))
            .where(
                placements.c.uai == uai,
                placements.c.tutor_id == tutor_id,
                placements.c.placement_id != besides,
                placements.c.status == PlacementStatus.CONFIRMED,
            )
        )
        found: Counter[str] = Counter()
        for row in await self._uow.execute(statement):
            found.update(set(iso_weeks(row.starts_on, row.ends_on)) & set(weeks))
        return found

    async def forget(self, tutor_id: UUID | None, at: Collection[UUID] = ()) -> None:
        """Forget somebody who was erased: they are nobody's tutor any more, nor anybody is at these placements.

        An agreement names somebody unknown instead: their erasure makes no amendment, the next one does.
        """
        theirs = or_(placements.c.tutor_id == tutor_id, placements.c.placement_id.in_(list(at)))
        statement = update(placements).where(placements.c.tutor_id.is_not(None), theirs)
        await self._uow.execute(statement.values(tutor_id=None))
        told = or_(V.tutor_id == tutor_id, V.placement_id.in_(list(at)))
        await self._uow.execute(update(planned_visits).where(told).values(tutor_id=None))
        named = agreements.c.printed_tutor_id
        printed = or_(named == tutor_id, agreements.c.placement_id.in_(list(at)))
        paper = update(agreements).where(named.is_not(None), printed)
        await self._uow.execute(paper.values(printed_tutor_id=ERASED))


_P = placements.c
_ASKED = placements.alias("asked")
_OF_PUPIL = (
    select(_ASKED.c.pupil_year_id).where(_ASKED.c.placement_id == bindparam("id")).scalar_subquery()
)
# A pupil has one row a school year: their stays are those of the year.
_STAYS = Prepared(
    select(
        *(_P.placement_id, _P.uai, _P.period_id, _P.site_key, _P.tutor_id, _P.follows),
        *(host_sites.c.company_id, pupils.c.born_on),
        FIRST_DAY.label("first_on"),
        LEFT_ON.label("last_on"),
    )
    .select_from(
        placements.join(periods, SAME_PERIOD)
        .join(host_sites, host_sites.c.site_id == _P.site_id)
        .join(pupils, and_(pupils.c.uai == _P.uai, pupils.c.pupil_year_id == _P.pupil_year_id))
    )
    .where(
        _P.pupil_year_id == _OF_PUPIL,
        or_(
            _P.placement_id == bindparam("id"),
            _P.status == PlacementStatus.CONFIRMED,
            _P.status == PlacementStatus.INTERRUPTED,
        ),
    )
)


async def read_facts(uow: UnitOfWork, placement_id: UUID) -> Facts:
    """What is known of a place. Raises NotFound."""
    rows = list(await uow.run(_STAYS, {"id": placement_id}))
    own = next((row for row in rows if row.placement_id == placement_id), None)
    if own is None:
        raise NotFound
    others = [row for row in rows if row is not own]
    days, ceilings = (own.first_on, own.last_on), Ceilings(uow)
    weeks = iso_weeks(*days)
    staff = await ceilings.staff(own.site_key)
    tutored = (
        await Tutors(uow).followed(own.uai, own.tutor_id, weeks=weeks, besides=placement_id)
        if own.tutor_id
        else {}
    )
    return Facts(
        days=days,
        born_on=own.born_on,
        elsewhere_in_period=own.follows is not None
        or any(row.period_id == own.period_id for row in others),
        same_host=tuple(
            (row.first_on, row.last_on) for row in others if row.company_id == own.company_id
        ),
        hosted=await ceilings.hosted(own.site_key, weeks, besides=placement_id) if staff else {},
        ceiling=(await ceilings.limit(days[0])).ceiling(staff) if staff else None,
        tutored=tutored,
    )


async def read_warnings(uow: UnitOfWork, placement_id: UUID) -> Sequence[Finding]:
    """The warnings that nobody went past. Raises NotFound."""
    warning = [one for one in findings(await read_facts(uow, placement_id)) if one.warns]
    if not warning:
        return []
    gone_past = await Overrides(uow).of(placement_id)
    return [
        one
        for one in warning
        if one.rule.code not in gone_past or gone_past[one.rule.code].said != one.outcome.text
    ]
