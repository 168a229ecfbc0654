"""How declared figures are said beside indicators, on the page and in its files: a word, and no total."""

from collections.abc import Mapping, Sequence

from services.chassis.exports.sheet import Cell, Column
from services.chassis.web.views.french import date_fr, month_name, number
from services.supervision.base.figure_words import parts
from services.supervision.declared_figures.model import DeclaredColumn, DeclaredFigure, apart

NOT_DECLARED = "Non déclaré"


def declared_said(one: DeclaredFigure) -> str:
    """« novembre 2026, courriel du 3 décembre 2026 »."""
    told = date_fr(one.of.told_on, weekday=False)
    return f"{month_name(one.of.month.first)}, {one.of.source.label} du {told}"


def apart_words(columns: Sequence[DeclaredColumn]) -> Mapping[str, str]:
    """« 41 déclarés à part », by the code of the indicator: what no total holds."""
    found = {}
    for code in {code for one in columns for code in one.figures}:
        together = apart(one.figures[code] for one in columns if code in one.figures)
        if together is not None:
            words = parts(together) or number(together.numerator)
            found[code] = f"{words} {'déclarés' if together.numerator > 1 else 'déclaré'} à part"
    return found


def declared_headings(declared: Sequence[DeclaredColumn]) -> Sequence[Column]:
    """Headings of declared figures in a file; none while nothing is declared."""
    if not declared:
        return ()
    columns = (Column(f"{one.lycee} (déclaré, hors total)", 26) for one in declared)
    return (*columns, Column("Mois, source et jour de ce qui est déclaré", 60))


def declared_cells(code: str, declared: Sequence[DeclaredColumn]) -> Sequence[Cell]:
    """The cells of an indicator below these headings."""
    if not declared:
        return ()
    figures = [column.figures.get(code) for column in declared]
    said = (
        f"{column.lycee}\u202f: {declared_said(told)}"
        for column, told in zip(declared, figures, strict=True)
        if told
    )
    return (*map(_cell, figures), "\u202f; ".join(said))


def _cell(one: DeclaredFigure | None) -> Cell:
    if one is None:
        return NOT_DECLARED
    return one.of.numerator if one.of.denominator is None else one.figure.percent
