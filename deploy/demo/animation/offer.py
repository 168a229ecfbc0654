"""The evolution of the training offer: files in three states, what bodies said, and the dates of a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from contracts.coordination.offer_files import OfferBody, OfferChange, OfferOpinion, OfferStage
from contracts.coordination.training_offer import RomeCode, SignalKind, SignalSource, SignalStrength
from contracts.identifiers import Mef, SchoolYear
from deploy.demo.calendar import Calendar
from deploy.demo.lycees import PEUPLIERS, TILLEULS, VIEUX_PONT, DemoLycee
from deploy.demo.steps import Act, Step
from services.chassis.base.errors import NotFound
from services.chassis.base.working_days import next_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.commands import add_date
from services.coordination.offer_calendar.model import DatePlan
from services.coordination.offer_files.commands import (
    attach_signals,
    cite_signal,
    give_opinion,
    move_file,
    prepare_file,
)
from services.coordination.offer_files.model.offer_file import OfferFacts, Opinion
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.offer_files.queries import FileCut, offered_signals, read_files
from services.coordination.offer_files.store import OfferFiles
from services.coordination.training_signals.commands import raise_signal
from services.coordination.training_signals.model import SignalFacts

_A, _B, _C = OfferAction, OfferBody, OfferChange


@dataclass(frozen=True)
class DemoFile:
    """What is asked, of which lycée, and how far it went: each move a week after the other."""

    change: OfferChange
    lycee: DemoLycee
    formation: str
    trades: Sequence[str]
    now: int | None
    wanted: int | None
    text: str
    asked: str
    days_ago: int
    moves: Sequence[OfferAction] = ()
    mef: str | None = None
    diploma: str | None = None
    signals: Sequence[tuple[SignalKind, SignalStrength, SignalSource, str]] = ()
    opinions: Sequence[tuple[OfferBody, OfferStage, OfferOpinion, str | None]] = ()


_FILES: Sequence[DemoFile] = (
    DemoFile(
        *(_C.OPENING_NET, TILLEULS, "MC Technicien en réseaux électriques", ("F1602",), 0, 12),
        "Les bacs professionnels qui sortent sont embauchés, puis formés un an par les entreprises.",
        "Dire si douze places trouvent leurs lieux d’accueil à moins d’une heure.",
        days_ago=70,
        moves=(_A.PROPOSE, _A.COMPLETE, _A.PLAN, _A.MAKE_READY),
        diploma="Mention complémentaire, niveau 4",
        signals=(
            (
                *(SignalKind.SHORTAGE, SignalStrength.LASTING, SignalSource.BRANCH),
                "La fédération compte trente embauches par an, dont dix restent sans candidat.",
            ),
            (
                *(SignalKind.NEW_SKILL, SignalStrength.REPEATED, SignalSource.COMMITTEE),
                "Les bornes de recharge demandent une habilitation que personne ne prépare.",
            ),
        ),
        opinions=(
            (_B.COUNCIL, OfferStage.PRIOR, OfferOpinion.FAVOURABLE, None),
            (_B.CLEE, OfferStage.ADVISORY, OfferOpinion.RESERVED, "Réserve sur l’atelier."),
        ),
    ),
    DemoFile(
        *(_C.INCREASE_OFFSET, VIEUX_PONT, "CAP Cuisine", ("G1602", "G1609"), 24, 30),
        "Six places de plus, prises sur une formation que peu demandent.",
        "Dire quelle formation rend ses places.",
        days_ago=35,
        moves=(_A.PROPOSE, _A.ASK_MORE),
        mef=next(one.mef for one in VIEUX_PONT.classes if one.class_label == "1CAPC"),
        signals=(
            (
                *(SignalKind.SHORTAGE, SignalStrength.REPEATED, SignalSource.EMPLOYMENT),
                "Les offres de commis restent ouvertes deux mois.",
            ),
        ),
    ),
    DemoFile(
        *(
            _C.COLOURING,
            PEUPLIERS,
            "Bac pro Logistique, coloration froid",
            ("N1103", "N1110"),
            None,
            None,
        ),
        "Deux entrepôts frigorifiques ouvrent\u202f: l’idée est à chiffrer avec le lycée.",
        "Rien encore.",
        days_ago=10,
    ),
)
_DATES: Sequence[tuple[OfferBody, int, int | None, DemoLycee | None]] = (
    (_B.COUNCIL, -30, None, TILLEULS),
    (_B.COUNCIL, 12, None, VIEUX_PONT),
    (_B.WORKING_GROUP, 18, 11, None),
    (_B.CDEN, 27, 17, None),
    (_B.CAEN, 55, 40, None),
)
"""Which body meets in how many days, until when files are handed in, and of which lycée."""


def training_offer(calendar: Calendar) -> list[Step]:
    """The dates first, then each file as it went, with what bureaux noted of its trades."""
    begun = calendar.today - timedelta(days=80)
    steps = [Step("dsden:offer:dates", None, calendar.at(begun, 9), [_plans(calendar.today)])]
    for rank, one in enumerate(_FILES):
        name, on = f"dsden:offer:{rank}", calendar.today - timedelta(days=one.days_ago)
        begins = [_prepares(one), *(_signals(one, *said) for said in one.signals)]
        steps.append(Step(name, None, calendar.at(on, 9), begins))
        for week, action in enumerate(one.moves, start=1):
            at = calendar.at(on + timedelta(weeks=week), 10)
            steps.append(Step(f"{name}:{action}", None, at, [_moves(one, action)]))
        if one.opinions:
            at = calendar.at(calendar.today - timedelta(days=5), 11)
            said_of = [_opines(one, *said) for said in one.opinions]
            steps.append(Step(f"{name}:opinions", None, at, said_of))
        read_at = calendar.at(calendar.today - timedelta(days=1), 16)
        steps.append(Step(f"{name}:signals", None, read_at, [_attaches(one)]))
    return steps


def _campaign(today: date) -> SchoolYear:
    first = int(SchoolYear.of(today)[:4]) + 1
    return SchoolYear(f"{first}-{first + 1}")


def _plans(today: date) -> Act:
    async def act(uow: UnitOfWork) -> None:
        for body, days, due, lycee in _DATES:
            plan = DatePlan(
                body,
                _campaign(today),
                next_working_day(today + timedelta(days=days)),
                lycee.uai if lycee else None,
                next_working_day(today + timedelta(days=due)) if due else None,
            )
            await add_date(uow, plan=plan)

    return act


def _prepares(one: DemoFile) -> Act:
    async def act(uow: UnitOfWork) -> None:
        known = await Formations(uow).all()
        facts = OfferFacts(
            change=one.change,
            lycee=one.lycee.uai,
            formation=one.formation,
            effect_year=_campaign(local_date(uow.now)),
            mef=Mef(one.mef) if one.mef and one.mef in known else None,
            diploma=one.diploma,
            trades=tuple(map(RomeCode, one.trades)),
            capacity_now=one.now,
            capacity_wanted=one.wanted,
            text=one.text,
            asked=one.asked,
        )
        await prepare_file(uow, facts=facts, now=uow.now)

    return act


def _signals(
    one: DemoFile, kind: SignalKind, strength: SignalStrength, source: SignalSource, text: str
) -> Act:
    async def act(uow: UnitOfWork) -> None:
        said = SignalFacts(
            kind, RomeCode(one.trades[0]), strength, source, local_date(uow.now), text
        )
        file_id, _ = await _file(uow, one)
        signal_id = await raise_signal(uow, facts=said, now=uow.now)
        await attach_signals(uow, file_id=file_id, signal_ids=[signal_id], now=uow.now)
        await cite_signal(uow, file_id=file_id, signal_id=signal_id, cited=True)

    return act


def _attaches(one: DemoFile) -> Act:
    """The signals bureaux noted of its trades."""

    async def act(uow: UnitOfWork) -> None:
        file_id, _ = await _file(uow, one)
        known = await OfferFiles(uow).get(file_id)
        alike = [signal.id for signal in await offered_signals(uow, known, alike=True)]
        await attach_signals(uow, file_id=file_id, signal_ids=alike, now=uow.now)

    return act


def _moves(one: DemoFile, action: OfferAction) -> Act:
    async def act(uow: UnitOfWork) -> None:
        file_id, version = await _file(uow, one)
        today = local_date(uow.now)
        await move_file(
            uow, file_id=file_id, version=version, action=action, moved_on=today, now=uow.now
        )

    return act


def _opines(
    one: DemoFile, body: OfferBody, stage: OfferStage, opinion: OfferOpinion, text: str | None
) -> Act:
    async def act(uow: UnitOfWork) -> None:
        file_id, _ = await _file(uow, one)
        today = local_date(uow.now)
        said = Opinion(uow.new_id(), file_id, body, stage, opinion, today, text, uow.now)
        await give_opinion(uow, opinion=said, now=uow.now)

    return act


async def _file(uow: UnitOfWork, one: DemoFile) -> tuple[UUID, int]:
    """The id of a file, and its version."""
    for listed in await read_files(uow, FileCut(everything=True)):
        if listed.file.facts.formation == one.formation:
            return listed.file.id, listed.file.version
    raise NotFound
