"""Formations by the words of a search: « 1re MELEC » is a level and an abbreviation of one of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from contracts.formation_words import formations_named, words_of_formation
from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes, formations


async def formations_called(
    uow: UnitOfWork, words: Sequence[str], today: date
) -> Mapping[str, frozenset[str]]:
    """The MEF codes each word names among the formations of this year's classes in scope."""
    statement = (
        select(formations.c.mef, formations.c.label, classes.c.label.label("class_label"))
        .join(
            classes,
            (classes.c.uai == formations.c.uai)
            & (classes.c.formation_id == formations.c.formation_id),
        )
        .where(formations.c.uai.in_(uow.scope.uais), classes.c.school_year == SchoolYear.of(today))
    )
    taught: dict[str, frozenset[str]] = {}
    for row in await uow.execute(statement):
        said = words_of_formation(row.mef, row.label, row.class_label)
        taught[row.mef] = taught.get(row.mef, frozenset()) | said
    return formations_named(words, taught)
