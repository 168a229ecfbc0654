"""What the forms of this service send. Lists of hidden values are read by `pages.roster`."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field
from starlette.datastructures import UploadFile

from contracts.identifiers import Mef, PublicText, SchoolYear, SiteKey, Uai
from contracts.internships import PlacementOrigin, WithdrawalReason
from services.chassis.web.forms import Day, FormModel
from services.internships.domain.participation import ExemptionReason

Version = Annotated[int, Ge(0)]


def _dropping_blanks(values: object) -> object:
    return [value for value in values if value] if isinstance(values, list) else values


Several = BeforeValidator(_dropping_blanks)


class FormationForm(FormModel):
    """A formation of the lycée."""

    uai: Uai | None = None
    mef: Mef
    label: PublicText


class PeriodForm(FormModel):
    """A period to prepare; `weeks` are weeks in a company."""

    uai: Uai | None = None
    starts_on: Day
    ends_on: Day
    weeks: Annotated[int, Ge(1), Le(52)]
    formation_ids: list[UUID] = Field(default_factory=list)
    class_ids: list[UUID] = Field(default_factory=list)


class DatesForm(FormModel):
    """The dates of a period, and the version they answer to."""

    version: Version
    starts_on: Day = Field(title="Premier jour")
    ends_on: Day = Field(title="Dernier jour")
    weeks: Annotated[int, Ge(1), Le(52)] = Field(title="Semaines en entreprise")


class VersionForm(FormModel):
    """An action that needs nothing but the version the page showed."""

    version: Version


class ProposalForm(FormModel):
    """A site proposed to the pupil the page is about."""

    site_key: SiteKey
    origin: PlacementOrigin


class SiteProposalForm(FormModel):
    """A pupil and period (`<period>/<pupil>`) for the site the page is about."""

    waiting: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}/[0-9a-f-]{36}$")]
    site_key: SiteKey
    origin: PlacementOrigin


class ConfirmationForm(FormModel):
    """The day the host agreed."""

    version: Version
    on: Day = Field(title="Date de l’accord")


class WithdrawalForm(FormModel):
    """Why a place is given up."""

    version: Version
    reason: WithdrawalReason = Field(title="Motif")


class ExemptionForm(FormModel):
    """Why a pupil is exempted."""

    exemption: ExemptionReason


class EmptyForm(FormModel):
    """An action without anything to type."""


class DepartureForm(FormModel):
    """The day a pupil left."""

    version: Version
    on: Day = Field(title="Date de sortie")


class RosterFileForm(FormModel):
    """A roster to preview."""

    uai: Uai | None = None
    school_year: SchoolYear
    file: UploadFile


class RosterForm(FormModel):
    """A previewed roster: chunks of rows, `<class key>:<formation>` and `<line>:<decision>`.

    `bad` holds `<line>:<reason>` of the rows left out, to be shown again; `renaming` pairs of class
    keys, new then old; `leaving` and `returning` `<pupil>:<version>`; `asked` the lines to check.
    """

    uai: Uai | None = None
    school_year: SchoolYear
    rows: list[str]
    bad: list[str] = Field(default_factory=list)
    following: Annotated[list[str], Several] = Field(default_factory=list)
    deciding: Annotated[list[str], Several] = Field(default_factory=list)
    renaming: Annotated[list[str], Several] = Field(default_factory=list)
    leaving: list[str] = Field(default_factory=list)
    returning: list[str] = Field(default_factory=list)
    asked: str = ""
    on: Day | None = Field(default=None, title="Date de sortie")
