"""What the forms of this service send. Lists of hidden values are read by `pages.roster`."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import BeforeValidator, Field
from starlette.datastructures import UploadFile

from contracts.identifiers import Mef, PublicText, SchoolYear, SiteKey, Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.web.answers.confirmations import Sure
from services.chassis.web.views.forms import Day, FormModel
from services.internships.domain.override import OverrideReason
from services.internships.domain.participation import ExemptionReason
from services.internships.domain.personal_link import TEACHER_CHARACTERS
from services.internships.domain.publication import COMMENT_CHARACTERS

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


class NoPeriodForm(FormModel):
    """Classes of which no period is expected; `annee` is the school year shown."""

    annee: SchoolYear | None = None
    class_ids: Annotated[list[UUID], Several] = Field(default_factory=list, title="Classes")


class CheckAgainForm(FormModel):
    """What was said is taken back: of one class, or of all it was said of."""

    annee: SchoolYear | None = None
    class_id: UUID | None = None


class VersionForm(FormModel):
    """An action that needs nothing but the version the page showed."""

    version: Version


class MoveForm(FormModel):
    """A move that may be made from the board: `tableau` is the class shown there, or `toutes`."""

    tableau: Annotated[str, Field(max_length=120)] | None = None


class KnowingForm(FormModel):
    """What a host asks to be careful of, and that whoever goes on knows it."""

    knowingly: bool = Field(default=False, title="En connaissance de cause")


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


class RestoringForm(MoveForm):
    """A place given up by mistake."""

    version: Version


class EndForm(MoveForm):
    """A rupture, or that a pupil never came: the day, and whose doing it is."""

    version: Version
    on: Day = Field(title="Jour")
    reason: EndReason = Field(title="Motif")


class InterruptionForm(EndForm):
    """The last day at the host."""


class NoShowForm(EndForm):
    """The day somebody knew that the pupil had not come."""


class OwnDatesForm(MoveForm):
    """The days somebody is really at a host; those of the period need no reason."""

    version: Version
    starts_on: Day = Field(title="Premier jour")
    ends_on: Day = Field(title="Dernier jour")
    reason: EndReason | None = Field(default=None, title="Du fait de")


class RuleForm(FormModel):
    """A rule of the place the page is about."""

    version: Version
    rule: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class OverrideForm(RuleForm):
    """Why one goes past it."""

    override: OverrideReason = Field(title="Motif")


class UndoneEndForm(MoveForm):
    """An end taken back."""

    version: Version


class ExemptionForm(MoveForm):
    """Why a pupil is exempted."""

    exemption: ExemptionReason


class LiftingForm(MoveForm):
    """An exemption lifted: nothing to type."""


class ClassLinkForm(FormModel):
    """The teacher a link about a class is for."""

    given_to: Annotated[str, Field(min_length=1, max_length=TEACHER_CHARACTERS)] = Field(
        title="Enseignant"
    )


class ReturnForm(FormModel):
    """A pupil is back, or had never left."""

    version: Version
    by_mistake: bool = False


class CountedPupilsForm(FormModel):
    """Whom a finished period counts otherwise: `<formation>:<pupil>`."""

    adding: list[str] = Field(default_factory=list)
    removing: list[str] = Field(default_factory=list)


class DepartureForm(FormModel):
    """The day a pupil left."""

    version: Version
    on: Day = Field(title="Date de sortie")


class ErasureForm(FormModel):
    """A pupil to erase; `notes` are the exchanges whose text goes too, `sure` a second yes."""

    version: Version
    notes: list[UUID] = Field(default_factory=list, max_length=200)
    sure: Sure = False


class PublicationForm(FormModel):
    """Whether the department sees a family, and from which day on."""

    version: Version
    open: bool = Field(title="Le département")
    from_on: Day = Field(title="À partir du")


class CommentForm(FormModel):
    """A sentence beside a figure: `<family>:<coverage id, or nothing>`."""

    figure: Annotated[str, Field(max_length=80)] = Field(title="Chiffre")
    text: Annotated[str, Field(min_length=1, max_length=COMMENT_CHARACTERS)] = Field(
        title="Commentaire"
    )


class RosterFileForm(FormModel):
    """A roster to preview."""

    uai: Uai | None = None
    school_year: SchoolYear
    file: UploadFile
    check: bool = False
    """Show what the columns are taken for first."""


class RosterColumnsForm(FormModel):
    """What the columns of a carried roster are: `<index>:<field>`."""

    uai: Uai | None = None
    school_year: SchoolYear
    carried: list[str]
    columns: list[str]
    remember: bool = False


class AgreementModelForm(FormModel):
    """A text of the agreement, for one formation or for all."""

    uai: Uai | None = None
    formation_id: UUID | None = Field(default=None, title="Formation")
    voted_on: Day = Field(title="Vote du conseil d’administration")
    file: UploadFile = Field(title="Document Word")


class HeadingForm(FormModel):
    """A heading whose meaning is to be forgotten."""

    uai: Uai
    key: str


class RosterForm(FormModel):
    """A previewed roster: chunks of rows, `<class key>:<formation>` and `<line>:<decision>`.

    `bad`, `unsure` (`<line>:<reason>`) and `told` are shown again; `renaming` pairs of class keys, new then old;
    `leaving`, `returning` `<pupil>:<version>`; `correcting` pupils; `asked` the lines to check; `unseen`: each hidden one.
    """

    uai: Uai | None = None
    school_year: SchoolYear
    rows: list[str]
    bad: list[str] = Field(default_factory=list)
    unsure: list[str] = Field(default_factory=list)
    correcting: list[UUID] = Field(default_factory=list)
    following: Annotated[list[str], Several] = Field(default_factory=list)
    deciding: Annotated[list[str], Several] = Field(default_factory=list)
    renaming: Annotated[list[str], Several] = Field(default_factory=list)
    leaving: list[str] = Field(default_factory=list)
    returning: list[str] = Field(default_factory=list)
    asked: str = ""
    unseen: bool = False
    told: list[str] = Field(default_factory=list)
    on: Day | None = Field(default=None, title="Compte à partir du")
