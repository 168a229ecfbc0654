"""Letters to the family of a pupil (courriels aux familles): that one is due, and what it says when it leaves."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import PlacementId, SiteKey
from contracts.questions import Question, declare

FamilyLetterId = NewType("FamilyLetterId", UUID)
FamilyAddressId = NewType("FamilyAddressId", UUID)


class FamilyLetterKind(StrEnum):
    """What a family is written about (nature du courriel à la famille)."""

    PLACE_FOUND = "place_found"
    AGREEMENT_READY = "agreement_ready"
    AGREEMENT_SIGNED = "agreement_signed"
    DEPARTURE = "departure"
    INTERRUPTED = "interrupted"


class FamilyAid(StrEnum):
    """What a family is told of a mobility aid (aide à la mobilité)."""

    ASKED = "asked"
    GIVEN = "given"


class FamilyLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """The family of a pupil is to be written to (courriel à la famille).

    One letter for one reader. To whom it goes and what it says is asked when it leaves; `placements`
    are those whose pupil's erasure takes it along.
    """

    letter_id: FamilyLetterId
    kind: FamilyLetterKind
    placements: tuple[PlacementId, ...]
    occurred_on: date


class FamilyLetterRequest(BaseModel):
    letter_id: FamilyLetterId


class FamilyStay(BaseModel):
    """One stay a letter is about; `left_on`: where it ended early.

    `aid` is where a mobility aid for that period is, None where none is noted.
    """

    placement_id: PlacementId
    site_key: SiteKey
    starts_on: date
    ends_on: date
    left_on: date | None = None
    referent: str | None = None
    aid: FamilyAid | None = None


class FamilyLetter(BaseModel):
    """What a letter to a family says; `standing` is false once there is nothing left to write.

    `to_pupil`: its reader is the pupil, who is of age. `mail` is None where nobody is to be written to.
    `reminder` counts those that went before about the same thing.
    """

    standing: bool
    kind: FamilyLetterKind
    first_name: str
    to_pupil: bool = False
    mail: str | None = None
    address_id: FamilyAddressId | None = None
    stopped: bool = False
    returned: bool = False
    reminder: int = 0
    page_url: str | None = None
    """Where the reader sees the stay and prints the agreement."""
    stop_url: str | None = None
    stays: tuple[FamilyStay, ...] = ()


FAMILY_LETTER = declare(
    Question(
        "internships",
        "family_letter",
        FamilyLetterRequest,
        FamilyLetter,
        frozenset({"notifications"}),
    )
)
