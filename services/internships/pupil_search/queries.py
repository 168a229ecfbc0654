"""Pupils by their name, with where they are or are to be, for the search of everything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, exists, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from contracts.identifiers import SchoolYear, Uai
from contracts.words import first_words, one_slip_away, plain
from services.chassis.reference.nomenclatures import activities_with_word
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.queries import formations_called
from services.internships.formations.tables import classes, formations
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, TOLD_APART, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import LIVE, PlacementStatus, state_on
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements

SHOWN = 8
LETTERS_MIN = 2
TEXT_MAX = 100
"""As long as what may be typed: what the browser kept of it may be anything."""


@dataclass(frozen=True)
class FoundPlace:
    """Where a pupil is, or is to be."""

    id: UUID
    host: Host
    starts_on: date
    ends_on: date
    state: PlacementStatus


@dataclass(frozen=True)
class FoundPupil:
    """A pupil of this school year, and the places that are not over."""

    id: UUID
    uai: Uai
    name: str
    class_label: str
    places: Sequence[FoundPlace]


@dataclass(frozen=True)
class FoundPupils:
    """The first ones, whether there are others, and whether their names are only nearly what was typed."""

    items: Sequence[FoundPupil] = ()
    more: bool = False
    misspelt: bool = False


async def find_pupils(uow: UnitOfWork, text: str, today: date) -> FoundPupils:
    """Pupils whose name begins with these words; their likes when none does.

    A word may also be of their class, of its formation (« 1re MELEC ») or of the place that has
    them (its name, trade or commune), beside a name or a formation; a trade is enough alone.
    """
    words = [word for word in first_words(plain(text).split()) if len(word) >= LETTERS_MIN]
    if not words or all(word.isdigit() for word in words) or "@" in text or len(text) > TEXT_MAX:
        return FoundPupils()
    sought = _Sought(words, today, await formations_called(uow, words, today))
    found = await _pupils(uow, sought, [_begins(word) for word in words])
    misspelt = not found
    if misspelt:
        found = await _pupils(uow, sought, [_nearly(word) for word in words])
    places = await _places(uow, [row.pupil_year_id for row in found[:SHOWN]], today)
    shown = [_found(row, places) for row in found[:SHOWN]]
    return FoundPupils(shown, len(found) > SHOWN, misspelt)


@dataclass(frozen=True)
class _Sought:
    words: Sequence[str]
    today: date
    formations: Mapping[str, frozenset[str]]
    """The formations some of the words name."""

    def beside(self, word: str) -> ColumnElement[bool]:
        """The condition that this word is of the class, of its formation, or of the place that has the pupil."""
        mefs = sorted(self.formations.get(word, ()))
        of_class = or_(classes.c.class_key == word, formations.c.mef.in_(mefs))
        p = placements.c
        placed = exists().where(
            p.uai == pupils.c.uai,
            p.pupil_year_id == pupils.c.pupil_year_id,
            p.status.in_([one.value for one in LIVE]),
            host_sites.c.site_id == p.site_id,
            host_sites.c.search_text.contains(word, autoescape=True),
        )
        return or_(of_class, placed)

    def trade(self) -> ColumnElement[bool]:
        """The condition that the place that has the pupil is of a trade some word names."""
        codes = sorted({naf for word in self.words for naf in activities_with_word(word)})
        p = placements.c
        activity = func.coalesce(host_sites.c.naf, host_companies.c.naf)
        return exists().where(
            p.uai == pupils.c.uai,
            p.pupil_year_id == pupils.c.pupil_year_id,
            p.status.in_([one.value for one in LIVE]),
            host_sites.c.site_id == p.site_id,
            host_companies.c.company_id == host_sites.c.company_id,
            activity.in_(codes),
        )


async def _pupils(
    uow: UnitOfWork, sought: _Sought, named: Sequence[ColumnElement[bool]]
) -> Sequence[Any]:
    pairs = zip(sought.words, named, strict=True)
    # A class or a commune alone is no search for pupils: a name is, a formation or a trade.
    about = true() if sought.formations and len(sought.words) > 1 else or_(*named, sought.trade())
    statement = (
        select(pupils, TOLD_APART, classes.c.label.label("class_label"))
        .join(classes, and_(classes.c.uai == pupils.c.uai, classes.c.class_id == pupils.c.class_id))
        .join(
            formations,
            and_(
                formations.c.uai == classes.c.uai,
                formations.c.formation_id == classes.c.formation_id,
            ),
        )
        .where(
            pupils.c.uai.in_(uow.scope.uais),
            pupils.c.school_year == SchoolYear.of(sought.today),
            pupils.c.erased_at.is_(None),
            about,
            *(or_(name, sought.beside(word)) for word, name in pairs),
        )
        .order_by(*BY_NAME, pupils.c.pupil_year_id)
        .limit(SHOWN + 1)
    )
    return (await uow.execute(statement)).all()


def _begins(word: str) -> ColumnElement[bool]:
    return pupils.c.name_key.regexp_match(rf"\m{re.escape(word)}")


def _nearly(word: str) -> ColumnElement[bool]:
    names = func.regexp_split_to_array(pupils.c.name_key, "[ |]", type_=ARRAY(Text))
    meant = names.overlap(literal(sorted(one_slip_away(word)), ARRAY(Text)))
    return or_(_begins(word), meant)


async def _places(
    uow: UnitOfWork, ids: Sequence[UUID], today: date
) -> dict[UUID, list[FoundPlace]]:
    p = placements.c
    statement = (
        select(
            *(p.placement_id, p.pupil_year_id, p.status),
            FIRST_DAY.label("first_on"),
            LAST_DAY.label("last_on"),
            *HOST_COLUMNS,
        )
        .select_from(
            placements.join(
                periods, and_(periods.c.uai == p.uai, periods.c.period_id == p.period_id)
            )
            .join(host_sites, host_sites.c.site_id == p.site_id)
            .join(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        )
        .where(
            p.pupil_year_id.in_(ids), p.status.in_([one.value for one in LIVE]), today <= LAST_DAY
        )
        .order_by(FIRST_DAY, p.placement_id)
    )
    found: dict[UUID, list[FoundPlace]] = {}
    for row in await uow.execute(statement):
        days = {"starts_on": row.first_on, "ends_on": row.last_on}
        state = state_on(PlacementStatus(row.status), **days, day=today)
        place = FoundPlace(row.placement_id, host(row), **days, state=state)
        found.setdefault(row.pupil_year_id, []).append(place)
    return found


def _found(row: Any, places: dict[UUID, list[FoundPlace]]) -> FoundPupil:
    return FoundPupil(
        id=row.pupil_year_id,
        uai=Uai(row.uai),
        name=shown_name(row),
        class_label=row.class_label,
        places=places.get(row.pupil_year_id, ()),
    )
