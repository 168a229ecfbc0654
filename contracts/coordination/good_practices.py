"""What the animation of the network tells of good practices: that one is shared, taken up or withdrawn, never what it says."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event

PracticeId = NewType("PracticeId", UUID)


class PracticeTheme(StrEnum):
    """What a good practice is about (thème)."""

    HOSTS = "hosts"
    SEARCH = "search"
    AGREEMENTS = "agreements"
    FOLLOW_UP = "follow_up"
    EVENTS = "events"
    INSERTION = "insertion"
    OFFICE = "office"
    OTHER = "other"


class GoodPracticeSharedV1(Event, audience="department", aggregate="practice_id", family=None):
    """A bureau or the DSDEN shares a good practice (bonne pratique), or corrected it, or shares it again."""

    practice_id: PracticeId
    theme: PracticeTheme
    occurred_on: date


class GoodPracticeAdoptedV1(Event, audience="department", aggregate="practice_id", family=None):
    """A bureau does the same as a good practice says (bonne pratique reprise)."""

    practice_id: PracticeId
    occurred_on: date


class GoodPracticeWithdrawnV1(Event, audience="department", aggregate="practice_id", family=None):
    """A good practice is shown no more (bonne pratique retirée)."""

    practice_id: PracticeId
    occurred_on: date


class PracticeStep(StrEnum):
    """What a bureau hears of a good practice (suite d’une bonne pratique)."""

    SHARED = "shared"
    COMMENTED = "commented"
    PINNED = "pinned"
    OWN_COMMENTED = "own_commented"
    """A bureau commented one of the DSDEN, which hears of it."""


class GoodPracticeFollowedV1(Event, audience="bureau", aggregate="practice_id"):
    """Another one shared a good practice, or commented or pinned the one of this lycée (suite d’une bonne pratique)."""

    practice_id: PracticeId
    step: PracticeStep
    occurred_on: date
