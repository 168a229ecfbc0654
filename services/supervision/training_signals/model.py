"""Trades and territories that come back in training signals, counted over some months."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.coordination.training_offer import SignalKind, SignalStrength
from contracts.identifiers import SchoolYear

KINDS: Mapping[SignalKind, str] = {
    SignalKind.SHORTAGE: "On manque de personnes formées",
    SignalKind.NEW_SKILL: "Compétence nouvelle demandée",
    SignalKind.DECLINE: "Le métier recrute moins",
}
STRENGTHS: Mapping[SignalStrength, str] = {
    SignalStrength.LASTING: "Durables",
    SignalStrength.REPEATED: "Répétés",
    SignalStrength.ISOLATED: "Isolés",
}
WHOLE_DEPARTMENT = "Tout le département"
MONTHS_SHOWN = 12
OF_A_FORMATION = 9
"""Digits of a MEF that all years of a formation share: the last one is the year."""


class Span(StrEnum):
    """Over which months signals are counted; the words are those of the address."""

    TWELVE_MONTHS = "douze-mois"
    SCHOOL_YEAR = "annee-scolaire"


@dataclass(frozen=True)
class Counted:
    """Signals alike: of one bureau, trade, territory, nature and strength, said in one month."""

    uai: str
    rome: str
    territory: str | None
    kind: SignalKind
    strength: SignalStrength
    month: date
    count: int
    first_on: date
    last_on: date
    mef: str | None = None


@dataclass(frozen=True)
class OfferLine:
    """A trade in a territory: how many signals of each nature and strength, from how many bureaux, since when."""

    rome: str
    territory: str | None
    kinds: Mapping[SignalKind, int]
    strengths: Mapping[SignalStrength, int]
    bureaux: int
    first_on: date
    last_on: date

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


def same_formation(mef: str, other: str) -> bool:
    """Whether two codes are of one formation, whatever its years."""
    return mef[:OF_A_FORMATION] == other[:OF_A_FORMATION]


def last_years(labels: Mapping[str, str]) -> Mapping[str, str]:
    """The last year of each formation that lycées have, by MEF: it stands for all of them."""
    found: dict[str, str] = {}
    for mef in sorted(labels):
        found[mef[:OF_A_FORMATION]] = mef
    return {mef: labels[mef] for mef in found.values()}


def months_of(span: Span, today: date) -> Sequence[date]:
    """The first days of the months that are counted, in order: twelve, or those of the school year until now."""
    this = today.replace(day=1)
    if span is Span.SCHOOL_YEAR:
        first = SchoolYear.of(today).first_day.replace(day=1)
        many = (this.year - first.year) * MONTHS_SHOWN + this.month - first.month + 1
    else:
        many = MONTHS_SHOWN
    return [_months_before(this, back) for back in reversed(range(many))]


def _months_before(month: date, back: int) -> date:
    years, number = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(years, number + 1, 1)


def offer_lines(
    counted: Iterable[Counted], since: Mapping[tuple[str, str | None], date]
) -> Sequence[OfferLine]:
    """One line for each trade and territory; `since`: when it was said first, ever."""
    alike: dict[tuple[str, str | None], list[Counted]] = defaultdict(list)
    for one in counted:
        alike[(one.rome, one.territory)].append(one)
    return [_line(key, of, since.get(key)) for key, of in alike.items()]


def _line(key: tuple[str, str | None], of: Sequence[Counted], first_on: date | None) -> OfferLine:
    kinds: Counter[SignalKind] = Counter()
    strengths: Counter[SignalStrength] = Counter()
    for one in of:
        kinds[one.kind] += one.count
        strengths[one.strength] += one.count
    first = min(one.first_on for one in of)
    return OfferLine(
        rome=key[0],
        territory=key[1],
        kinds=kinds,
        strengths=strengths,
        bureaux=len({one.uai for one in of}),
        first_on=min(first, first_on) if first_on else first,
        last_on=max(one.last_on for one in of),
    )


def by_month(
    counted: Iterable[Counted], months: Sequence[date]
) -> Mapping[date, Mapping[SignalKind, int]]:
    """How many of each nature were said in each month; a month with none has none."""
    found: dict[date, Counter[SignalKind]] = {month: Counter() for month in months}
    for one in counted:
        if one.month in found:
            found[one.month][one.kind] += one.count
    return found
