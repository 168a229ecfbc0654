"""Words that notices have in common."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict
from uuid import UUID

from contracts.identifiers import AccountId
from contracts.notices import NoticeFacts, NoticeKind, NoticeLine
from services.chassis.web.views.french import date_fr, date_range
from services.internships.hosts.store.hosts import Host
from services.internships.notices.queries.stays import NoticedStay

AskedFacts = Mapping[tuple[NoticeKind, UUID], NoticeFacts]
OWN_PUPILS = "/pfmp/mes-eleves"
"""What a teacher may open, who sees no pupil of a whole lycée: those they follow."""


class _Referent(TypedDict):
    concerned: tuple[AccountId, ...]
    concerned_path: str


NOBODY = "Personne pour l’instant"


def lines(said: Iterable[tuple[str, str | None]]) -> tuple[NoticeLine, ...]:
    """The lines that have something to say, in their order."""
    return tuple(NoticeLine(label=label, text=text) for label, text in said if text)


def account(key: UUID | None) -> AccountId | None:
    """Who did it, if it was somebody with an account."""
    return AccountId(key) if key else None


def told_to_referent(stay: NoticedStay) -> _Referent:
    """What tells a notice to who follows the pupil too, where their account is known."""
    account_id = account(stay.referent_account)
    return {"concerned": (account_id,) if account_id else (), "concerned_path": OWN_PUPILS}


def day(on: date) -> str:
    """« mardi 12 janvier 2027 »."""
    return date_fr(on)


def days(first: date, last: date) -> str:
    """« Du lundi 4 au vendredi 29 janvier 2027 »."""
    return date_range(first, last).capitalize()


def where(stay: NoticedStay) -> str:
    """The host, and where it is."""
    return where_at(stay.host)


def where_at(host: Host) -> str:
    """A host, and where it is."""
    shown = [host.label]
    if host.named and host.commune:
        shown.append(host.commune)
    return ", ".join(shown)


def object_of(stay: NoticedStay) -> str:
    """« MARTIN Léa, Garage du Pont »."""
    return f"{stay.pupil}, {stay.host.label}"
