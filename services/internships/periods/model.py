"""A PFMP period (période de formation en milieu professionnel): a draft, then published."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import Conflict, Invalid

MINIMUM_WEEKS = 3
"""No single period is shorter (circulaire PFMP)."""


class PeriodStatus(StrEnum):
    """A draft is seen by the lycée alone; a published period counts its pupils."""

    DRAFT = "draft"
    PUBLISHED = "published"


class PeriodAlreadyPublished(Conflict):
    """A published period is known by the department: it is not published twice."""

    code = "period-already-published"
    title = "Cette PFMP est déjà publiée."


class PeriodNotPublished(Conflict):
    """Places are looked for only once the period is published."""

    code = "period-not-published"
    title = "Cette PFMP n’est pas encore publiée."


class PeriodDatesInvalid(Invalid):
    """The dates contradict each other, or spread over two school years."""

    code = "period-dates-invalid"
    title = "Les dates de la PFMP ne vont pas ensemble."


class PeriodTooShort(Invalid):
    """A period has at least three weeks."""

    code = "period-too-short"
    title = f"Une PFMP compte au moins {MINIMUM_WEEKS} semaines."


class PeriodWithoutFormation(Invalid):
    """A period concerns at least one formation."""

    code = "period-without-formation"
    title = "Choisissez au moins une formation."


class FormationOfAnotherLycee(Invalid):
    """A period is of one lycée, with its own formations."""

    code = "formation-of-another-lycee"
    title = "Une formation choisie n’est pas ouverte au lycée de cette PFMP"


class ClassOutsideFormations(Invalid):
    """A class may be picked only with the formation it belongs to."""

    code = "class-outside-formations"
    title = "Une classe choisie n’appartient à aucune des formations cochées."


@dataclass(eq=False)
class Period:
    """One period of a school year; `weeks` are weeks spent in a company, holidays not counted."""

    id: UUID
    uai: Uai
    school_year: SchoolYear
    starts_on: date
    ends_on: date
    weeks: int
    formation_ids: frozenset[UUID]
    class_ids: frozenset[UUID] = frozenset()
    status: PeriodStatus = PeriodStatus.DRAFT
    version: int = 1

    def publish(self) -> None:
        """Make the period known (publication). Raises PeriodAlreadyPublished."""
        if self.status is PeriodStatus.PUBLISHED:
            raise PeriodAlreadyPublished
        self.status = PeriodStatus.PUBLISHED
        self.version += 1

    def reschedule(self, starts_on: date, ends_on: date, weeks: int) -> None:
        """Correct the dates (report). Raises PeriodDatesInvalid, PeriodTooShort.

        The pupils are those of a school year: a period does not move to another one.
        """
        if school_year_of(starts_on, ends_on, weeks) != self.school_year:
            raise PeriodDatesInvalid(
                f"Cette PFMP est celle de l’année scolaire {self.school_year}.", field="starts_on"
            )
        self.starts_on, self.ends_on, self.weeks = starts_on, ends_on, weeks
        self.version += 1

    def check_discardable(self) -> None:
        """Raises PeriodAlreadyPublished: what was told is corrected, not taken back."""
        if self.status is PeriodStatus.PUBLISHED:
            raise PeriodAlreadyPublished


def school_year_of(starts_on: date, ends_on: date, weeks: int) -> SchoolYear:
    """The school year of such a period. Raises PeriodDatesInvalid, PeriodTooShort."""
    if ends_on <= starts_on:
        raise PeriodDatesInvalid("La fin doit être après le début.", field="ends_on")
    year = SchoolYear.of(starts_on)
    if SchoolYear.of(ends_on) != year:
        raise PeriodDatesInvalid("Une PFMP tient dans une seule année scolaire.", field="ends_on")
    if weeks < MINIMUM_WEEKS:
        raise PeriodTooShort(field="weeks")
    spanned = len(iso_weeks(starts_on, ends_on))
    if weeks > spanned:
        raise PeriodDatesInvalid(
            f"Il n’y a que {spanned} semaines entre ces deux dates.", field="weeks"
        )
    return year


def iso_weeks(starts_on: date, ends_on: date) -> tuple[str, ...]:
    """The ISO weeks with at least one day, Monday to Friday, of the period, as "2027-W03"."""
    weeks: dict[str, None] = {}
    day = starts_on
    while day <= ends_on:
        year, week, weekday = day.isocalendar()
        if weekday <= 5:
            weeks[f"{year}-W{week:02d}"] = None
        day += timedelta(days=1)
    return tuple(weeks)
