"""The evidence of a formation: for the DSDEN as it is, for whoever else without small numbers; as files too."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Request, Response

from contracts.identifiers import Mef, Siren, Uai
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.reference.nomenclatures.communities import communities, community_choices
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.charts import bars
from services.chassis.web.views.french import date_short, month_name
from services.supervision.base.alphabet import alphabetical
from services.supervision.base.figure_words import counted
from services.supervision.base.figures import Count, Untold
from services.supervision.coverage.queries.coverage import formation_labels
from services.supervision.evidence.model import DOERS, Evidence, may_leave
from services.supervision.evidence.queries import read_evidence
from services.supervision.own_figures.pages.own_lycee import OWN, follow, reading
from services.supervision.permissions import EXPORT_INDICATORS, SEE_DEPARTMENT, SEE_OWN_FIGURES
from services.supervision.publication.pages import follow_publication
from services.supervision.training_signals.model import (
    KINDS,
    STRENGTHS,
    Span,
    last_years,
    months_of,
)
from services.supervision.training_signals.pages import PATH as OFFER
from services.supervision.training_signals.pages import territory_name

router = strict_router()
PATH = f"{OFFER}/formation"
OWN_PATH = f"{OWN}/{{uai}}/formation"
COLUMNS = (
    *(Column("Ce qui est compté", 46), Column("Grain", 30), Column("Lycée", 36)),
    *(Column("Période", 18), Column("Valeur", 18), Column("Source", 40)),
)
OF_THE_FORMATION = "De la formation"
OF_THE_LYCEE = "Du lycée, toutes formations"


class Readers(StrEnum):
    """Whom the figures are for (destinataires); the words are those of the address."""

    DSDEN = "dsden"
    OTHERS = "exterieur"


@dataclass(frozen=True)
class EvidenceQuery:
    """Which formation, which territory, and for whom."""

    mef: Mef | Literal[""] = ""
    territoire: Siren | Literal[""] = ""
    pour: Readers = Readers.DSDEN

    @property
    def territory(self) -> Siren | None:
        """The territory, where it is one of the département."""
        return self.territoire if self.territoire and self.territoire in communities() else None

    def address(self, **more: str) -> str:
        """The page with some of it changed."""
        given = {name: str(one) for name, one in {**vars(self), **more}.items() if one}
        return f"{PATH}?{urlencode(given)}"

    @property
    def query(self) -> str:
        """What the files are asked with."""
        return self.address().partition("?")[2]


@dataclass(frozen=True)
class OwnQuery:
    """Which formation of one’s own lycée, and which territory."""

    mef: Mef | Literal[""] = ""
    territoire: Siren | Literal[""] = ""


@dataclass(frozen=True)
class Shown:
    """What is shown of a formation: how it is called, its evidence, names of lycées."""

    label: str
    evidence: Evidence
    lycees: Mapping[str, str]

    def called(self, uai: str | None) -> str:
        """A lycée by its name, or all of them."""
        return self.lycees.get(uai, uai) if uai else "Tous les lycées"


async def read_shown(uow: UnitOfWork, asked: EvidenceQuery) -> Shown | None:
    """The evidence that is asked for; None without a formation some lycée told of."""
    labels = {mef: label for (_, mef), label in (await formation_labels(uow)).items()}
    if not asked.mef or asked.mef not in labels:
        return None
    found, lycees = await read_evidence(uow, asked.mef, territory=asked.territory)
    safe = may_leave(found) if asked.pour is Readers.OTHERS else found
    return Shown(labels[asked.mef], safe, lycees)


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_evidence(
    request: Request, uow: RequestUnitOfWork, asked: Annotated[EvidenceQuery, Depends()]
) -> Response:
    """What is known of a formation (dossier de preuves)."""
    await follow_publication(request, uow)
    shown = await read_shown(uow, asked)
    if shown is None:
        return render(request, "supervision/evidence/no_formation.html", asked=asked)
    return _page(request, asked, shown)


@router.page(OWN_PATH, action=SEE_OWN_FIGURES)
async def show_own_evidence(
    request: Request, uai: Uai, asked: Annotated[OwnQuery, Depends()]
) -> Response:
    """The same of one’s own lycée, by its rows alone; without a formation, which ones it has."""
    query = EvidenceQuery(asked.mef, asked.territoire)
    async with reading(request, uai) as uow:
        await follow(request, uow, uai)
        shown = await read_shown(uow, query)
        labels = {mef: label for (_, mef), label in (await formation_labels(uow)).items()}
    if shown is not None:
        return _page(request, query, shown, own=uai)
    return render(
        request,
        "supervision/evidence/own_formations.html",
        uai=uai,
        address=OWN_PATH.format(uai=uai),
        formations=sorted(last_years(labels).items(), key=lambda one: alphabetical(one[1])),
    )


def _page(
    request: Request, asked: EvidenceQuery, shown: Shown, *, own: Uai | None = None
) -> Response:
    evidence = shown.evidence
    monthly = _monthly(evidence)
    rows = [(month_name(month), of) for month, of in monthly.items()]
    return render(
        request,
        "supervision/evidence/evidence.html",
        asked=asked,
        shown=shown,
        evidence=evidence,
        own=own,
        address=OWN_PATH.format(uai=own) if own else PATH,
        leaves=asked.pour is Readers.OTHERS,
        monthly=monthly,
        chart=bars(rows, {kind.value: label for kind, label in KINDS.items()}),
        by_strength=_by_strength(evidence),
        everywhere=sum(one.count for one in evidence.signals if one.everywhere),
        territory=territory_name(asked.territory),
        communities=community_choices(),
        doers=DOERS,
        month_name=month_name,
        counted=counted,
        is_told=is_told,
    )


def _monthly(evidence: Evidence) -> Mapping[date, Mapping[str, int]]:
    """Signals of each nature, month by month."""
    months = months_of(Span.TWELVE_MONTHS, evidence.known_on)
    found = {month: dict.fromkeys((kind.value for kind in KINDS), 0) for month in months}
    for one in evidence.signals:
        found[one.month][one.kind.value] += one.count
    return found


def is_told(count: Count) -> bool:
    """Whether there is a figure."""
    return not isinstance(count, Untold)


def _by_strength(evidence: Evidence) -> Sequence[tuple[str, int]]:
    return [
        (label, sum(one.count for one in evidence.signals if one.strength == strength))
        for strength, label in STRENGTHS.items()
    ]


@router.page(f"{PATH}.csv", action=EXPORT_INDICATORS)
@router.page(f"{PATH}.xlsx", action=EXPORT_INDICATORS)
async def export_evidence(request: Request, asked: Annotated[EvidenceQuery, Depends()]) -> Response:
    """The same figures as a file, each with its grain and where it comes from."""
    async with begin_piece(request) as uow:
        shown = await read_shown(uow, asked)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield list(_rows(shown)) if shown else []

    readers = {
        Readers.DSDEN: "Pour la DSDEN seule\u202f: de petits effectifs s’y lisent",
        Readers.OTHERS: "Sans effectif d’élèves de un à quatre\u202f: peut sortir de la DSDEN",
    }
    above = about(
        request,
        f"Dossier de preuves\u00a0: {shown.label if shown else 'aucune formation choisie'}",
        f"Territoire des signaux et des places offertes\u00a0: {territory_name(asked.territory)}",
        f"Ce que l’on sait le {date_short(shown.evidence.known_on)}" if shown else "",
        readers[asked.pour],
    )
    return await answer_export(request, "preuves", COLUMNS, rows(), about=above)


def _rows(shown: Shown) -> Iterator[Row]:
    told: list[tuple[str, str, str | None, str, Count, str]] = []
    coverage, placed = "Couverture des PFMP", "Lieux d’accueil confirmés"
    for places in shown.evidence.places:
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
