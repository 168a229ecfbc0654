"""Events published by the internship tracker: PFMP periods, placements, coverage."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import (
    AccountId,
    Count,
    CoverageId,
    DepartmentRef,
    FormationId,
    InteractionId,
    IsoWeek,
    Mef,
    PeriodId,
    PlacementId,
    PublicationId,
    PublicText,
    PupilYearId,
    SchoolYear,
    Seats,
    SiteKey,
    TallyId,
)
from contracts.publication import FactFamily, PublicationStep
from contracts.questions import Question, declare


class PlacementOrigin(StrEnum):
    """Who found the host (origine): bureau, teacher, pupil, family, or an offer."""

    OFFICE = "office"
    TEACHER = "teacher"
    PUPIL = "pupil"
    FAMILY = "family"
    OFFER = "offer"


class WithdrawalReason(StrEnum):
    """Why an agreed place was lost (motif du retrait)."""

    HOST = "host"
    PUPIL = "pupil"
    LYCEE = "lycee"
    REPLACED = "replaced"
    MISTAKE = "mistake"
    OTHER = "other"


class FormationOpenedV1(Event, audience="department", aggregate="formation_id", family=None):
    """A lycée offers a formation (formation ouverte), or its label was corrected."""

    formation_id: FormationId
    mef: Mef
    label: PublicText
    occurred_on: date


class PfmpPeriodPublishedV1(Event, audience="department", aggregate="period_id", family=None):
    """A lycée published or changed the dates of a PFMP period (période de PFMP publiée)."""

    period_id: PeriodId
    mefs: tuple[Mef, ...]
    starts_on: date
    ends_on: date
    weeks: Count
    occurred_on: date


class PlacementConfirmedV1(
    Event, audience="department", aggregate="reference", family=FactFamily.PLACEMENTS
):
    """A host and a lycée agreed on a place (lieu d’accueil confirmé). Names neither pupil nor host."""

    reference: DepartmentRef
    period_id: PeriodId
    mef: Mef
    origin: PlacementOrigin
    new_host: bool
    occurred_on: date


class PlacementWithdrawnV1(
    Event, audience="department", aggregate="reference", family=FactFamily.PLACEMENTS
):
    """A confirmed place was lost (lieu d’accueil retiré)."""

    reference: DepartmentRef
    period_id: PeriodId
    mef: Mef
    reason: WithdrawalReason
    occurred_on: date


class CoverageChangedV1(
    Event, audience="department", aggregate="coverage_id", family=FactFamily.COVERAGE
):
    """How many pupils of a formation have a place for a period (couverture), whole state.

    `concerned` is every pupil the period is for, `exempted` and `left` included. Three levels of
    cover hold one another: the host agreed, the agreement was issued, then signed.
    """

    coverage_id: CoverageId
    period_id: PeriodId
    mef: Mef
    concerned: Count
    exempted: Count
    left: Count
    host_agreed: Count
    agreement_issued: Count
    agreement_signed: Count
    occurred_on: date


class SiteHostingTalliedV1(
    Event, audience="department", aggregate="tally_id", family=FactFamily.HOSTING
):
    """How many pupils a site hosts for a lycée this week (accueil par site), told once a day.

    The only department event that names a host: it carries neither formation, period nor dates.
    """

    tally_id: TallyId
    site_key: SiteKey
    school_year: SchoolYear
    week: IsoWeek
    seats: Seats
    occurred_on: date


class PublicationChangedV1(Event, audience="department", aggregate="publication_id", family=None):
    """A head opened or closed a family of facts from a day on (publication ouverte ou fermée).

    `steps` is the whole state of the family, oldest first: what is told on any day is read off it.
    """

    publication_id: PublicationId
    family: FactFamily
    from_on: date
    open: bool
    steps: tuple[PublicationStep, ...]
    occurred_on: date


class SiteHostingCountedV1(Event, audience="bureau", aggregate="tally_id"):
    """The same count as SiteHostingTallied, told to the lycée's own services alone (accueil non publié)."""

    tally_id: TallyId
    site_key: SiteKey
    school_year: SchoolYear
    week: IsoWeek
    seats: Seats
    occurred_on: date


class PlacementProposedV1(Event, audience="bureau", aggregate="placement_id"):
    """A place was proposed to a pupil (lieu d’accueil proposé). The pupil is a random id of the year."""

    placement_id: PlacementId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    period_id: PeriodId
    occurred_on: date


class HostAgreedV1(Event, audience="bureau", aggregate="placement_id"):
    """The host said yes (accord de l’entreprise d’accueil)."""

    placement_id: PlacementId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    occurred_on: date


class HostAgreementWithdrawnV1(Event, audience="bureau", aggregate="placement_id"):
    """The host's yes no longer stands (accord retiré)."""

    placement_id: PlacementId
    site_key: SiteKey
    pupil_year_id: PupilYearId
    reason: WithdrawalReason
    occurred_on: date


class PupilErasedV1(Event, audience="bureau", aggregate="pupil_year_id"):
    """A pupil's name was erased (élève effacé): who keeps something about the places forgets it too.

    `interactions` are those whose text was seen to name the pupil.
    """

    pupil_year_id: PupilYearId
    placements: tuple[PlacementId, ...]
    interactions: tuple[InteractionId, ...]
    occurred_on: date


class PlacementRequest(BaseModel):
    placement_id: PlacementId


class PlacementDates(BaseModel):
    """When a place is for; `standing` is false once the host's yes no longer stands."""

    standing: bool
    formation: str
    starts_on: date
    ends_on: date


class PlacementLetter(PlacementDates):
    """What the mail about a place says."""

    pupil_name: str
    site_key: SiteKey
    confirmed_by: AccountId | None = None
    """Who noted that the host agreed: not written to about it."""


PLACEMENT_DATES = declare(
    Question(
        "internships",
        "placement_dates",
        PlacementRequest,
        PlacementDates,
        frozenset({"partnerships", "notifications"}),
    )
)
PLACEMENT_LETTER = declare(
    Question(
        "internships",
        "placement_letter",
        PlacementRequest,
        PlacementLetter,
        frozenset({"notifications"}),
    )
)


class ClassesRequest(BaseModel):
    school_year: SchoolYear


class NamedClass(BaseModel):
    """A class as its lycée calls it, and the formation it follows."""

    class_id: UUID
    label: str
    mef: Mef
    formation: str


class LyceeClasses(BaseModel):
    """The classes of a lycée in a school year, by label."""

    classes: tuple[NamedClass, ...]


LYCEE_CLASSES = declare(
    Question(
        "internships", "lycee_classes", ClassesRequest, LyceeClasses, frozenset({"partnerships"})
    )
)


class PeriodsRequest(BaseModel):
    pass


class PublishedPeriod(BaseModel):
    """A published PFMP period with its counts: nothing about any pupil."""

    period_id: PeriodId
    starts_on: date
    ends_on: date
    version: int
    formations: tuple[str, ...]
    expected: int
    host_agreed: int


class PublishedPeriods(BaseModel):
    """The periods of a lycée, as a calendar shows them."""

    periods: tuple[PublishedPeriod, ...]


PUBLISHED_PERIODS = declare(
    Question(
        "internships", "published_periods", PeriodsRequest, PublishedPeriods, frozenset({"portal"})
    )
)
