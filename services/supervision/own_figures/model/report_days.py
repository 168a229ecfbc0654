"""The days an activity report is of: a school year, a term, or days somebody chose."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import Invalid
from services.supervision.base.days_in_words import between, day
from services.supervision.own_figures.model.trends import a_year_before

LONGEST = timedelta(days=366)
FIRST_KNOWN = date(2020, 1, 1)
"""Passerelle knows nothing before it: an older day is a slip."""
TERMS = ("1er trimestre", "2e trimestre", "3e trimestre")
_TERM = re.compile(r"(?P<year>\d{4}-\d{4})-T(?P<term>[123])")


class ReportDaysRefused(Invalid):
    """The days asked for are none a report can be of; `errors` says why, by field."""

    code = "report-days-refused"
    title = "Ces dates ne font pas une période"

    def __init__(self, **errors: str) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True)
class ReportDays:
    """From the first day to the last; `key` is how an address names them; empty: by its two days."""

    key: str
    name: str
    first: date
    last: date

    def until(self, today: date) -> date:
        """Its last day that is not to come."""
        return min(self.last, today)

    @property
    def said(self) -> str:
        """« 1er trimestre 2026-2027, du 1er août au 30 novembre 2026 »."""
        days = between(self.first, self.last)
        return f"{self.name}, {days}" if self.name else days[0].upper() + days[1:]

    @property
    def asked(self) -> Mapping[str, str]:
        """What an address asks them by."""
        if self.key:
            return {"periode": self.key}
        return {"du": self.first.isoformat(), "au": self.last.isoformat()}

    @property
    def year_before(self) -> "ReportDays":
        """The days of the report, a year earlier."""
        return ReportDays("", "", a_year_before(self.first), a_year_before(self.last))


def whole_year(year: SchoolYear) -> ReportDays:
    """A school year."""
    return ReportDays(str(year), f"Année scolaire {year}", year.first_day, year.last_day)


def terms_of(year: SchoolYear) -> Sequence[ReportDays]:
    """August to November, December to February, March to July: every day is in one of them."""
    second, third = date(year.first_day.year, 12, 1), date(year.last_day.year, 3, 1)
    begins, ends = (year.first_day, second, third), (second, third, None)
    return [
        ReportDays(
            f"{year}-T{number}",
            f"{TERMS[number - 1]} {year}",
            first,
            next_one - timedelta(days=1) if next_one else year.last_day,
        )
        for number, first, next_one in zip((1, 2, 3), begins, ends, strict=True)
    ]


def offered(years: Iterable[SchoolYear], today: date) -> Sequence[ReportDays]:
    """What has begun, the newest year first, each year followed by its terms."""
    every = (one for year in years for one in (whole_year(year), *terms_of(year)))
    return [one for one in every if one.first <= today]


def report_days(asked: str, first: str, last: str, today: date) -> ReportDays:
    """The days that are meant: those that were typed, else those of the list, else the school year.

    Raises ReportDaysRefused.
    """
    if first or last:
        return _chosen(first, last, today)
    if not asked:
        return whole_year(SchoolYear.of(today))
    found = _named(asked)
    if found is None:
        raise ReportDaysRefused(periode="Choisissez une période de la liste.")
    if found.first > today:
        raise ReportDaysRefused(periode=f"Cette période commence le {day(found.first)}.")
    return found


def _named(asked: str) -> ReportDays | None:
    term = _TERM.fullmatch(asked)
    try:
        year = SchoolYear(term["year"] if term else asked)
    except ValueError:
        return None
    if year.first_day < FIRST_KNOWN:
        return None
    return terms_of(year)[int(term["term"]) - 1] if term else whole_year(year)


def _chosen(first: str, last: str, today: date) -> ReportDays:
    errors = {
        name: why
        for name, typed in (("du", first), ("au", last))
        if (why := _wrong(typed, today if name == "du" else None))
    }
    if errors:
        raise ReportDaysRefused(**errors)
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    if ends < begins:
        raise ReportDaysRefused(au=f"La fin vient avant le début, le {day(begins)}.")
    if ends - begins >= LONGEST:
        raise ReportDaysRefused(au="Un rapport couvre une année au plus.")
    return ReportDays("", "", begins, ends)


def _wrong(typed: str, latest: date | None) -> str:
    if not typed:
        return "Indiquez une date."
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return "Cette date n’existe pas\u202f: écrivez-la comme 2026-09-01."
    if not FIRST_KNOWN <= found <= date(2100, 12, 31):
        return f"Indiquez une date à partir de {FIRST_KNOWN.year}\u202f: vérifiez l’année."
    if latest and found > latest:
        return "Cette date est à venir."
    return ""
