"""Training signals: what companies and branches say of trades, as codes; each has its line of the journal."""

from datetime import date

from msgspec import Struct

from contracts.coordination.training_offer import (
    TrainingSignalRaisedV1,
    TrainingSignalWithdrawnV1,
)
from services.supervision.journal.model.sentences import Said
from services.supervision.read_models.model.folded_events import folded, never


def _raised(said: Said) -> str:
    many = f"{said.times} besoins" if said.times > 1 else "un besoin"
    return f"a noté {many} en compétences"


@folded(TrainingSignalRaisedV1, says=_raised, news=never)
class TrainingSignalRaised(Struct):
    occurred_on: date


@folded(TrainingSignalWithdrawnV1, news=never)
class TrainingSignalWithdrawn(Struct):
    occurred_on: date
