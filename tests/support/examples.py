"""One example of everything an address can name, made for the lycée `HERE`.

Each service makes those of its own addresses: `examples` in `tests/<service>/examples.py`. A new kind
of path parameter needs an example there; a new route does not, nor a service whose addresses name nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec
from uuid import uuid4

from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases


@dataclass(frozen=True)
class Example:
    """The value of a path parameter; `own`: nobody outside the lycée may learn that it exists."""

    value: str
    own: bool
    unknown: str = field(default_factory=lambda: str(uuid4()))
    """A value of the same kind that names nothing."""


@dataclass(frozen=True)
class Examples:
    """What one service holds for the tests."""

    parameters: Mapping[str, Example]
    secrets: tuple[str, ...] = ()
    """Words nobody outside the lycée may read anywhere."""


async def examples_of(service: str, network: Network, databases: ServiceDatabases) -> Examples:
    """Make one of each thing the addresses of a running service name."""
    own = Examples({})
    if find_spec(f"tests.{service}.examples") is not None:
        make: Callable[[Network, ServiceDatabases], Awaitable[Examples]] = import_module(
            f"tests.{service}.examples"
        ).examples
        own = await make(network, databases)
    return replace(own, parameters={**own.parameters, **await _of_operations(service, databases)})


async def _of_operations(word: str, databases: ServiceDatabases) -> dict[str, Example]:
    """A fact of any service's journal, and one it set aside."""
    superuser = await databases.superuser(word)
    subject = f"department.82.{HERE}.{word}.thing_done.v1"
    event_id = await superuser.fetchval(
        "INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers, payload,"
        " recorded_at, sent_at) VALUES (gen_random_uuid(), $1, $2, 'department', 1000000, $3, '{}',"
        " '{}', now(), now()) RETURNING event_id",
        HERE,
        f"/82/{HERE}/{word}",
        subject,
    )
    parked_id = await superuser.fetchval(
        "INSERT INTO parked_events (parked_id, consumer, stream, stream_sequence, uai, subject,"
        " headers, payload, reason, detail, parked_at) VALUES (gen_random_uuid(), 'gone__gone',"
        " 'DEPARTMENT_82', 1, $1, $2, '{}', '{}', 'unknown-type', 'v1 is not handled', now())"
        " RETURNING parked_id",
        HERE,
        subject,
    )
    await superuser.close()
    return {
        "event_id": Example(str(event_id), own=False),
        "parked_id": Example(str(parked_id), own=False),
    }
