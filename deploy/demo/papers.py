"""What goes with the places of each period: who follows whom, agreements, attestations."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

from contracts.internships.agreements import AgreementStanding, SignatureChannel
from deploy.demo.calendar import Calendar, Slot
from deploy.demo.invention.lots import drawn_for
from deploy.demo.invention.words import FIRST_NAMES, LAST_NAMES
from deploy.demo.lycees import DemoLycee
from deploy.demo.steps import Act, Step
from deploy.demo.teachers import teachers_of
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.agreements.store.agreements import Agreements
from services.internships.attestations.commands import note_attestations
from services.internships.attestations.model import Attested
from services.internships.attestations.store import Attestations
from services.internships.formations.queries import read_classes
from services.internships.formations.store import Formations
from services.internships.participations.store import Participations
from services.internships.periods.model import Period
from services.internships.periods.store import Periods
from services.internships.referents.commands import assign_referents, name_referents
from services.internships.referents.store.referents import Referents
from services.internships.signatures.commands.issue_agreements import issue_agreements
from services.internships.signatures.commands.prepare_agreements import prepare_agreements
from services.internships.signatures.commands.record_signatures import HowSigned, record_signatures

_REFERENTS = 9
_SIGNED, _ATTESTED = 0.9, 0.85
_HOUR = 16
"""Of the afternoon, once the places of the day are found."""


def papers(calendar: Calendar, lycee: DemoLycee) -> Iterator[Step]:
    """Three weeks before a period agreements leave, one before they are back; then who came."""
    named = min(calendar.back_to_school + timedelta(days=14), calendar.today)
    yield _step(calendar, lycee, "referents", named, _names(lycee))
    for level in sorted({klass.level for klass in lycee.classes}):
        for slot in calendar.slots(level):
            if not slot.draft:
                yield from _of(calendar, lycee, slot)


def _of(calendar: Calendar, lycee: DemoLycee, slot: Slot) -> Iterator[Step]:
    doings = (
        ("followed", slot.starts_on - timedelta(days=24), _follows(lycee, slot)),
        ("issued", slot.starts_on - timedelta(days=21), _issues(lycee, slot)),
        ("signed", slot.starts_on - timedelta(days=8), _signs(lycee, slot)),
        # Who found a place late has a paper late.
        ("issued late", slot.starts_on - timedelta(days=5), _issues(lycee, slot)),
        ("signed late", slot.starts_on - timedelta(days=2), _signs(lycee, slot)),
        ("attested", slot.ends_on + timedelta(days=5), _attests(lycee, slot)),
    )
    for what, day, act in doings:
        if calendar.back_to_school < day < calendar.today:
            yield _step(calendar, lycee, f"{slot.level}:{slot.starts_on}:{what}", day, act)


def _step(calendar: Calendar, lycee: DemoLycee, what: str, day: date, act: Act) -> Step:
    return Step(f"{lycee.uai}:papers:{what}", lycee.uai, calendar.at(day, _HOUR), [act])


def _names(lycee: DemoLycee) -> Act:
    random = drawn_for("referents", lycee.uai)
    names = [
        *(one.name for one in teachers_of(lycee)),
        *(f"{random.choice(FIRST_NAMES)} {last}" for last in random.sample(LAST_NAMES, _REFERENTS)),
    ][:_REFERENTS]

    async def act(uow: UnitOfWork) -> None:
        await name_referents(uow, names=names, now=uow.now)

    return act


def _follows(lycee: DemoLycee, slot: Slot) -> Act:
    async def act(uow: UnitOfWork) -> None:
        period = await _period(uow, lycee, slot)
        known = await Referents(uow).of_year([lycee.uai], period.school_year)
        pupils = sorted(await Participations(uow).pupils_of(period.id))
        chosen: dict[UUID, UUID | None] = dict(
            zip(pupils, cycle([one.id for one in known]), strict=False)
        )
        await assign_referents(uow, period_id=period.id, shown={}, chosen=chosen, now=uow.now)

    return act


def _issues(lycee: DemoLycee, slot: Slot) -> Act:
    labels = {klass.class_label for klass in lycee.classes if klass.level == slot.level}

    async def act(uow: UnitOfWork) -> None:
        period = await _period(uow, lycee, slot)
        for one in await read_classes(uow, frozenset({lycee.uai}), period.school_year):
            if one.label in labels:
                await prepare_agreements(uow, period_id=period.id, class_id=one.id, now=uow.now)
        waiting = await _standing(uow, period, AgreementStanding.PREPARED)
        ids = [one.id for one in waiting]
        await issue_agreements(uow, agreement_ids=ids, on=uow.now.date(), now=uow.now)

    return act


def _signs(lycee: DemoLycee, slot: Slot) -> Act:
    async def act(uow: UnitOfWork) -> None:
        period = await _period(uow, lycee, slot)
        out = await _standing(uow, period, AgreementStanding.ISSUED)
        random = drawn_for("signed", lycee.uai, slot.starts_on, uow.now.date())
        # By pupil: which ids are drawn differs from one demonstration to the next.
        back = random.sample(
            sorted(out, key=lambda one: one.pupil_year_id), round(_SIGNED * len(out))
        )
        how = HowSigned(uow.now.date(), SignatureChannel.PAPER)
        ticks = {one.id: None for one in back}
        await record_signatures(uow, ticks=ticks, how=how, now=uow.now)

    return act


def _attests(lycee: DemoLycee, slot: Slot) -> Act:
    async def act(uow: UnitOfWork) -> None:
        period, today = await _period(uow, lycee, slot), uow.now.date()
        stays = await Attestations(uow).stays(period.id, today)
        random = drawn_for("attested", lycee.uai, slot.starts_on)
        told = {}
        for place, stay in sorted(stays.items()):
            whole = stay.first_on <= slot.starts_on and stay.last_on >= slot.ends_on
            days = 5 * slot.weeks if whole else stay.calendar_days * 5 // 7
            absent = random.choice((0, 0, 0, 0, 1, 2))
            if random.random() < _ATTESTED:
                told[place] = Attested(max(days - absent, 0), absent)
        await note_attestations(
            uow, period_id=period.id, told=told, shown={}, received_on=today, now=uow.now
        )

    return act


async def _standing(
    uow: UnitOfWork, period: Period, standing: AgreementStanding
) -> list[Agreement]:
    found = await Agreements(uow).current(period_id=period.id)
    return [one for one in found if one.standing is standing]


async def _period(uow: UnitOfWork, lycee: DemoLycee, slot: Slot) -> Period:
    mefs = {one.id: one.mef for one in await Formations(uow).of(lycee.uai)}
    of_level = {klass.mef for klass in lycee.classes if klass.level == slot.level}
    for period in await Periods(uow).of(frozenset({lycee.uai})):
        if period.starts_on == slot.starts_on and of_level & {
            mefs[one] for one in period.formation_ids
        }:
            return period
    raise NotFound
