"""The evidence of a formation: for the DSDEN as it is, for whoever else without small numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import Mef, Siren, Uai
from services.chassis.reference.nomenclatures.communities import communities, community_choices
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.charts import bars
from services.chassis.web.views.french import month_name
from services.supervision.base.alphabet import alphabetical
from services.supervision.base.figure_words import counted
from services.supervision.base.figures import Count, Untold
from services.supervision.coverage.queries.coverage import formation_labels
from services.supervision.evidence.model import DOERS, Evidence, may_leave
from services.supervision.evidence.queries import read_evidence
from services.supervision.own_figures.pages.own_lycee import OWN, follow, reading
from services.supervision.permissions import SEE_DEPARTMENT, SEE_OWN_FIGURES
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
OFFER_FILES = "/offre/fragments/formation"
"""The files of the training offer of a formation, as `coordination` draws them."""
Trades = Annotated[str, Query(pattern=r"^([A-N][0-9]{4}(,[A-N][0-9]{4}){0,9})?$")]
"""Codes of trades (ROME), ten at most, as an address has them."""


class Readers(StrEnum):
    """Readers of the figures (destinataires); the words are those of the address."""

    DSDEN = "dsden"
    OTHERS = "exterieur"


@dataclass(frozen=True)
class EvidenceQuery:
    """Which formation, which territory, whose signals of trades besides, and for whom."""

    mef: Mef | Literal[""] = ""
    territoire: Siren | Literal[""] = ""
    pour: Readers = Readers.DSDEN
    metiers: Trades = ""

    @property
    def territory(self) -> Siren | None:
        """The territory, where it is one of the département."""
        return self.territoire if self.territoire and self.territoire in communities() else None

    @property
    def romes(self) -> tuple[RomeCode, ...]:
        """The trades whose signals are counted besides those that are tied to the formation."""
        return tuple(dict.fromkeys(RomeCode(one) for one in self.metiers.split(",") if one))

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
    """Which formation of one’s own lycée, which territory, and whose signals of trades besides."""

    mef: Mef | Literal[""] = ""
    territoire: Siren | Literal[""] = ""
    metiers: Trades = ""

    @property
    def whole(self) -> EvidenceQuery:
        """The query the evidence is read by: small numbers stay in it."""
        return EvidenceQuery(self.mef, self.territoire, metiers=self.metiers)

    @property
    def query(self) -> str:
        """What the files are asked with."""
        return urlencode({name: str(one) for name, one in vars(self).items() if one})


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
    found, lycees = await read_evidence(
        uow, asked.mef, territory=asked.territory, romes=asked.romes
    )
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
    return _page(request, asked, shown, exported=asked.query)


@router.page(OWN_PATH, action=SEE_OWN_FIGURES)
async def show_own_evidence(
    request: Request, uai: Uai, asked: Annotated[OwnQuery, Depends()]
) -> Response:
    """The evidence of one’s own lycée, by its rows alone; without a formation, which ones it has."""
    query = asked.whole
    async with reading(request, uai) as uow:
        await follow(request, uow, uai)
        shown = await read_shown(uow, query)
        labels = {mef: label for (_, mef), label in (await formation_labels(uow)).items()}
    if shown is not None:
        return _page(request, query, shown, own=uai, exported=asked.query)
    return render(
        request,
        "supervision/evidence/own_formations.html",
        uai=uai,
        address=OWN_PATH.format(uai=uai),
        formations=sorted(last_years(labels).items(), key=lambda one: alphabetical(one[1])),
    )


def _page(
    request: Request,
    asked: EvidenceQuery,
    shown: Shown,
    *,
    exported: str,
    own: Uai | None = None,
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
        exported=exported,
        offer_files=_offer_files(asked, shown, own),
        romes=trade_words(asked.romes),
        without_trades=_without_trades(asked, own),
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


def _offer_files(asked: EvidenceQuery, shown: Shown, own: Uai | None) -> str:
    """Where the files of the training offer of the formation, or of its trades, are asked for."""
    found = {"mef": asked.mef, "metiers": ",".join(shown.evidence.trades)}
    if asked.territory:
        found["territoire"] = asked.territory
    if own:
        found["lycee"] = own
    return f"{OFFER_FILES}?{urlencode(found)}"


def _without_trades(asked: EvidenceQuery, own: Uai | None) -> str:
    """The page without signals of the trades that were asked for."""
    if own is None:
        return asked.address(metiers="")
    return f"{OWN_PATH.format(uai=own)}?{OwnQuery(asked.mef, asked.territoire).query}"


def trade_words(romes: Iterable[RomeCode]) -> Sequence[str]:
    """Trades as they are read: label and code."""
    return [f"{trade_label(one) or one} ({one})" for one in romes]


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
