"""Which trades come back, in which territories: on a page of the supervisor, and as files."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from contracts.coordination.training_offer import SignalKind, SignalStrength
from contracts.elision import elided
from contracts.identifiers import Siren
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.reference.nomenclatures.communities import community_choices, community_name
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.charts import bars
from services.chassis.web.views.french import month_name, plural
from services.chassis.web.views.listing import Listing
from services.supervision.base.alphabet import alphabetical
from services.supervision.base.today import today_of
from services.supervision.coverage.queries.coverage import formation_labels
from services.supervision.permissions import EXPORT_INDICATORS, SEE_DEPARTMENT
from services.supervision.training_signals.model import (
    KINDS,
    STRENGTHS,
    WHOLE_DEPARTMENT,
    Counted,
    OfferLine,
    Span,
    by_month,
    last_years,
    months_of,
    offer_lines,
)
from services.supervision.training_signals.queries import counted_signals, said_since

router = strict_router()
PATH = "/departement/offre"
SPANS: Mapping[Span, str] = {
    Span.TWELVE_MONTHS: "Douze derniers mois",
    Span.SCHOOL_YEAR: "Année scolaire",
}
ORDERS: Mapping[str, Callable[[OfferLine], Any]] = {
    "signaux": lambda one: one.total,
    "metier": lambda one: alphabetical(trade_name(one.rome)),
    "territoire": lambda one: alphabetical(territory_name(one.territory)),
    "bureaux": lambda one: one.bureaux,
    "durables": lambda one: one.strengths.get(SignalStrength.LASTING, 0),
    "depuis": lambda one: one.first_on,
    "dernier": lambda one: one.last_on,
}
MOST_FIRST = "-signaux"
COLUMNS = (
    *(Column("Métier", 44), Column("Code ROME", 10), Column("Territoire", 40)),
    *(Column("Signaux", 9), *(Column(label, 16) for label in KINDS.values())),
    *(Column(label, 10) for label in STRENGTHS.values()),
    *(Column("Bureaux qui le disent", 12), Column("Depuis le", 12), Column("Dernier le", 12)),
)


def trade_name(code: str) -> str:
    """The label of a trade, or its code where the nomenclature has it no more."""
    return trade_label(code) or code


def territory_name(code: str | None) -> str:
    """How a territory is called; without one it is the whole department."""
    return (community_name(code) or code) if code else WHOLE_DEPARTMENT


@dataclass(frozen=True)
class OfferQuery:
    """What the page is asked for."""

    periode: Span = Span.TWELVE_MONTHS
    territoire: Siren | Literal["departement", ""] = ""
    nature: SignalKind | Literal[""] = ""
    force: SignalStrength | Literal[""] = ""
    tri: Annotated[str, Query(pattern=r"^(-?[a-z]{1,20}|)$")] = ""

    @property
    def filters(self) -> Mapping[str, str]:
        """The filters, in the words of the address."""
        return {name: str(getattr(self, name)) for name in ("territoire", "nature", "force")}

    @property
    def listing(self) -> Listing:
        """How the table is sorted and filtered."""
        return Listing(
            PATH, tuple(ORDERS), self.tri or MOST_FIRST, self.filters, {"periode": self.periode}
        )

    def address(self, **more: str) -> str:
        """The page with some of it changed."""
        given = {name: str(one) for name, one in {**vars(self), **more}.items() if one}
        return f"{PATH}?{urlencode(given)}"

    def keeps(self, one: Counted) -> bool:
        """Whether signals are among those asked for."""
        wanted = None if self.territoire == "departement" else self.territoire
        return (
            (not self.territoire or one.territory == wanted)
            and (not self.nature or one.kind == self.nature)
            and (not self.force or one.strength == self.force)
        )


@dataclass(frozen=True)
class Offer:
    """The table of the offer: months, the signals that were kept, and a line for each trade and territory."""

    months: Sequence[date]
    counted: Sequence[Counted]
    lines: Sequence[OfferLine]

    @property
    def total(self) -> int:
        """All signals that were kept."""
        return sum(one.count for one in self.counted)

    @property
    def bureaux(self) -> int:
        """How many bureaux noted them, the DSDEN among them."""
        return len({one.uai for one in self.counted})


async def read_offer(uow: UnitOfWork, asked: OfferQuery) -> Offer:
    """The signals of the months that are asked for, as they are cut and sorted."""
    today = today_of(uow)
    months = months_of(asked.periode, today)
    everything = await counted_signals(uow, months[0], today)
    kept = [one for one in everything if asked.keeps(one)]
    listing = asked.listing
    lines = sorted(
        offer_lines(kept, await said_since(uow)),
        key=lambda one: (alphabetical(trade_name(one.rome)), territory_name(one.territory)),
    )
    lines.sort(key=ORDERS[listing.order], reverse=listing.descending)
    return Offer(months, kept, lines)


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_offer(
    request: Request, uow: RequestUnitOfWork, asked: Annotated[OfferQuery, Depends()]
) -> Response:
    """Trades and territories that come back (besoins en compétences du département)."""
    offer = await read_offer(uow, asked)
    monthly = by_month(offer.counted, offer.months)
    rows = [
        (month_name(month), {k.value: v for k, v in of.items()}) for month, of in monthly.items()
    ]
    labels = await formation_labels(uow)
    formations = last_years({mef: label for (_, mef), label in labels.items()})
    return render(
        request,
        "supervision/training_signals/offer.html",
        asked=asked,
        listing=asked.listing,
        offer=offer,
        spans=SPANS,
        chart=bars(rows, {kind.value: label for kind, label in KINDS.items()}),
        monthly=monthly,
        month_name=month_name,
        kinds=KINDS,
        strength_words={one: label.lower().removesuffix("s") for one, label in STRENGTHS.items()},
        kind_choices=[(one.value, label) for one, label in KINDS.items()],
        strength_choices=[(one.value, label) for one, label in STRENGTHS.items()],
        territory_choices=[*community_choices(), ("departement", WHOLE_DEPARTMENT)],
        communities=community_choices(),
        formation_choices=sorted(formations.items(), key=lambda one: alphabetical(one[1])),
        trade_name=trade_name,
        territory_name=territory_name,
    )


@router.page(f"{PATH}.csv", action=EXPORT_INDICATORS)
@router.page(f"{PATH}.xlsx", action=EXPORT_INDICATORS)
async def export_offer(request: Request, asked: Annotated[OfferQuery, Depends()]) -> Response:
    """The table of signals as a file."""
    async with begin_piece(request) as uow:
        offer = await read_offer(uow, asked)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield [_row(one) for one in offer.lines]

    above = about(
        request,
        "Besoins en compétences par métier et territoire",
        f"Signaux {elided(month_name(offer.months[0]))} à {month_name(offer.months[-1])}",
        plural(offer.total, "signal", "signaux"),
        *_said(asked),
    )
    return await answer_export(request, "offre", COLUMNS, rows(), about=above)


def _said(asked: OfferQuery) -> Sequence[str]:
    """What is left out, in words."""
    territory = None if asked.territoire == "departement" else asked.territoire
    return [
        *([f"Territoire\u00a0: {territory_name(territory)}"] if asked.territoire else []),
        *([f"Nature\u00a0: {KINDS[asked.nature]}"] if asked.nature else []),
        *([f"Force\u00a0: {STRENGTHS[asked.force]}"] if asked.force else []),
    ]


def _row(one: OfferLine) -> Row:
    return (
        *(trade_name(one.rome), one.rome, territory_name(one.territory), one.total),
        *(one.kinds.get(kind, 0) for kind in KINDS),
        *(one.strengths.get(strength, 0) for strength in STRENGTHS),
        *(one.bureaux, one.first_on, one.last_on),
    )
