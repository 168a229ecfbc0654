"""What waits in the network: the whole state of each, said in the name of whose it is; it leaves no line."""

from datetime import date
from uuid import UUID

from msgspec import Struct, structs

from contracts.coordination.dues import NetworkDueStatedV1
from contracts.envelope import Envelope
from services.supervision.read_models.model.folded_events import State, folded, never


def _due(fact: "NetworkDueStated", uai: str, _: Envelope) -> State:
    return "network_dues", (uai, fact.due_id), {"uai": uai, **structs.asdict(fact)}


# What moved it has its line, and its bureau was heard by it.
@folded(NetworkDueStatedV1, state=_due, news=never)
class NetworkDueStated(Struct):
    due_id: UUID
    kind: str
    standing: str
    since_on: date
    due_on: date | None
    working_days: int | None
    outcome: str | None
    escalated: bool
