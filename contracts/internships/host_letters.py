"""Letters to who hosts a pupil (courriels à l’accueil): that one is due, and what it says when it leaves."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import ContactId, PlacementId, SiteKey
from contracts.questions import Question, declare

HostLetterId = NewType("HostLetterId", UUID)


class HostLetterKind(StrEnum):
    """What a host is written about (nature du courriel à l’accueil)."""

    AGREEMENT_READY = "agreement_ready"
    PUPIL_ARRIVES = "pupil_arrives"
    ATTESTATION_DUE = "attestation_due"
    STAY_THANKS = "stay_thanks"


class HostLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """Who hosts pupils at a site is to be written to (courriel à l’accueil).

    One letter for all stays of one reader. What it says, and to which address, is asked when it
    leaves; `placements` and `tutor_id` are those whose erasure takes it along.
    """

    letter_id: HostLetterId
    kind: HostLetterKind
    site_key: SiteKey
    tutor_id: ContactId | None
    placements: tuple[PlacementId, ...]
    occurred_on: date


class HostLetterRequest(BaseModel):
    letter_id: HostLetterId


class HostedStay(BaseModel):
    """One stay a letter is about. `minor`: at its first day; None while the age is not known.

    `url` opens the page of the stay, None where the bureau closed it.
    """

    placement_id: PlacementId
    pupil_name: str
    formation: str
    starts_on: date
    ends_on: date
    minor: bool | None
    referent: str | None
    url: str | None


class HostLetter(BaseModel):
    """What a letter to a host says; `standing` is false once there is nothing left to write.

    `tutor_id`: its reader, None for the contact of the site, or who signs for it where `signs`.
    `reminder` counts those that went before about the same thing.
    """

    standing: bool
    kind: HostLetterKind
    site_key: SiteKey
    tutor_id: ContactId | None
    signs: bool
    reminder: int
    stays: tuple[HostedStay, ...]


HOST_LETTER = declare(
    Question(
        "internships",
        "host_letter",
        HostLetterRequest,
        HostLetter,
        frozenset({"notifications"}),
    )
)
