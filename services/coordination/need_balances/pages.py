"""The balance of needs of a school year, and as files."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

from fastapi import Request, Response

from contracts.coordination.needs import NeedKind, NeedOutcome
from contracts.identifiers import SchoolYear
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.need_balances.model import NeedBalance
from services.coordination.need_balances.queries import read_balance, years_of_needs
from services.coordination.need_list.labels import KINDS, OUTCOMES
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import ROUTE_NEEDS

router = Router()
BALANCE = "/besoins/bilan"
COLUMNS = (
    *(Column("Ce qui est compté", 44), Column("Détail", 34), Column("Nombre", 10)),
    *(Column("Sur", 10), Column("Jours ouvrés (médiane)", 14)),
)


@router.page(BALANCE, action=ROUTE_NEEDS)
async def show_balance(
    request: Request, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """What came of the needs of a school year."""
    year = annee or SchoolYear.of(local_date(uow.now))
    return render(
        request,
        "coordination/need_balances/balance.html",
        year=year,
        years=sorted({*await years_of_needs(uow), year}, reverse=True),
        told=await read_balance(uow, year),
        names=await Lycees(uow).names(),
        kinds=KINDS,
        outcomes=OUTCOMES,
    )


@router.page(f"{BALANCE}.csv", action=ROUTE_NEEDS)
@router.page(f"{BALANCE}.xlsx", action=ROUTE_NEEDS)
async def export_balance(request: Request, annee: SchoolYear | None = None) -> Response:
    """The same as a file."""
    async with begin_piece(request) as uow:
        year = annee or SchoolYear.of(local_date(uow.now))
        told = await read_balance(uow, year)
        names = await Lycees(uow).names()

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield list(_rows(told, names))

    above = about(request, "Bilan des besoins d’entreprises", f"Année scolaire {year}")
    return await answer_export(request, "bilan-besoins", COLUMNS, rows(), about=above)


def _rows(told: NeedBalance, names: Mapping[str, str]) -> Iterator[Row]:
    """A line for each figure; a place without a figure is nothing, and no zero."""
    whole = told.received
    yield ("Besoins reçus", None, whole, None, None)
    for kind in NeedKind:
        yield ("Besoins reçus, par nature", KINDS[kind], told.by_kind.get(kind, 0), whole, None)
    if told.in_time.whole:
        share = told.in_time
        yield ("Pris en charge en 5 jours ouvrés au plus", None, share.part, share.whole, None)
    for outcome in NeedOutcome:
        yield ("Issue", OUTCOMES[outcome], told.outcomes.get(outcome, 0), whole, None)
    yield ("Issue", "L’entreprise n’en a plus besoin", told.withdrawn, whole, None)
    yield ("Issue", "Pas encore de réponse", told.waiting, whole, None)
    yield ("Sans prise en charge à temps", "Supervision alertée", told.escalated, whole, None)
    for one in told.bureaux:
        name = names.get(one.uai, one.uai)
        yield ("Transmis au bureau", name, one.passed_on, None, None)
        yield ("Pris en charge par le bureau", name, one.taken, one.passed_on, one.median_days)
        yield ("Répondus par le bureau", name, one.answered, one.passed_on, None)
        yield ("Pas pour ce bureau", name, one.not_for_us, one.passed_on, None)
