"""The lines of the list of companies: what they say in the least place, and whole to who hears it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.identifiers import Uai
from services.chassis.web.views.french import date_short, short_names
from services.partnerships.acquaintances.queries import Listed
from services.partnerships.acquaintances.store import Acquaintance
from services.partnerships.base.distances import Distances, Far

ROOM = 4
"""As many badges as two lines of text hold."""


@dataclass(frozen=True)
class Known:
    """A lycée that knows a company, or several: what is seen of it, and what is heard besides."""

    seen: str
    before: str = ""
    """The words of its name that are left out of what is seen."""
    said: str = ""
    """Instead of what is seen, where that is no part of the name."""


@dataclass(frozen=True)
class Line:
    """A company of the list."""

    item: Listed
    far: Far | None
    """How far it is, where the list says places."""
    own: bool
    """Whether it is said that one's own lycée has it on its list."""
    others: Sequence[Known]
    """The other lycées that know it. The last may stand for several."""


@dataclass(frozen=True)
class LineOptions:
    """What the lines of one page have in common."""

    today: date
    distances: Distances
    own_said: bool
    """Whether it is said of a company that one's own lycée has it on its list."""
    several: bool
    """Whether lines are of several lycées of the reader's own, each with a badge."""


def lines_of(items: Sequence[Listed], options: LineOptions) -> Sequence[Line]:
    """The companies of a page, with the short names of the other lycées that know them."""
    called = short_names({one.uai: one.lycee for item in items for one in item.known_by})
    return [_line(item, options, called) for item in items]


def _line(item: Listed, options: LineOptions, called: Mapping[Uai, str]) -> Line:
    own = options.own_said and item.followed and not options.several and not item.hosted
    left = ROOM - (item.hosted or own) - (len(item.own) if options.several else 0)
    return Line(
        item=item,
        far=options.distances.km(item.commune),
        own=own,
        others=_others(item.known_by, left, called, options.today.year),
    )


def _others(
    known_by: Sequence[Acquaintance], left: int, called: Mapping[Uai, str], this_year: int
) -> Sequence[Known]:
    count = len(known_by)
    told = count if count <= left else max(left - 1, 1)
    seen = [_known(one, called[one.uai], this_year) for one in known_by[:told]]
    if count > told:
        rest = "\u202f; ".join(map(_whole, known_by[told:]))
        seen.append(Known(f"+ {count - told}", said=rest))
    return seen


def _known(other: Acquaintance, called: str, this_year: int) -> Known:
    seen = called + _when(other.latest_on, this_year)
    if other.lycee.endswith(called):
        return Known(seen, before=other.lycee.removesuffix(called))
    return Known(seen, said=_whole(other))


def _when(day: date | None, this_year: int) -> str:
    """A day of this year; of those before, the year."""
    if day is None:
        return ""
    return f", {day:%d/%m}" if day.year == this_year else f", {day.year}"


def _whole(other: Acquaintance) -> str:
    return ", ".join(filter(None, (other.lycee, date_short(other.latest_on))))
