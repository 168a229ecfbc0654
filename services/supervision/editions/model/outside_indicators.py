"""Indicators as feeds tell them outside the DSDEN: all lycées together, and none that counts pupils.

Two figures of the same pupils, counted in two ways or on two days, give a small one back once they
are subtracted from one another: places found by the bureau and by the pupil, periods begun and
periods of the year, participations and the actions the journal tells one by one. So of pupils one
table is told and no other, that of coverage (`coverage.totals_of`), and here its last line alone, as it
is there. What counts partnerships, actions and promises is told, and no sum promised: with one company more,
it is that company's. A new indicator is not told until it is entered here.
"""

from dataclasses import dataclass
from enum import StrEnum

from services.supervision.base import small_numbers
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.actions_held import (
    ACTIONS_HELD,
    INTERVENTIONS_HELD,
    VISITS_HELD,
)
from services.supervision.indicators.model.active_partnerships import ACTIVE_PARTNERSHIPS
from services.supervision.indicators.model.apprenticeship_tax import (
    PLEDGING_COMPANIES,
)
from services.supervision.indicators.model.indicator import Indicator, definition
from services.supervision.indicators.model.network_actions import (
    ACTIONS_BY_PARTNER,
    NETWORK_ACTIONS,
)
from services.supervision.indicators.model.partnerships_under_agreement import (
    PARTNERSHIPS_UNDER_AGREEMENT,
)
from services.supervision.indicators.model.valid_declarations import VALID_DECLARATIONS

TOLD_OUTSIDE = (
    *(ACTIVE_PARTNERSHIPS, PARTNERSHIPS_UNDER_AGREEMENT, VALID_DECLARATIONS),
    *(ACTIONS_HELD, VISITS_HELD, INTERVENTIONS_HELD, PLEDGING_COMPANIES),
    *(NETWORK_ACTIONS, *ACTIONS_BY_PARTNER),
)
COVERAGE_CODE = "couverture-de-l-annee"


class Hidden(StrEnum):
    """Why a figure is not told outside the DSDEN; none of these is a zero."""

    SMALL = "Effectif trop faible"
    NOT_TOLD = "Non communiqué hors de la DSDEN"


@dataclass(frozen=True)
class OutsideLine:
    """An indicator as it leaves the DSDEN: of the whole department."""

    code: str
    title: str
    unit: Unit
    told: Told | Hidden
    without: int
    """How many lycées are not in it."""
    definition: str


def coverage_line(table: small_numbers.PublishedRow, without: int) -> OutsideLine:
    """The last line of the table of coverage, as it is told there."""
    told: Figure | Hidden | Untold = Hidden.SMALL
    if table.expected == 0:
        told = Untold.NOTHING
    elif table.expected is not None and table.agreed is not None:
        told = Figure(table.agreed, table.expected)
    return OutsideLine(
        COVERAGE_CODE,
        "Couverture des PFMP de l’année",
        Unit.PERCENT,
        told,
        without,
        "Élèves attendus qui ont un lieu d’accueil confirmé / élèves attendus. Toutes formations "
        "et tous lycées ensemble, comme au tableau de la couverture.",
    )


def line_outside(indicator: Indicator, told: Told | None, without: int) -> OutsideLine:
    """The line of another indicator; `told` is None where it is not told outside."""
    return OutsideLine(
        *(indicator.code, indicator.title, indicator.unit),
        *(Hidden.NOT_TOLD if told is None else told, 0 if told is None else without),
        definition(indicator),
    )
