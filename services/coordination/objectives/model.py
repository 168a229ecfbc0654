"""An objective of a school year (objectif annuel): on which indicator, how much, of whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.objectives import ObjectiveIndicator
from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

PERCENT_MAX = 100
TARGET_MAX = 100_000
NOTE_CHARACTERS_MAX = 500
_I = ObjectiveIndicator
PERCENTS = frozenset({_I.COVERAGE_RATE, _I.SIGNED_BEFORE_DEPARTURE, _I.NEW_HOSTS})
"""Indicators that are parts of a whole."""
INDICATORS: Mapping[ObjectiveIndicator, str] = {
    _I.COVERAGE_RATE: "Taux de couverture des PFMP commencées",
    _I.SIGNED_BEFORE_DEPARTURE: "Conventions signées avant le départ",
    _I.NEW_HOSTS: "Lieux d’accueil chez un hôte nouveau",
    _I.ACTIONS_HELD: "Actions menées",
    _I.VISITS_HELD: "Visites d’entreprises menées",
    _I.INTERVENTIONS_HELD: "Interventions d’entreprises au lycée",
    _I.PUPILS_REACHED: "Participations d’élèves aux actions",
}


class OverHundred(Invalid):
    """A part of a whole is a hundred percent at most."""

    code = "objective-over-hundred"
    title = "Indiquez un pourcentage, de 1 à 100."


class ObjectiveGone(Conflict):
    """An objective that was withdrawn, or set again."""

    code = "objective-gone"
    title = "Cet objectif a changé entre-temps\u202f: relisez-le avant de recommencer."


@dataclass(frozen=True)
class Wanted:
    """What is set: of a lycée or of the department, for a year, on an indicator."""

    owner: Uai
    """The DSDEN for the department’s own."""
    year: SchoolYear
    indicator: ObjectiveIndicator

    def check(self, target: int) -> None:
        """Raises OverHundred."""
        if self.indicator in PERCENTS and target > PERCENT_MAX:
            raise OverHundred(field="target")


@dataclass(frozen=True)
class Objective:
    """An objective as it stands; withdrawn, it keeps what it was."""

    id: UUID
    wanted: Wanted
    target: int
    note: str | None
    changed_at: datetime
    withdrawn_at: datetime | None = None
    version: int = 1

    @property
    def stands(self) -> bool:
        """Whether it is not withdrawn."""
        return self.withdrawn_at is None

    def set(self, target: int, note: str | None, *, now: datetime) -> "Objective":
        """The objective, of so much from now on. Raises OverHundred."""
        self.wanted.check(target)
        again = replace(self, target=target, note=note, changed_at=now, withdrawn_at=None)
        return replace(again, version=self.version + 1)

    def expect_seen(self, version: int | None) -> None:
        """Raises StaleVersion for who would replace what they were not shown."""
        if self.version == version or (version is None and not self.stands):
            return
        raise StaleVersion(
            current={"target": self.target, "note": self.note, "version": self.version}
        )

    def withdrawn(self, version: int, *, now: datetime) -> "Objective":
        """No objective any more. Raises StaleVersion, ObjectiveGone."""
        self._expect(version, stands=True)
        return replace(self, changed_at=now, withdrawn_at=now, version=self.version + 1)

    def restored(self, version: int, *, now: datetime) -> "Objective":
        """An objective after all. Raises StaleVersion, ObjectiveGone."""
        self._expect(version, stands=False)
        return replace(self, changed_at=now, withdrawn_at=None, version=self.version + 1)

    def _expect(self, version: int, *, stands: bool) -> None:
        if version != self.version:
            raise StaleVersion(current={"version": self.version})
        if self.stands is not stands:
            raise ObjectiveGone
