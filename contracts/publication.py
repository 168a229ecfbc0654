"""What of a lycée's activity the department sees: families of facts its head opens and closes.

Each event of the department says its family where it is declared. A closed family is told by its lycée's
services to nobody of the department, and shown as « non publié » where it was told before. The days are
those a fact was recorded on, in Paris.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from pydantic import TypeAdapter

from contracts.field_types import Facts


class FactFamily(StrEnum):
    """A family of facts (famille de faits publiés)."""

    COVERAGE = "coverage"
    PLACEMENTS = "placements"
    HOSTING = "hosting"
    EXCHANGES = "exchanges"
    COMPANIES = "companies"
    IMPORTS = "imports"
    VISITS = "visits"

    @property
    def label(self) -> str:
        """As shown to people."""
        return _LABELS[self]

    @property
    def open_at_first(self) -> bool:
        """Whether it is told until a head decides; visits and workload stay in the lycée."""
        return self is not FactFamily.VISITS


_LABELS = {
    FactFamily.COVERAGE: "Couverture des PFMP",
    FactFamily.PLACEMENTS: "Lieux d’accueil confirmés ou retirés",
    FactFamily.HOSTING: "Places prises par lieu d’accueil",
    FactFamily.EXCHANGES: "Échanges et actions avec les entreprises",
    FactFamily.COMPANIES: "Entreprises et partenariats",
    FactFamily.IMPORTS: "Imports de listes",
    FactFamily.VISITS: "Visites et charge des enseignants",
}


class PublicationStep(Facts):
    """From a day on, a family is told or not."""

    from_on: date
    open: bool


Steps = tuple[PublicationStep, ...]
"""The steps of one family, oldest first; each turns what the one before it said."""
STEPS: TypeAdapter[Steps] = TypeAdapter(Steps)
"""Reads and writes them as JSON."""


def is_open(family: FactFamily, steps: Iterable[PublicationStep], on: date) -> bool:
    """Whether a fact of that day is told; `steps` as `stepped` keeps them."""
    state = family.open_at_first
    for step in steps:
        if step.from_on <= on:
            state = step.open
    return state


def stepped(family: FactFamily, steps: Steps, step: PublicationStep) -> Steps:
    """The steps once a new one is decided: it replaces whatever was planned from its day on."""
    kept = tuple(one for one in steps if one.from_on < step.from_on)
    unchanged = is_open(family, kept, step.from_on) == step.open
    return kept if unchanged else (*kept, step)


def closed_spans(
    family: FactFamily, steps: Iterable[PublicationStep]
) -> Iterator[tuple[date, date | None]]:
    """The days a family is closed: from the first, up to but not the second (None: no end yet)."""
    begun = None if family.open_at_first else date.min
    for step in steps:
        if step.open and begun is not None:
            yield begun, step.from_on
            begun = None
        elif not step.open and begun is None:
            begun = step.from_on
    if begun is not None:
        yield begun, None
