"""Every event of the contracts, whatever modules a process has imported, and who subscribes."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import contracts
from contracts.event import REGISTRY, Event
from contracts.publication import FactFamily
from contracts.questions import QUESTIONS, Question


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
    _import_all()
    known = (event for event in REGISTRY.values() if event.__module__.startswith("contracts."))
    return tuple(sorted(known, key=lambda event: (event.service(), event.token(), event.version())))


@cache
def told_families() -> tuple[FactFamily, ...]:
    """Those some event tells: a head is asked about no other one, which would open and close nothing."""
    told = {family for event in published() for family in event.families()}
    return tuple(family for family in FactFamily if family in told)


def declared_questions() -> tuple[Question[Any, Any], ...]:
    """All questions, by service, then name."""
    _import_all()
    return tuple(question for _, question in sorted(QUESTIONS.items()))


@cache
def _import_all() -> None:
    for module in pkgutil.walk_packages(contracts.__path__, "contracts."):
        importlib.import_module(module.name)
