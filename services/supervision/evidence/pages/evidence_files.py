"""The evidence of a formation taken away: each figure with its grain and where it comes from, as its page says it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from contracts.identifiers import Uai
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.french import date_short, month_name
from services.supervision.base.figures import Count, Untold
from services.supervision.evidence.model import DOERS
from services.supervision.evidence.pages.evidence import (
    OWN_PATH,
    PATH,
    EvidenceQuery,
    OwnQuery,
    Readers,
    Shown,
    read_shown,
    trade_words,
)
from services.supervision.own_figures.pages.own_lycee import reading
from services.supervision.permissions import EXPORT_INDICATORS, EXPORT_OWN_EVIDENCE
from services.supervision.training_signals.model import KINDS, STRENGTHS
from services.supervision.training_signals.pages import territory_name

router = strict_router()
COLUMNS = (
    *(Column("Ce qui est compté", 46), Column("Grain", 30), Column("Lycée", 36)),
    *(Column("Période", 18), Column("Valeur", 18), Column("Source", 40)),
)
OF_THE_FORMATION = "De la formation"
OF_THE_LYCEE = "Du lycée, toutes formations"
READERS = {
    Readers.DSDEN: "Pour la DSDEN seule\u202f: de petits effectifs s’y lisent",
    Readers.OTHERS: "Sans effectif d’élèves de un à quatre\u202f: peut sortir de la DSDEN",
}
OF_ONE_LYCEE = "Chiffres du lycée seul\u202f: de petits effectifs s’y lisent, à garder au lycée"


@router.page(f"{PATH}.csv", action=EXPORT_INDICATORS)
@router.page(f"{PATH}.xlsx", action=EXPORT_INDICATORS)
async def export_evidence(request: Request, asked: Annotated[EvidenceQuery, Depends()]) -> Response:
    """What the page of the supervisor shows, as a file."""
    async with begin_piece(request) as uow:
        shown = await read_shown(uow, asked)
    return await _file(request, shown, asked, READERS[asked.pour])


@router.page(f"{OWN_PATH}.csv", action=EXPORT_OWN_EVIDENCE)
@router.page(f"{OWN_PATH}.xlsx", action=EXPORT_OWN_EVIDENCE)
async def export_own_evidence(
    request: Request, uai: Uai, asked: Annotated[OwnQuery, Depends()]
) -> Response:
    """What the page of one’s own lycée shows, as a file."""
    async with reading(request, uai, patient=True) as uow:
        shown = await read_shown(uow, asked.whole)
    return await _file(request, shown, asked.whole, OF_ONE_LYCEE, of=uai)


async def _file(
    request: Request,
    shown: Shown | None,
    asked: EvidenceQuery,
    readers: str,
    *,
    of: Uai | None = None,
) -> Response:
    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield list(_rows(shown)) if shown else []

    above = about(
        request,
        f"Dossier de preuves\u00a0: {shown.label if shown else 'aucune formation choisie'}",
        f"Territoire des signaux et des places offertes\u00a0: {territory_name(asked.territory)}",
        f"Signaux des métiers\u00a0: {', '.join(trade_words(asked.romes))}" if asked.romes else "",
        f"Ce que l’on sait le {date_short(shown.evidence.known_on)}" if shown else "",
        readers,
        of=of,
    )
    return await answer_export(request, "preuves", COLUMNS, rows(), about=above)


def _rows(shown: Shown) -> Iterator[Row]:
    told: list[tuple[str, str, str | None, str, Count, str]] = []
    coverage, placed = "Couverture des PFMP", "Lieux d’accueil confirmés"
    for places in shown.evidence.shown_places:
        for what, count in (
            *(("Élèves attendus", places.needed), ("Places trouvées", places.found)),
            ("Élèves sans lieu d’accueil", places.without),
        ):
            told.append((what, OF_THE_FORMATION, places.uai, places.year, count, coverage))
    for hosts in shown.evidence.hosts:
        for what, count in (
            *(("Places confirmées", hosts.confirmed), ("Chez un hôte nouveau", hosts.new)),
            ("Places perdues depuis", hosts.lost),
        ):
            told.append((what, OF_THE_FORMATION, hosts.uai, hosts.year, count, placed))
    for lycee in shown.evidence.lycees:
        for what, count, source in (
            ("Lieux d’accueil différents", lycee.hosts, "Élèves accueillis par semaine"),
            ("Demandes restées sans lieu", lycee.refusals, "Refus du lycée"),
            ("Places offertes ce mois-ci", lycee.seats, "Places notées chez les entreprises"),
        ):
            told.append((what, OF_THE_LYCEE, lycee.uai, lycee.year, count, source))
        for doer, many in lycee.refused_by.items():
            what = f"Demandes restées sans lieu, du fait {DOERS[doer]}"
            told.append((what, OF_THE_LYCEE, lycee.uai, lycee.year, many, "Refus du lycée"))
    for what, grain, uai, year, count, source in told:
        value: Any = count.value if isinstance(count, Untold) else count
        yield (what, grain, shown.called(uai), year, value, source)
    for one in shown.evidence.signals:
        what = f"Signaux\u00a0: {KINDS[one.kind]} ({STRENGTHS[one.strength].lower()})"
        where = "Tout le département" if one.everywhere else "Territoire choisi ou non précisé"
        yield (what, where, None, month_name(one.month), one.count, "Signaux des bureaux")
