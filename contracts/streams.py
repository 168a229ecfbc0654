"""The streams of a department: names, settings, and which services may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.event import AUDIENCES, Audience
from contracts.identifiers import DepartmentCode

MAX_MSG_SIZE = 65_536
"""Bytes of a message, headers included; a larger fact is refused when the command is given."""
DUPLICATE_WINDOW_SECONDS = 7_200
BUREAU_MAX_AGE_SECONDS = 13 * 31 * 24 * 3_600
"""13 months: a school year and the time to close it."""

READERS: Mapping[Audience, frozenset[str] | None] = MappingProxyType(
    {
        "department": None,
        "bureau": frozenset(
            {
                "partnerships",
                "internships",
                "notifications",
                "coordination",
                "portal",  # that somebody was erased: the demonstration's mailbox forgets too
            }
        ),
    }
)
"""Services that may read an audience; None for all. `supervision` never reads the bureaux'."""


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


def may_read(service: str, audience: Audience) -> bool:
    readers = READERS[audience]
    return readers is None or service in readers
