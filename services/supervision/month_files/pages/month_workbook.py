"""A month's report as a workbook that reckons: totals, rates and changes are formulas."""

import re
from collections.abc import Iterator, Sequence

from services.chassis.exports.linked_workbook import (
    Formula,
    Heading,
    LinkedCell,
    LinkedSheet,
    Look,
    at,
)
from services.chassis.exports.sheet import Column
from services.chassis.web.views.french import date_fr
from services.supervision.base.figure_words import file_value
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import definition
from services.supervision.indicators.model.recorded_line import DEPARTMENT, RecordedLine
from services.supervision.month_files.pages.month_words import paragraphs
from services.supervision.month_files.pages.year_sheet import year_sheet
from services.supervision.month_reports.pages.month_figures import (
    SentReport,
    beside,
    coverage_parts,
    done,
    remark,
)
from services.supervision.month_reports.pages.year_tables import whole, year_tables
from services.supervision.report_coverage.model import CoveragePart
from services.supervision.report_figures.model.month_report import Done, Headline, MonthReport

Cells = Sequence[LinkedCell]
_LEADING = re.compile("^-+")
COUNTS = ("covered", "without", "exempted", "left")
COVERED, WITHOUT, LEFT, TOTAL, EXPECTED = 2, 3, 5, 6, 7
FIGURE, WHOLE = 2, 3
REMARK = 8
"""Column of the summary, as those of the other sheets above."""
NO_RATE = "–"
WORDS = (
    (Untold.SILENT, "Le lycée n’a rien transmis\u00a0: ce n’est pas un zéro."),
    (Untold.WITHHELD, "La direction garde ces chiffres au lycée."),
    (Untold.UNTOLD, "Aucun fait reçu ne dit ce chiffre, ou ne le dit de tous les lycées."),
    (Untold.TOO_FEW, "Le lycée a transmis qu’ils sont moins de cinq."),
    (Untold.TODAY, "Ce chiffre n’est connu que du jour où on le lit."),
    (Untold.DEPARTMENT, "Ce chiffre n’est d’aucun lycée."),
    (Untold.NOTHING, "Personne à compter\u00a0: ni départ ni classe."),
)


def report_sheets(sent: SentReport, about: Sequence[str]) -> Sequence[LinkedSheet]:
    """Synthèse, Couverture, Indicateurs, Définitions."""
    coverage, totals = coverage_sheet(sent.report, about)
    first = summary_sheet(sent, about, totals)
    of_year = [year_sheet(sent, about)] if year_tables(sent.report) else []
    return (
        *(first, *of_year, coverage),
        *(indicators_sheet(sent.report, about), definitions_sheet(sent, about)),
    )


def coverage_sheet(
    report: MonthReport, about: Sequence[str]
) -> tuple[LinkedSheet, Sequence[int | None]]:
    """And the row of each of its two totals; None where nobody told any figure."""
    columns = (
        *(Column("Lycée", 34), Column("PFMP", 20), Column("Avec un lieu", 12)),
        *(Column("Sans lieu", 12), Column("Dispensés", 12), Column("Partis", 12)),
        *(Column("Total", 12), Column("Attendus", 12), Column("Taux", 12), Column("Remarque", 40)),
    )
    row = len(about) + 2
    rows: list[Cells] = []
    totals: list[int | None] = []
    for title, lines, total in coverage_parts(report):
        begins = row + len(rows)
        rows += [
            _of_part(name, title, part, row + len(rows) + n) for n, (name, part) in enumerate(lines)
        ]
        ends = row + len(rows)
        totals.append(ends if total.told else None)
        rows.append(_of_total(title, total, begins, ends))
    return LinkedSheet("Couverture", about, columns, rows), totals


def _of_part(lycee: str, title: str, part: CoveragePart, row: int) -> Cells:
    if part.unsaid is not None:
        return [lycee, title, part.unsaid.value]
    return [
        lycee,
        title,
        *(getattr(part, one) for one in COUNTS),
        *_reckoned(part, row),
        remark(part),
    ]


def _of_total(title: str, part: CoveragePart, begins: int, ends: int) -> Cells:
    head: Cells = [Heading("Tous les lycées"), title]
    if part.unsaid is not None:
        return [*head, part.unsaid.value]
    sums = [
        Formula(f"SUM({at(column, begins)}:{at(column, ends - 1)})", getattr(part, one))
        for column, one in enumerate(COUNTS, start=COVERED)
    ]
    return [*head, *sums, *_reckoned(part, ends), remark(part)]


def _reckoned(part: CoveragePart, row: int) -> Cells:
    """Total, expected and rate of a row."""
    return [
        Formula(f"SUM({at(COVERED, row)}:{at(LEFT, row)})", part.total),
        Formula(f"SUM({at(COVERED, row)}:{at(WITHOUT, row)})", part.expected),
        rate(at(COVERED, row), at(EXPECTED, row), part.covered, part.expected),
    ]


def rate(numerator: str, denominator: str, part: int, of: int) -> Formula:
    """A part of a whole by its two cells; a dash of nobody."""
    expression = f'IF({denominator}>0,{numerator}/{denominator},"{NO_RATE}")'
    return Formula(expression, part / of if of else NO_RATE, Look.PERCENT)


def indicators_sheet(report: MonthReport, about: Sequence[str]) -> LinkedSheet:
    """One row per indicator and lycée, then all lycées together."""
    columns = (
        *(Column("Indicateur", 52), Column("Lycée", 34), Column("Chiffre", 14), Column("Sur", 10)),
        *(Column("Valeur", 12), Column("Unité", 10), Column("Lycées sans chiffre", 12)),
    )
    row = len(about) + 2
    rows: list[Cells] = []
    for line in report.indicators:
        begins = row + len(rows)
        for uai, name in report.lycees:
            told = line.told.get(uai, Untold.SILENT)
            rows.append([line.heading, name, *_of_told(told, line.unit, row + len(rows))])
        ends = row + len(rows)
        together = _of_all(line, begins, ends)
        rows.append([line.heading, Heading("Département"), *together, line.without])
    return LinkedSheet("Indicateurs", about, columns, rows)


def _of_told(told: Told, unit: Unit, row: int) -> Cells:
    if not isinstance(told, Figure) or told.at_least:
        return [file_value(told), None, None, unit.value]
    return [told.numerator, told.denominator, _value(told, row), unit.value]


def _value(told: Figure, row: int) -> LinkedCell:
    if told.denominator is None:
        return Formula(at(FIGURE, row), told.numerator)
    return rate(at(FIGURE, row), at(WHOLE, row), told.numerator, told.denominator)


def _of_all(line: RecordedLine, begins: int, ends: int) -> Cells:
    told = line.told[DEPARTMENT]
    if not isinstance(told, Figure) or told.at_least:
        return [file_value(told), None, None, line.unit.value]
    figures = [one for uai, one in line.told.items() if uai and isinstance(one, Figure)]
    wholes = [one.denominator for one in figures if one.denominator is not None]
    whole = None
    if told.denominator is not None:
        whole = _together(told.denominator, wholes, WHOLE, begins, ends)
    numerators = [one.numerator for one in figures]
    number = _together(told.numerator, numerators, FIGURE, begins, ends)
    return [number, whole, _value(told, ends), line.unit.value]


def _together(total: int, of: Sequence[int], column: int, begins: int, ends: int) -> LinkedCell:
    """The sum, or the most, whichever the total is; words in the column count for nothing."""
    cells = f"{at(column, begins)}:{at(column, ends - 1)}"
    if sum(of) == total:
        return Formula(f"SUM({cells})", total)
    return Formula(f"MAX({cells})", total) if max(of, default=0) == total else total


def summary_sheet(
    sent: SentReport, about: Sequence[str], totals: Sequence[int | None]
) -> LinkedSheet:
    """The first figures beside those of the month before, then what is written."""
    columns = (
        *(
            Column("Chiffre", 58),
            Column(sent.words.now, 16),
            Column("Sur", 14),
            Column("Taux", 14),
        ),
        *(Column(sent.words.before, 16), Column("Sur", 10), Column("Taux", 10)),
        *(Column("Évolution", 12), Column("Remarque", 40)),
    )
    row, notes = len(about) + 2, beside(sent.report)
    rows = [
        _remarked(_of_headline(one, row + n, totals), notes.get(one.code, ""))
        for n, one in enumerate(sent.report.headlines)
    ]
    return LinkedSheet("Synthèse", about, columns, [*rows, *_written(sent)])


def _remarked(cells: Cells, remark: str) -> Cells:
    """The cells of a row of the summary, with what is not in them."""
    return [*cells, *[None] * (REMARK - len(cells)), remark] if remark else cells


def _of_headline(one: Headline, row: int, totals: Sequence[int | None]) -> Cells:
    now, before = pair(one.now, row, 1), pair(one.before, row, 4)
    linked = _linked(one, totals)
    cells = [one.title, *linked, *now[len(linked) :], *before]
    if isinstance(one.now, Figure) and isinstance(one.before, Figure) and one.change is not None:
        return [*cells, change(one.now, one.before, row)]
    return cells


def pair(told: Told, row: int, column: int) -> Cells:
    """A figure in three columns from this one: its count, the whole, and the rate that is reckoned."""
    if not isinstance(told, Figure) or told.at_least:
        return [file_value(told), None, None]
    if told.denominator is None:
        return [told.numerator, None, None]
    cells = (at(column, row), at(column + 1, row))
    return [
        told.numerator,
        told.denominator,
        rate(*cells, told.numerator, told.denominator),
    ]


def _linked(one: Headline, totals: Sequence[int | None]) -> Cells:
    """The cells of the coverage sheet a first figure is taken from."""
    running, coming = totals
    told = one.now
    if not isinstance(told, Figure):
        return []
    if one.code == "couverture" and running and told.denominator is not None:
        return [
            Formula(f"Couverture!{at(COVERED, running)}", told.numerator),
            Formula(f"Couverture!{at(EXPECTED, running)}", told.denominator),
        ]
    row = {"sans-lieu": running, "manquants": coming}.get(one.code)
    return [Formula(f"Couverture!{at(WITHOUT, row)}", told.numerator)] if row else []


def change(now: Figure, before: Figure, row: int) -> Formula:
    """By how much a figure in columns B to D is another one than that in columns E to G."""
    if now.denominator is None or before.denominator is None:
        difference = now.numerator - before.numerator
        return Formula(f"{at(1, row)}-{at(4, row)}", difference, Look.SIGNED)
    points = 100 * (now.numerator / now.denominator - before.numerator / before.denominator)
    return Formula(f"({at(3, row)}-{at(6, row)})*100", points, Look.POINTS)


def _written(sent: SentReport) -> Iterator[Cells]:
    for title, text in sent.text.sections:
        yield from _titled(title)
        # A dash begins a line of a list; left a minus, it would be kept from being a formula by « ' ».
        yield from ([_LEADING.sub("–", line)] for line in paragraphs(text))
    yield from _titled("Ce qui a été fait")
    yield from (_of_done(one, len(sent.report.lycees)) for one in done(sent.report))
    if sent.report.unheard:
        yield from _titled("Lycées sans nouvelles ou sans chiffres")
        yield from ([one.lycee, one.text] for one in sent.report.unheard)
    if sent.report.declared:
        yield from _titled("Chiffres déclarés, hors des totaux", "Déclaré", "Lycée, jour et source")
    for declared in sent.report.declared:
        on = f"{date_fr(declared.told_on, weekday=False)}, {declared.source}"
        told = whole(declared.figure, declared.unit)
        yield [declared.heading, told, f"{declared.lycee}, {on}"]
    if sent.corrections:
        yield from _titled("Connu autrement depuis", "Rapport", "Aujourd’hui")
    for one in sent.corrections:
        what = f"{one.what}, {one.lycee or 'département'}"
        yield [what, whole(one.then, one.unit), whole(one.now, one.unit)]
    if sent.report.exactness:
        yield from _titled("Exactitude")
        yield from ([one] for one in sent.report.exactness)


def _of_done(one: Done, lycees: int) -> Cells:
    told = one.many(lycees)
    many = told.numerator if isinstance(told, Figure) else told.value
    kept = f"Non publié\u00a0: {', '.join(one.withheld)}" if one.withheld else ""
    return _remarked([one.label, many], kept)


def _titled(*titles: str) -> Iterator[Cells]:
    yield []
    yield [Heading(one) for one in titles]


def definitions_sheet(sent: SentReport, about: Sequence[str]) -> LinkedSheet:
    """What each indicator counts, and what the words in place of a figure mean."""
    columns = (Column("Indicateur", 52), Column("Ce qu’il compte", 90), Column("Version", 10))
    rows: list[Cells] = []
    for line in sent.report.indicators:
        known = BY_CODE.get(line.indicator)
        same = known is not None and known.version == line.version
        told = definition(known) if known and same else "Cet indicateur compte autrement depuis."
        rows.append([line.heading, told, line.version])
    rows += [[f"«\u00a0{word.value}\u00a0»", meaning] for word, meaning in WORDS]
    return LinkedSheet("Définitions", about, columns, rows)
