"""What is said of a year of a committee (bilan annuel), beside its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import SchoolYear
from services.chassis.base.errors import StaleVersion

WORDS_CHARACTERS_MAX = 5_000


@dataclass(frozen=True)
class YearWords:
    """What the supervisor says of a year, beside its figures."""

    id: UUID
    committee_id: UUID
    year: SchoolYear
    text: str | None
    changed_at: datetime
    version: int = 1

    def said(self, text: str | None, version: int | None, *, now: datetime) -> "YearWords":
        """The words from now on. Raises StaleVersion."""
        if version != self.version:
            raise StaleVersion(current={"words": self.text, "version": self.version})
        return replace(self, text=text, changed_at=now, version=self.version + 1)


SHARED_FROM = 3
"""Lycées that tell their actions: the sum of fewer is of some of them, and stays with the DSDEN."""


@dataclass(frozen=True)
class LyceeOfAxes:
    """What one lycée told of its actions on the axes in a year. `own`: it sits in the committee."""

    own: bool
    kept: bool
    counts: Mapping[AvenirAxis, int]


@dataclass(frozen=True)
class AxesOfYear:
    """Actions held on each axis in a school year, of the lycées of a committee beside those of the department."""

    lycees: Sequence[LyceeOfAxes]

    def telling(self, *, own: bool) -> Sequence[LyceeOfAxes]:
        """Those that told their actions. `own`: of the committee alone."""
        return [one for one in self.lycees if one.counts and (one.own or not own)]

    def count(self, axis: AvenirAxis, *, own: bool, leaving: bool = False) -> int | None:
        """How many; None where nobody told, or, `leaving` the DSDEN, so few that each is known.

        What one sum has more than the other is of somebody too: where that is of few, the sum of the
        committee does not leave.
        """
        told = self.telling(own=own)
        if len(told) < (SHARED_FROM if leaving else 1):
            return None
        others = len(self.telling(own=False)) - len(told)
        if leaving and own and 0 < others < SHARED_FROM:
            return None
        return sum(one.counts.get(axis, 0) for one in told)

    @property
    def keeping(self) -> int:
        """How many lycées keep their actions to themselves."""
        return sum(one.kept for one in self.lycees)

    @property
    def silent(self) -> int:
        """How many told nothing of theirs."""
        return sum(not one.kept and not one.counts for one in self.lycees)
