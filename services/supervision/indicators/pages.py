"""The indicators of the department: each lycée and all together, with what each of them counts."""

from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import groupby

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import PARIS, plural
from services.supervision.base.figure_words import file_value, parts, said
from services.supervision.base.figures import Told
from services.supervision.coverage.queries.coverage import school_years
from services.supervision.declared_figures.labels import (
    apart_words,
    declared_cells,
    declared_headings,
    declared_said,
)
from services.supervision.declared_figures.queries import declared_columns
from services.supervision.indicators.model import indicators_of
from services.supervision.indicators.model.indicator import (
    Indicator,
    IndicatorLine,
    LyceeFacts,
    definition,
    line,
)
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.objectives.labels import aimed
from services.supervision.objectives.model import Aim
from services.supervision.objectives.queries import targets_of
from services.supervision.permissions import EXPORT_INDICATORS, SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication

router = strict_router()
PATH = "/departement/indicateurs"


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_indicators(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """All of them (indicateurs du département)."""
    await follow_publication(request, uow)
    current = SchoolYear.of(uow.now.astimezone(PARIS).date())
    year, lycees, lines = await measured(uow, annee)
    return render(
        request,
        "supervision/indicators/indicators.html",
        year=year,
        years=sorted({*await school_years(uow), year, current}, reverse=True),
        lycees=[(one.uai, one.lycee) for one in lycees],
        columns=[(one.lycee, "number") for one in lycees],
        themes=[(theme, list(of)) for theme, of in groupby(lines, lambda one: one.indicator.theme)],
        of_today_hidden=year != current,
        said=said,
        parts=parts,
        without=without,
        declared=(declared := await declared_columns(uow, year, told_by_code(lines))),
        declared_headings=[(f"{one.lycee} (déclaré)", "number") for one in declared],
        apart=apart_words(declared),
        declared_said=declared_said,
        aims=_aims(lines, await targets_of(uow, year), uow.department_uai),
        aimed=aimed,
    )


@router.page(f"{PATH}.csv", action=EXPORT_INDICATORS)
@router.page(f"{PATH}.xlsx", action=EXPORT_INDICATORS)
async def export_indicators(request: Request, annee: SchoolYear | None = None) -> Response:
    """The table of indicators as a file, with what each counts."""
    async with begin_piece(request) as uow:
        year, lycees, lines = await measured(uow, annee)
        declared = await declared_columns(uow, year, told_by_code(lines))

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield [
            (
                *(
                    one.indicator.title,
                    *figures_row(one, lycees),
                    *declared_cells(one.indicator.code, declared),
                ),
                definition(one.indicator),
            )
            for one in lines
        ]

    above = about(request, "Indicateurs", f"Année scolaire {year}")
    columns = (
        *(Column("Indicateur", 44), *figure_columns(lycees), *declared_headings(declared)),
        Column("Ce qu’il compte", 80),
    )
    return await answer_export(request, "indicateurs", columns, rows(), about=above)


async def measured(
    uow: UnitOfWork, asked: SchoolYear | None, indicators: Sequence[Indicator] | None = None
) -> tuple[SchoolYear, Sequence[LyceeFacts], Sequence[IndicatorLine]]:
    """The year that is meant, its lycées, and these indicators of it (all that are known of it)."""
    current = SchoolYear.of(uow.now.astimezone(PARIS).date())
    year = asked or current
    lycees = await lycee_facts(uow, year)
    chosen = indicators_of(year, current) if indicators is None else indicators
    return year, lycees, [line(one, lycees) for one in chosen]


def _aims(
    lines: Sequence[IndicatorLine], targets: Mapping[tuple[str, str], int], department: str
) -> Mapping[tuple[str, str], Aim]:
    """What is aimed at, by whose it is (empty: the department’s) and indicator."""
    found: dict[tuple[str, str], Aim] = {}
    for one in lines:
        code, unit = one.indicator.code, one.indicator.unit
        for uai, told in (("", one.total), *one.by_lycee.items()):
            target = targets.get((uai or department, code))
            if target is not None:
                found[uai, code] = Aim(target, told, unit)
    return found


def told_by_code(lines: Sequence[IndicatorLine]) -> Mapping[str, Mapping[str, Told]]:
    """What each lycée publishes, by the code of the indicator."""
    return {one.indicator.code: one.by_lycee for one in lines}


def without(one: IndicatorLine) -> str:
    """« sans 2 lycées », where some are missing from the total."""
    return f"sans {plural(one.without, 'lycée')}" if one.without else ""


def figure_columns(lycees: Sequence[LyceeFacts]) -> Sequence[Column]:
    """Above `figures_row`."""
    return (
        *(Column("Unité", 9), Column("Département", 14)),
        *(Column(one.lycee, 22) for one in lycees),
        Column("Lycées sans chiffre", 18),
    )


def figures_row(one: IndicatorLine, lycees: Sequence[LyceeFacts]) -> Row:
    """Numbers to reckon with; silence, « non publié » and nobody to count stay words."""
    figures = [one.total, *(one.by_lycee[lycee.uai] for lycee in lycees)]
    return (one.indicator.unit.value, *map(file_value, figures), one.without)
