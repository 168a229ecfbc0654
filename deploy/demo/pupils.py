"""The invented pupils of each lycée, class by class, as a class list has them."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from contracts.identifiers import SchoolYear
from contracts.words import plain
from deploy.demo.invention.lots import drawn_for
from deploy.demo.invention.words import FIRST_NAMES, LAST_NAMES
from deploy.demo.lycees import CAP1, CAP2, PREMIERE, SECONDE, TERMINALE, DemoLycee
from services.chassis.reference.nomenclatures import places
from services.internships.formations.model.classes import class_key
from services.internships.roster_files.model.file import RosterRow

_SIZES = (17, 25)
_AGES = {SECONDE: 15, PREMIERE: 16, TERMINALE: 17, CAP1: 15, CAP2: 16}
"""How old most become in the calendar year in which the school year begins."""
_LATER = ((0, 7), (1, 2), (2, 1))
_NEIGHBOURS = 12
_UNKNOWN = 0.04
"""Of whom a list says nothing."""
_REACHED, _BOTH, _OWN = 0.6, 0.2, 0.3
"""The share of families with an address, with two; of their pupils with one of their own."""


@cache
def class_list(lycee: DemoLycee) -> tuple[RosterRow, ...]:
    """Every pupil, no two of the same name."""
    random = drawn_for("pupils", lycee.uai)
    names = [(last, first) for last in LAST_NAMES for first in FIRST_NAMES]
    sizes = [random.randint(*_SIZES) for _ in lycee.classes]
    drawn = iter(random.sample(names, sum(sizes)))
    rows: list[RosterRow] = []
    for klass, size in zip(lycee.classes, sizes, strict=True):
        for last, first in sorted(next(drawn) for _ in range(size)):
            rows.append(RosterRow(len(rows) + 2, last.upper(), first, klass.class_label))
    return tuple(rows)


def pupils_of(lycee: DemoLycee, class_label: str) -> list[RosterRow]:
    """The pupils of one class."""
    key = class_key(class_label)
    return [row for row in class_list(lycee) if class_key(row.class_label) == key]


def enrolment(lycee: DemoLycee, year: SchoolYear) -> list[RosterRow]:
    """The list of a school year, with birth dates and communes, as an export has them."""
    ages = {class_key(one.class_label): _AGES[one.level] for one in lycee.classes}
    near = _nearby(lycee)
    found = []
    for row in class_list(lycee):
        random = drawn_for("home", lycee.uai, row.line)
        if random.random() < _UNKNOWN:
            found.append(row)
            continue
        born = _born(random, int(year[:4]) - ages[class_key(row.class_label)])
        home = lycee.commune if random.random() < 0.4 or not near else random.choice(near)
        known = replace(row, born=born.isoformat(), commune=home)
        found.append(replace(known, **_mails(lycee, row)))
    return found


def _mails(lycee: DemoLycee, row: RosterRow) -> dict[str, Any]:
    """The addresses of a family, of the lycées that have some: of one parent, of both, of the pupil."""
    random, name = drawn_for("family", lycee.uai, row.line), plain(row.last_name).replace(" ", "-")
    drawn = random.random()
    if drawn > _REACHED:
        return {}
    mails = {"mail_1": f"{name}.{row.line}@famille.example"}
    if drawn < _BOTH:
        mails["mail_2"] = f"autre.{name}.{row.line}@famille.example"
    if random.random() < _OWN:
        first = plain(row.first_name).replace(" ", "-")
        mails["own_mail"] = f"{first}.{name}.{row.line}@eleve.example"
    return mails


def _born(random: Random, latest: int) -> date:
    year = latest - random.choices([y for y, _ in _LATER], [n for _, n in _LATER])[0]
    return date(year, 1, 1) + timedelta(days=random.randrange(365))


def _nearby(lycee: DemoLycee) -> list[str]:
    all_places = places()
    if lycee.commune not in all_places:
        return []
    longitude, latitude = all_places[lycee.commune]
    return sorted(
        all_places,
        key=lambda code: (
            (all_places[code][0] - longitude) ** 2 + (all_places[code][1] - latitude) ** 2,
            code,
        ),
    )[1:_NEIGHBOURS]
