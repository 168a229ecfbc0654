"""A pause of a site (pause): to be contacted before anybody is placed there, until a day of review."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SiteKey, Uai
from services.chassis.base.errors import Conflict, Invalid

LONGEST = timedelta(days=183)
DETAILS_CHARACTERS_MAX = 1_000


class PauseReason(StrEnum):
    """Why a lycée asks for a pause; it stays in the lycée."""

    ITS_WISH = "its_wish"
    CAPACITY = "capacity"
    CHANGE = "change"
    AGREEMENT = "agreement"
    SAFETY = "safety"


class PauseTooLong(Invalid):
    """A pause is looked at again: it is no blacklist."""

    code = "pause-too-long"
    title = (
        "Une pause se réexamine dans les six mois\u202f: choisissez un jour à venir plus proche."
    )


class SafetyIsForHeadAndBureau(Invalid):
    """What is said of safety is read by the head and the bureau alone."""

    code = "safety-is-for-head-and-bureau"
    title = "Un motif de sécurité est réservé au chef d’établissement et au responsable de bureau."


class AlreadyPaused(Invalid):
    """The lycée has a pause there already."""

    code = "already-paused"
    title = "Votre lycée a déjà demandé une pause de ce lieu."


class NotPaused(Conflict):
    """The lycée asks for no pause there, or not any more."""

    code = "not-paused"
    title = "Votre lycée n’a pas demandé de pause de ce lieu, ou elle est terminée."


@dataclass(frozen=True)
class Pause:
    """A pause as one lycée asked for it; `reason` and `details` only for who may read them."""

    id: UUID
    uai: Uai
    lycee: str
    site_id: UUID
    site_key: SiteKey
    paused_on: date
    until_on: date
    reason: PauseReason | None = None
    details: str | None = None
    by_company: bool = False
    """Whether the company asked for it itself, on its page."""


def check_until(until_on: date, today: date) -> None:
    """Raises PauseTooLong."""
    if not today < until_on <= today + LONGEST:
        raise PauseTooLong(field="until_on")


RolesAt = Callable[[Uai], Collection[str]]
"""What the reader is in a lycée: being something elsewhere opens nothing there."""
SAFETY_READERS = frozenset({"head", "rbde"})


def readable(reason: PauseReason, roles: Collection[str]) -> bool:
    """Whether somebody with these roles in the lycée may read it."""
    return reason is not PauseReason.SAFETY or not SAFETY_READERS.isdisjoint(roles)


def of_nobody(_: Uai) -> Collection[str]:
    """The readers of a pause that nobody in particular reads: none."""
    return ()


def of_safety_readers(_: Uai) -> Collection[str]:
    """The head reads, or nobody does and it is only counted."""
    return SAFETY_READERS
