"""Good practices: that one is shared or taken up; each has its line of the journal."""

from datetime import date

from msgspec import Struct

from contracts.coordination.good_practices import (
    GoodPracticeAdoptedV1,
    GoodPracticeSharedV1,
    GoodPracticeWithdrawnV1,
)
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import folded, never


def _shared(said: Said) -> str:
    many = f"{said.times} bonnes pratiques" if said.times > 1 else "une bonne pratique"
    return f"a partagé {many}"


@folded(GoodPracticeSharedV1, says=_shared, news=never)
class GoodPracticeShared(Struct):
    occurred_on: date


def _adopted(said: Said) -> str:
    many = f"{said.times} bonnes pratiques" if said.times > 1 else "une bonne pratique"
    return f"a repris {many} du réseau"


@folded(GoodPracticeAdoptedV1, says=_adopted, news=never)
class GoodPracticeAdopted(Struct):
    occurred_on: date


@folded(GoodPracticeWithdrawnV1, news=never)
class GoodPracticeWithdrawn(Struct):
    occurred_on: date
