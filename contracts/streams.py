"""The streams of a department: names, settings, and which services may read them."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

import contracts
from contracts.event import AUDIENCES, Audience
from contracts.identifiers import DepartmentCode

MAX_MSG_SIZE = 65_536
"""Bytes of a message, headers included; a larger fact is refused when the command is given."""
DUPLICATE_WINDOW_SECONDS = 7_200
BUREAU_MAX_AGE_SECONDS = 13 * 31 * 24 * 3_600
"""13 months: a school year and the time to close it."""


@dataclass(frozen=True)
class StreamSettings:
    """What differs between audiences; the rest (file storage, discard new) is common."""

    name: str
    subjects: tuple[str, ...]
    max_age_seconds: int
    deny_purge: bool
    max_msg_size: int = MAX_MSG_SIZE
    duplicate_window_seconds: int = DUPLICATE_WINDOW_SECONDS


def stream_name(audience: Audience, dept: str) -> str:
    return f"{audience.upper()}_{DepartmentCode(dept)}"


def stream_settings(audience: Audience, dept: str) -> StreamSettings:
    """Kept for ever for the department, 13 months for the bureaux (0 means no limit)."""
    return StreamSettings(
        name=stream_name(audience, dept),
        subjects=(f"{audience}.{DepartmentCode(dept)}.>",),
        max_age_seconds=BUREAU_MAX_AGE_SECONDS if audience == "bureau" else 0,
        deny_purge=audience == "department",
    )


def all_stream_settings(dept: str) -> tuple[StreamSettings, ...]:
    return tuple(stream_settings(audience, dept) for audience in AUDIENCES)


@cache
def services_that(right: str) -> frozenset[str]:
    """The services whose package of the contracts claims a right: `HEARS_BUREAUX`, `RUN_BY_LYCEES`.

    A right that nobody wrote down is nobody's.
    """
    packages = (one.name for one in pkgutil.iter_modules(contracts.__path__) if one.ispkg)
    return frozenset(
        name
        for name in packages
        if getattr(importlib.import_module(f"contracts.{name}"), right, False)
    )


def readers(audience: Audience) -> frozenset[str] | None:
    """Services that may read an audience; None for all."""
    return services_that("HEARS_BUREAUX") if audience == "bureau" else None


def may_read(service: str, audience: Audience) -> bool:
    allowed = readers(audience)
    return allowed is None or service in allowed
