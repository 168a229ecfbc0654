"""Forms of placements: proposed, confirmed, given up or ended, with tutor and days."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.identifiers import SiteKey
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.web.views.forms import Day
from services.internships.base.form_pieces import KnowingForm, MoveForm, Version


class TutorForm(KnowingForm):
    """Who follows the pupil at the host; nobody without a contact."""

    version: Version
    contact_id: UUID | None = None


class ProposalForm(KnowingForm, MoveForm):
    """A site proposed to the pupil the page is about."""

    site_key: SiteKey
    origin: PlacementOrigin


_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class SiteProposalForm(KnowingForm):
    """A pupil and period (`<period>/<pupil>`) for the site the page is about."""

    waiting: Annotated[str, Field(pattern=rf"^{_ID}/{_ID}$")]
    site_key: SiteKey
    origin: PlacementOrigin


class ConfirmationForm(KnowingForm, MoveForm):
    """The day the host agreed."""

    version: Version
    on: Day = Field(title="Date de l’accord")


class WithdrawalForm(MoveForm):
    """Why a place is given up."""

    version: Version
    reason: WithdrawalReason = Field(title="Motif")


class EndForm(MoveForm):
    """A rupture, or that a pupil never came: the day, and whose doing it is."""

    version: Version
    on: Day = Field(title="Jour")
    reason: EndReason = Field(title="Motif")


class InterruptionForm(EndForm):
    """The last day at the host, and whether the family is written to."""

    tell_family: bool = Field(default=False, title="Prévenir la famille par courriel")


class NoShowForm(EndForm):
    """The day somebody knew that the pupil had not come."""


class OwnDatesForm(MoveForm):
    """The days somebody is really at a host; those of the period need no reason."""

    version: Version
    starts_on: Day = Field(title="Premier jour")
    ends_on: Day = Field(title="Dernier jour")
    reason: EndReason | None = Field(default=None, title="Du fait de")


class UndoneEndForm(MoveForm):
    """An end taken back."""

    version: Version
