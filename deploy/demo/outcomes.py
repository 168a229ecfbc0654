"""What becomes of each pupil for each period: drawn once, from how near the period is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from contracts.internships.mobility import AidState
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from deploy.demo.calendar import Calendar, Slot
from deploy.demo.companies import DemoCompany, hosts_of
from deploy.demo.invention.lots import drawn_for, weighed
from deploy.demo.lycees import DemoFormation, DemoLycee
from deploy.demo.pupils import pupils_of
from services.internships.participations.model import ExemptionReason
from services.internships.roster_files.model.file import RosterRow

# How many of a class have a host when a period starts in so many days.
_COVERED = ((0, 0.96), (14, 0.86), (35, 0.72), (60, 0.5), (105, 0.22), (150, 0.06))
_ORIGINS = (
    (PlacementOrigin.OFFICE, 40),
    (PlacementOrigin.PUPIL, 30),
    (PlacementOrigin.TEACHER, 16),
    (PlacementOrigin.FAMILY, 10),
    (PlacementOrigin.OFFER, 4),
)
_WITHDRAWALS = (WithdrawalReason.HOST, WithdrawalReason.PUPIL, WithdrawalReason.REPLACED)


class Move(Enum):
    """What is done to a place or a pupil."""

    PROPOSE = auto()
    CONFIRM = auto()
    WITHDRAW = auto()
    INTERRUPT = auto()
    AID = auto()
    EXEMPT = auto()
    LEAVE = auto()


@dataclass(frozen=True)
class Fate:
    """One move, on one day."""

    on: date
    move: Move
    pupil: RosterRow
    slot: Slot
    company: DemoCompany | None = None
    origin: PlacementOrigin = PlacementOrigin.OFFICE
    withdrawal: WithdrawalReason = WithdrawalReason.OTHER
    exemption: ExemptionReason = ExemptionReason.HEAD_DECISION
    end: EndReason = EndReason.OTHER
    aid: AidState = AidState.ASKED
    euros: int | None = None


def fates(lycee: DemoLycee, calendar: Calendar) -> list[Fate]:
    """All that was done for a lycée's pupils so far, in order of days."""
    found = [
        fate
        for klass in lycee.classes
        for pupil in pupils_of(lycee, klass.class_label)
        for fate in _of_pupil(lycee, klass, pupil, calendar)
    ]
    return sorted(found, key=lambda fate: (fate.on, fate.move.value, fate.pupil.line))


def _of_pupil(
    lycee: DemoLycee, klass: DemoFormation, pupil: RosterRow, calendar: Calendar
) -> Iterator[Fate]:
    random = drawn_for("fate", lycee.uai, pupil.line)
    slots = [slot for slot in calendar.slots(klass.level) if not slot.draft]
    if random.random() < 0.02:
        first, last = calendar.back_to_school, calendar.today - timedelta(days=1)
        on = first + (last - first) * random.random()
        yield Fate(max(first, min(on, last)), Move.LEAVE, pupil, slots[0])
        return
    for slot in slots:
        if random.random() < 0.025:
            reason = random.choice(list(ExemptionReason))
            day = calendar.back_to_school + timedelta(days=10)
            yield Fate(min(day, calendar.today), Move.EXEMPT, pupil, slot, exemption=reason)
        elif random.random() < _share(slot, calendar) * lycee.zeal:
            yield from _place(random, hosts_of(klass.trade, lycee), pupil, slot, calendar)


def _share(slot: Slot, calendar: Calendar) -> float:
    days = (slot.starts_on - calendar.today).days
    return next((share for within, share in _COVERED if days <= within), 0.02)


def _place(
    random: Random, hosts: list[DemoCompany], pupil: RosterRow, slot: Slot, calendar: Calendar
) -> Iterator[Fate]:
    """Proposed, and then: still waiting, confirmed, or lost and found again elsewhere."""
    company, origin = random.choice(hosts), weighed(random, _ORIGINS)
    latest = min(calendar.today - timedelta(days=1), slot.starts_on - timedelta(days=4))
    first = max(calendar.back_to_school + timedelta(days=3), latest - timedelta(days=70))
    if first > latest:
        return  # the year has hardly begun
    proposed = _between(random, first, latest)
    yield Fate(proposed, Move.PROPOSE, pupil, slot, company, origin)
    if slot.starts_on > calendar.today and random.random() < 0.16:
        return
    confirmed = _between(random, proposed, min(latest, proposed + timedelta(days=12)))
    yield Fate(confirmed, Move.CONFIRM, pupil, slot)
    if random.random() > 0.04:
        yield from _far_away(pupil, slot, confirmed, calendar)
        yield from _broken_off(hosts, pupil, slot, calendar)
        return
    lost = _between(random, confirmed, latest)
    yield Fate(lost, Move.WITHDRAW, pupil, slot, withdrawal=random.choice(_WITHDRAWALS))


def _far_away(pupil: RosterRow, slot: Slot, confirmed: date, calendar: Calendar) -> Iterator[Fate]:
    """Some live far from their host: what is asked for goes on every ten days."""
    random = drawn_for("aid", pupil.last_name, pupil.first_name, str(slot.starts_on))
    if random.random() > 0.09:
        return
    refused = random.random() < 0.15
    ways = [AidState.ASKED, AidState.INELIGIBLE if refused else AidState.ELIGIBLE]
    ways += [] if refused else [AidState.GRANTED, AidState.PAID]
    for number, state in enumerate(ways):
        on = confirmed + timedelta(days=10 * number)
        if on >= calendar.today:
            return
        euros = random.randrange(40, 260, 5) if state is AidState.GRANTED else None
        yield Fate(on, Move.AID, pupil, slot, aid=state, euros=euros)


def _broken_off(
    hosts: list[DemoCompany], pupil: RosterRow, slot: Slot, calendar: Calendar
) -> Iterator[Fate]:
    """A few leave their host before the end, and most go on at another one."""
    random = drawn_for("end", pupil.last_name, pupil.first_name, str(slot.starts_on))
    on = slot.starts_on + timedelta(days=random.choice((4, 8, 9, 10)))
    if random.random() > 0.03 or on >= min(slot.ends_on, calendar.today):
        return
    yield Fate(on, Move.INTERRUPT, pupil, slot, end=random.choice(list(EndReason)))
    found = on + timedelta(days=random.choice((2, 3)))
    if random.random() < 0.7 and found < min(slot.ends_on, calendar.today):
        yield Fate(found, Move.PROPOSE, pupil, slot, random.choice(hosts))
        yield Fate(found, Move.CONFIRM, pupil, slot)


def _between(random: Random, first: date, last: date) -> date:
    """A day, Monday to Friday where there is one."""
    day = first + timedelta(days=random.randint(0, max(0, (last - first).days)))
    return max(first, day - timedelta(days=max(0, day.weekday() - 4)))
