"""The list of training signals, on a page and as files."""

from collections.abc import AsyncIterator, Sequence

from fastapi import Request, Response

from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.strict_query import asked_id
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import PERMISSIONS, RAISE_SIGNALS, SEE_SIGNALS
from services.coordination.training_signals.labels import (
    WITHDRAWN,
    labels,
    offered,
    territory_name,
    trade_name,
)
from services.coordination.training_signals.model import KINDS, SOURCES, STRENGTHS, SignalStatus
from services.coordination.training_signals.pages.cut import (
    SIGNALS,
    asked_cut,
    listing_of,
    said_cut,
)
from services.coordination.training_signals.queries import (
    ListedSignal,
    count_withdrawn,
    read_signals,
)

router = Router()
COLUMNS = (
    *(Column("Dit le", 12), Column("Métier", 44), Column("Code ROME", 10), Column("Nature", 34)),
    *(Column("Force", 26), Column("Territoire", 34), Column("Formation", 36), Column("MEF", 13)),
    *(Column("Ce qui a été dit", 60), Column("Qui le dit", 28), Column("Entreprise", 30)),
    *(Column("Noté par", 32), Column("Noté le", 12), Column("État", 10)),
)


@router.page(SIGNALS, action=SEE_SIGNALS)
async def list_of_signals(request: Request, uow: RequestUnitOfWork) -> Response:
    """Training signals (signaux de besoins en compétences)."""
    listing = listing_of(request)
    cut, after = asked_cut(listing), asked_id(request, "apres")
    names = await Lycees(uow).names()
    return render(
        request,
        "coordination/training_signals/signals.html",
        page=await read_signals(
            uow, cut, order=listing.order, descending=listing.descending, after=after
        ),
        first=after is None,
        cut=cut,
        listing=listing,
        wide=uow.scope.department_wide,
        withdrawn=await count_withdrawn(uow),
        trade_wrong=bool(listing.filters["metier"]) and cut.rome is None,
        lycee_choices=list(names.items()),
        formations=await Formations(uow).all(),
        may_raise=may(request, RAISE_SIGNALS),
        **labels(),
        **offered(),
    )


@router.page(f"{SIGNALS}/liste.csv", action=SEE_SIGNALS)
@router.page(f"{SIGNALS}/liste.xlsx", action=SEE_SIGNALS)
async def export_signals(request: Request) -> Response:
    """The list as it is cut, page after page."""
    listing = listing_of(request)
    cut, order = asked_cut(listing), listing.order
    async with begin_piece(request) as uow:
        first = await read_signals(uow, cut, order=order, descending=listing.descending)
        names = await Lycees(uow).names()
        formations = await Formations(uow).all()
    called = {str(mef): one.label for mef, one in formations.items()}

    async def rows() -> AsyncIterator[Sequence[Row]]:
        page = first
        yield [_row(one, called) for one in page.items]
        while page.after is not None:
            async with begin_piece(request) as uow:
                page = await read_signals(
                    uow, cut, order=order, descending=listing.descending, after=page.after
                )
            yield [_row(one, called) for one in page.items]

    above = about(request, "Signaux de besoins en compétences", *said_cut(cut, names))
    return await answer_export(request, "signaux", COLUMNS, rows(), about=above)


def _row(one: ListedSignal, called: dict[str, str]) -> Row:
    signal, facts = one.signal, one.signal.facts
    return (
        *(facts.told_on, trade_name(facts.rome), facts.rome, KINDS[facts.kind]),
        *(STRENGTHS[facts.strength], territory_name(facts.territory)),
        *(called.get(facts.mef or ""), facts.mef, facts.text, SOURCES[facts.source]),
        *(facts.company, one.teller, local_date(signal.raised_at)),
        WITHDRAWN if signal.status is SignalStatus.WITHDRAWN else None,
    )


def may(request: Request, action: Action) -> bool:
    """Whether who asks may do it, for one lycée at least."""
    return PERMISSIONS.allows(context_of(request).user, action)
