"""Which events a lycée may have sent to programs outside: said by each producer, in its `outside.py`.

Offered under what people call it, in the words of its bureau, or kept inside for a reason. What nobody
said anything of is not sent.
"""

import importlib.util
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

import contracts

Offered: TypeAlias = Mapping[str, Mapping[str, str]]
"""By the part of the form people choose in, in French: the event's token, and what people call it."""
Kept: TypeAlias = Mapping[str, str]
"""By the event's token, why nobody outside is sent it."""


@cache
def offered() -> Mapping[str, Mapping[str, str]]:
    """By part: `service.event`, whatever its version, and what people call it."""
    parts: dict[str, dict[str, str]] = {}
    for service, said in _declared("OFFERED").items():
        for part, titles in said.items():
            named = {f"{service}.{token}": title for token, title in titles.items()}
            parts.setdefault(part, {}).update(named)
    return parts


@cache
def kept_inside() -> Mapping[str, str]:
    """`service.event`, and why it is not sent."""
    return {
        f"{service}.{token}": why
        for service, said in _declared("KEPT_INSIDE").items()
        for token, why in said.items()
    }


def _declared(name: str) -> Mapping[str, Any]:
    """What each service says under a name, by service."""
    said: dict[str, Any] = {}
    for package in pkgutil.iter_modules(contracts.__path__):
        module = f"contracts.{package.name}.outside"
        if package.ispkg and importlib.util.find_spec(module) is not None:
            said[package.name] = getattr(importlib.import_module(module), name, {})
    return said
