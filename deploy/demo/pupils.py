"""The invented pupils of each lycée, class by class, as a class list has them."""

from functools import cache

from deploy.demo.drawing import drawn_for
from deploy.demo.lycees import DemoLycee
from deploy.demo.words import FIRST_NAMES, LAST_NAMES
from services.internships.domain.roster import class_key
from services.internships.domain.roster_file import RosterRow

_SIZES = (17, 25)


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
