"""What a lycée stated of itself, counted in its own tables, beside what was heard of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.publication import FactFamily

LATE_AFTER = timedelta(days=2)
"""A statement is made every night: this old, one was missed."""


@dataclass(frozen=True)
class Book:
    """Where lycées count something of their own, and what of it is compared."""

    family: FactFamily
    """Whoever keeps these facts in the lycée states nothing any more."""
    owners: str
    """« les registres des lycées »."""
    there: str
    """« au registre »."""
    labels: Mapping[str, str]


REGISTRY = Book(
    FactFamily.COMPANIES,
    "les registres des lycées",
    "au registre",
    # The companies on a lycée's list are told by nothing else.
    {
        "onboarded": "premiers échanges",
        "partnerships_active": "partenariats actifs",
        "actions_held": "actions menées",
    },
)
COVERAGE = Book(
    FactFamily.COVERAGE,
    "le suivi des PFMP des lycées",
    "au suivi des PFMP",
    {
        "concerned": "élèves concernés",
        "exempted": "dispensés",
        "left": "partis",
        "host_agreed": "lieux d’accueil confirmés",
        "agreement_issued": "conventions éditées",
        "agreement_signed": "conventions signées",
    },
)


@dataclass(frozen=True)
class Compared:
    """One statement: each figure stated, and folded from the facts told before it.

    `of`: the PFMP it is about, as a reader calls it; empty when it is about the lycée.
    """

    uai: str
    stated_at: datetime
    stated: Mapping[str, int | None]
    folded: Mapping[str, int]
    of: str = ""

    def differences(self, book: Book) -> tuple[str, ...]:
        """« partenariats actifs : 12 au registre, 11 d’après les faits reçus »; none when all agrees."""
        about = f"{self.of}, " if self.of else ""
        return tuple(
            f"{about}{label}\u202f: {said} {book.there}, {self.folded[name]} d’après les faits reçus"
            for name, label in book.labels.items()
            if (said := self.stated[name]) is not None and said != self.folded[name]
        )


@dataclass(frozen=True)
class Gap:
    """A lycée whose figures differ: which, and since which of its statements without a break."""

    uai: str
    lycee: str
    differences: tuple[str, ...]
    since: datetime


@dataclass(frozen=True)
class Verified:
    """What is said of the lycées that are shown: when the oldest of them was compared, and how."""

    book: Book
    on: datetime
    gaps: Sequence[Gap]
    late: Sequence[tuple[str, datetime]]
    """Lycées that stated nothing lately, and when they last did."""


def gaps_of(
    book: Book, names: Mapping[str, str], before: Sequence[Sequence[Compared]]
) -> Sequence[Gap]:
    """By the name of the lycée; `before`: the last statements of each thing, the newest first."""
    found: dict[str, Gap] = {}
    for several in before:
        since = differing_since(several, lambda one: bool(one.differences(book)))
        if since is None:
            continue
        newest = several[0]
        known = found.get(newest.uai)
        said = (*(known.differences if known else ()), *newest.differences(book))
        first = min(since, known.since) if known else since
        found[newest.uai] = Gap(newest.uai, names[newest.uai], said, first)
    return [found[uai] for uai in names if uai in found]


def differing_since(
    compared: Sequence[Compared], differs: Callable[[Compared], bool]
) -> datetime | None:
    """Since which of these statements, the newest first, they differ; None: they do not."""
    since = None
    for one in compared:
        if not differs(one):
            break
        since = one.stated_at
    return since


class Kind(StrEnum):
    """What is counted."""

    MEETING = "meeting"
    PARTNERSHIP = "partnership"
    ACTION = "action"
