"""Having it told where something that waits is: planned by the stores, done by the feature `network_dues`."""

from uuid import UUID

from contracts.coordination.dues import NetworkDueKind
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

SPREAD_JOB = "spread-network-due"
STATE_JOB = "state-network-due"


async def plan_due(uow: UnitOfWork, kind: NetworkDueKind, due_id: UUID, version: int) -> None:
    """Have each lycée it waits at told of, as it then is, soon after the commit."""
    whose = uow.department_uai if uow.scope.department_wide else min(uow.scope.uais)
    key = due_key(kind, due_id, version)
    await uow.schedule(SPREAD_JOB, key=key, due_at=uow.now, uai=whose)


async def plan_statement(
    uow: UnitOfWork, kind: NetworkDueKind, due_id: UUID, version: int, *, lycee: Uai
) -> None:
    """Have it said in the name of a lycée, in a transaction of its own; for who works for the department."""
    key = due_key(kind, due_id, version)
    await uow.schedule(STATE_JOB, key=key, due_at=uow.now, uai=lycee)


def due_key(kind: NetworkDueKind, due_id: UUID, version: int) -> str:
    """What waits, and the version that is to be told."""
    return f"{kind.value} {due_id} {version}"


def due_of(key: str) -> tuple[NetworkDueKind, UUID, int]:
    """What a key says."""
    kind, due_id, version = key.split()
    return NetworkDueKind(kind), UUID(due_id), int(version)
