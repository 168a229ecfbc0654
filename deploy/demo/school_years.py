"""The school year of each lycée: class lists, PFMP periods, places found for pupils."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from contracts.identifiers import Mef
from contracts.internships.mobility import AidKind, AidState
from deploy.demo.calendar import Calendar, Slot
from deploy.demo.lycees import DemoLycee
from deploy.demo.outcomes import Fate, Move, fates
from deploy.demo.pupils import enrolment
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.calendars.commands import draft_period, publish_period
from services.internships.exemptions.commands import exempt_pupil
from services.internships.families.commands import write_to_families
from services.internships.formations.model.classes import class_key
from services.internships.formations.store import Formations
from services.internships.leavers.commands import record_departure
from services.internships.mobility.commands import ask_mobility_aid, move_mobility_aid
from services.internships.mobility.queries import read_aids_of_pupil
from services.internships.periods.store import Periods
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.pupils.model import name_key
from services.internships.pupils.store.pupils import Pupils
from services.internships.rosters.commands import import_roster
from services.internships.ruptures.commands import interrupt_placement
from services.internships.stays.model.placement import Placement
from services.internships.stays.store.placements import Placements

_NEWS = 6
"""Last moves of each lycée that are news: somebody is written to about each."""
_TOLD = {Move.CONFIRM, Move.WITHDRAW}


def beginning(calendar: Calendar, lycee: DemoLycee) -> list[Step]:
    """The class lists, then the periods."""
    day = calendar.back_to_school
    levels = sorted({klass.level for klass in lycee.classes})
    periods = [_opens(lycee, slot) for level in levels for slot in calendar.slots(level)]
    return [
        Step(f"{lycee.uai}:pupils", lycee.uai, calendar.at(day, 9), [_enrols(lycee, calendar)]),
        Step(f"{lycee.uai}:periods", lycee.uai, calendar.at(day, 11), periods),
    ]


def places(calendar: Calendar, lycee: DemoLycee) -> Iterator[Step]:
    """What was done for the pupils, day after day."""
    desk = _Desk(lycee, calendar)
    by_day: dict[date, list[Act]] = defaultdict(list)
    all_of_them = fates(lycee, calendar)
    news = [one for one in all_of_them if _tells(one, calendar)][-_NEWS:]
    for fate in all_of_them:
        if fate not in news:
            by_day[fate.on].append(desk.does(fate))
    for day in sorted(by_day):
        name = f"{lycee.uai}:places:{day}"
        yield Step(name, lycee.uai, calendar.at(day, 14), by_day[day])
    # By these, hosts and bureaux are written to: « Envois » and the mailbox show it.
    yield Step(
        f"{lycee.uai}:news",
        lycee.uai,
        calendar.at(calendar.today, 18),
        [desk.does(one) for one in news],
        live=True,
    )


def _tells(fate: Fate, calendar: Calendar) -> bool:
    """Whether somebody is written to about it, if it is done today."""
    return fate.move in _TOLD and fate.slot.starts_on > calendar.today


def _enrols(lycee: DemoLycee, calendar: Calendar) -> Act:
    async def act(uow: UnitOfWork) -> None:
        if lycee.writes_to_families:
            await write_to_families(uow, uai=lycee.uai, is_open=True, version=0, now=uow.now)
        by_mef = {one.mef: one.id for one in await Formations(uow).of(lycee.uai)}
        await import_roster(
            uow,
            rows=enrolment(lycee, calendar.year),
            formations={class_key(one.class_label): by_mef[Mef(one.mef)] for one in lycee.classes},
            decisions={},
            school_year=calendar.year,
            now=uow.now,
        )

    return act


def _opens(lycee: DemoLycee, slot: Slot) -> Act:
    mefs = {klass.mef for klass in lycee.classes if klass.level == slot.level}

    async def act(uow: UnitOfWork) -> None:
        own = await Formations(uow).of(lycee.uai)
        period_id = await draft_period(
            uow,
            starts_on=slot.starts_on,
            ends_on=slot.ends_on,
            weeks=slot.weeks,
            formation_ids=[one.id for one in own if one.mef in mefs],
        )
        if not slot.draft:
            await publish_period(uow, period_id=period_id, version=1, now=uow.now)

    return act


@dataclass
class _Desk:
    """The bureau that finds places; pupils and periods are looked up once."""

    lycee: DemoLycee
    calendar: Calendar
    _pupils: dict[tuple[str, str], UUID] = field(default_factory=dict, init=False)
    _periods: dict[tuple[date, str], UUID] = field(default_factory=dict, init=False)

    def does(self, fate: Fate) -> Act:
        """The use case of a move."""

        async def act(uow: UnitOfWork) -> None:
            await self._look_around(uow)
            key = name_key(fate.pupil.last_name, fate.pupil.first_name)
            pupil = self._pupils.get((class_key(fate.pupil.class_label), key))
            period = self._periods.get((fate.slot.starts_on, fate.slot.level))
            if pupil is None or period is None:
                raise NotFound
            await _MOVES[fate.move](uow, fate, pupil, period)

        return act

    async def _look_around(self, uow: UnitOfWork) -> None:
        if self._pupils:
            return
        uai = self.lycee.uai
        for known in await Pupils(uow).known(uai, self.calendar.year):
            self._pupils[known.class_key, known.name_key] = known.id
        mefs = {one.id: one.mef for one in await Formations(uow).of(uai)}
        levels: dict[str, str] = {klass.mef: klass.level for klass in self.lycee.classes}
        for period in await Periods(uow).of(frozenset({uai})):
            for formation_id in period.formation_ids:
                level = levels.get(mefs[formation_id])
                if level:
                    self._periods[period.starts_on, level] = period.id


async def _propose(uow: UnitOfWork, fate: Fate, pupil: UUID, period: UUID) -> None:
    if fate.company is None:
        raise NotFound
    await propose_placement(
        uow,
        period_id=period,
        pupil_year_id=pupil,
        site_key=fate.company.key,
        origin=fate.origin,
        now=uow.now,
    )


async def _confirm(uow: UnitOfWork, fate: Fate, pupil: UUID, period: UUID) -> None:
    found = await _live(uow, pupil, period)
    await confirm_placement(
        uow, placement_id=found.id, version=found.version, on=fate.on, now=uow.now
    )


async def _withdraw(uow: UnitOfWork, fate: Fate, pupil: UUID, period: UUID) -> None:
    found = await _live(uow, pupil, period)
    await withdraw_placement(
        uow, placement_id=found.id, version=found.version, reason=fate.withdrawal, now=uow.now
    )


async def _interrupt(uow: UnitOfWork, fate: Fate, pupil: UUID, period: UUID) -> None:
    found = await _live(uow, pupil, period)
    await interrupt_placement(
        uow,
        placement_id=found.id,
        version=found.version,
        on=fate.on,
        reason=fate.end,
        now=uow.now,
    )


async def _aid(uow: UnitOfWork, fate: Fate, pupil: UUID, period: UUID) -> None:
    if fate.aid is AidState.ASKED:
        await ask_mobility_aid(
            uow,
            pupil_year_id=pupil,
            period_id=period,
            kind=AidKind.TRANSPORT,
            on=fate.on,
            now=uow.now,
        )
        return
    known = [one for one in await read_aids_of_pupil(uow, pupil) if one.period_id == period]
    for aid in known:
        await move_mobility_aid(
            uow,
            aid_id=aid.id,
            version=aid.version,
            to=fate.aid,
            on=fate.on,
            amount_euros=fate.euros,
            now=uow.now,
        )


async def _exempt(uow: UnitOfWork, fate: Fate, pupil: UUID, period: UUID) -> None:
    await exempt_pupil(
        uow, period_id=period, pupil_year_id=pupil, reason=fate.exemption, now=uow.now
    )


async def _leave(uow: UnitOfWork, fate: Fate, pupil: UUID, _period: UUID) -> None:
    gone = await Pupils(uow).get_for_update(pupil)
    await record_departure(uow, pupil_year_id=pupil, version=gone.version, on=fate.on, now=uow.now)


async def _live(uow: UnitOfWork, pupil: UUID, period: UUID) -> Placement:
    live = await Placements(uow).live_of_pupil(pupil, from_day=date.min)
    found = next((one for one in live if one.period_id == period), None)
    if found is None:
        raise NotFound
    return found


_MOVES = {
    Move.PROPOSE: _propose,
    Move.CONFIRM: _confirm,
    Move.WITHDRAW: _withdraw,
    Move.INTERRUPT: _interrupt,
    Move.AID: _aid,
    Move.EXEMPT: _exempt,
    Move.LEAVE: _leave,
}
