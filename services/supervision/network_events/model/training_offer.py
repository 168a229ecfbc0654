"""Training signals: what companies and branches say of trades, as codes; each has its line of the journal."""

from datetime import date
from uuid import UUID

from msgspec import Struct, structs

from contracts.coordination.training_offer import (
    TrainingSignalRaisedV1,
    TrainingSignalWithdrawnV1,
)
from contracts.envelope import Envelope
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import State, folded, never


def _raised(said: Said) -> str:
    many = f"{said.times} besoins" if said.times > 1 else "un besoin"
    return f"a noté ou précisé {many} en compétences"


def _signal(fact: "TrainingSignalRaised", uai: str, _: Envelope) -> State:
    row = structs.asdict(fact)
    row.pop("occurred_on")
    return "training_signals", (uai, fact.signal_id), {"uai": uai, "withdrawn": False, **row}


def _withdrawn(fact: "TrainingSignalWithdrawn", uai: str, _: Envelope) -> State:
    empty = dict.fromkeys(("kind", "rome", "mef", "territory", "strength", "source", "told_on"))
    row = {"uai": uai, "signal_id": fact.signal_id, "withdrawn": True, **empty}
    return "training_signals", (uai, fact.signal_id), row


# The DSDEN notes some too: that one is noted shows of no lycée that somebody is at work there.
@folded(TrainingSignalRaisedV1, state=_signal, says=_raised, news=never)
class TrainingSignalRaised(Struct):
    signal_id: UUID
    kind: str
    rome: str
    mef: str | None
    territory: str | None
    strength: str
    source: str
    told_on: date
    occurred_on: date


@folded(TrainingSignalWithdrawnV1, state=_withdrawn, news=never)
class TrainingSignalWithdrawn(Struct):
    signal_id: UUID
    occurred_on: date
