"""Training signals as the tests note them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from contracts.coordination.training_offer import (
    RomeCode,
    SignalKind,
    SignalSource,
    SignalStrength,
)
from contracts.identifiers import Mef, Siren, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.training_signals.commands import raise_signal
from services.coordination.training_signals.model import SignalFacts, TrainingSignal
from services.coordination.training_signals.store import TrainingSignals
from tests.coordination.world import Somebody, bureau_of
from tests.support.network import HERE

WELDER, SHEET_METAL = RomeCode("H2916"), RomeCode("H2902")
MONTAUBAN, DEUX_RIVES = Siren("248200099"), Siren("248200016")
WELDING = Mef("2402540711")
FACTS = SignalFacts(
    kind=SignalKind.SHORTAGE,
    rome=WELDER,
    strength=SignalStrength.ISOLATED,
    source=SignalSource.COMPANY,
    told_on=date(2026, 11, 20),
    text="Il ne trouve pas de soudeur formé au TIG.",
    territory=MONTAUBAN,
    company="Chaudronnerie Peyrecave",
)


async def noted(who: Somebody, **facts: Any) -> UUID:
    return await who.do(raise_signal, facts=replace(FACTS, **facts), now=who.later())


async def signal_of(who: Somebody, signal_id: UUID) -> TrainingSignal:
    async def find(uow: UnitOfWork) -> TrainingSignal:
        return await TrainingSignals(uow).get(signal_id)

    return await who.do(find)


async def formation(who: Somebody, mef: Mef = WELDING, lycee: Uai = HERE) -> None:
    """One the network offers, as its lycée told."""

    async def keep(uow: UnitOfWork) -> None:
        label = "CAP Réalisations industrielles en chaudronnerie"
        await Formations(uow).keep(uuid4(), uai=lycee, mef=mef, label=label, version=1)

    await bureau_of(who.units, lycee).do(keep)
