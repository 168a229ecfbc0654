"""The list of needs as files: what the page shows, without anybody who asked."""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from fastapi import Request, Response

from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.web.router import Router
from services.coordination.need_list.labels import (
    KINDS,
    NAMELESS,
    OUTCOMES,
    SOURCES,
    STATUSES,
)
from services.coordination.need_list.pages.needs import asked_cut, said_cut
from services.coordination.need_list.queries import Listed, read_needs
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import SEE_NEEDS

router = Router()
COLUMNS = (
    *(Column("Entreprise", 34), Column("SIRET", 16), Column("Commune", 22), Column("Nature", 28)),
    *(Column("Ce qui est demandé", 60), Column("Formation", 30), Column("Nombre", 9)),
    *(Column("À partir du", 12), Column("Reçu le", 12), Column("Par", 20), Column("Noté par", 30)),
    *(
        Column("État", 26),
        Column("À prendre avant la fin du", 14),
        Column("Jours ouvrés de retard"),
    ),
    *(Column("Qui s’en occupe", 40), Column("Réponse promise le", 14), Column("Issue", 18)),
)


@router.page("/besoins/liste.csv", action=SEE_NEEDS)
@router.page("/besoins/liste.xlsx", action=SEE_NEEDS)
async def export_needs(request: Request) -> Response:
    """The list as it is cut, page after page."""
    cut = asked_cut(request)
    async with begin_piece(request) as uow:
        first = await read_needs(uow, cut)
        today = local_date(uow.now)
        names = await Lycees(uow).names()

    async def rows() -> AsyncIterator[Sequence[Row]]:
        page = first
        yield [_row(one, today) for one in page.items]
        while page.after is not None:
            async with begin_piece(request) as uow:
                page = await read_needs(uow, cut, after=page.after)
            yield [_row(one, today) for one in page.items]

    above = about(request, "Besoins d’entreprises", *said_cut(cut, names))
    return await answer_export(request, "besoins", COLUMNS, rows(), about=above)


def _row(one: Listed, today: date) -> Row:
    need, details = one.need, one.need.details
    promised = [held.assignment.promised_on for held in one.holders if held.assignment.promised_on]
    what: Row = (NAMELESS, None, None, None, None, None, None, None)
    if details is not None:
        what = (
            *(details.company, details.siret, commune_name(details.commune)),
            *(KINDS[details.kind], details.text, details.formation, details.seats),
            details.wanted_from,
        )
    return (
        *what,
        local_date(need.received_at or need.sent_at),
        SOURCES[need.source],
        one.teller,
        STATUSES[need.status][0],
        need.due_on,
        need.days_late(today) or None,
        ", ".join(held.name for held in one.holders),
        max(promised, default=None),
        OUTCOMES[need.outcome] if need.outcome else None,
    )
