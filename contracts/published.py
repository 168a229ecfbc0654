"""Every event of the contracts, whatever modules a process has imported, and who subscribes."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import contracts
from contracts.event import REGISTRY, Event


@dataclass(frozen=True, order=True)
class Subscription:
    """A service that listens to an event: a group of reactions, or a projection."""

    service: str
    how: Literal["reacts", "projects"]
    name: str


Subscriptions = Mapping[str, tuple[Subscription, ...]]
"""By CloudEvents type. Handed in by the caller: contracts know no service."""


def published() -> tuple[type[Event], ...]:
    """All published events, by service, then name and version."""
    for module in pkgutil.iter_modules(contracts.__path__, "contracts."):
        importlib.import_module(module.name)
    known = (event for event in REGISTRY.values() if event.__module__.startswith("contracts."))
    return tuple(sorted(known, key=lambda event: (event.service(), event.token(), event.version())))
