"""What is typed of a declared figure, and of a lycée that is not in yet."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.supervision.declared_figures.model import COUNT_MAX, Declaration, MonthUnknown, Source
from services.supervision.indicators.model import BY_CODE, INDICATORS, of_lycees
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.indicators.model.last_news import LAST_NEWS
from services.supervision.past.model import Month

OFFERED = [one for one in of_lycees(INDICATORS) if one is not LAST_NEWS]
"""What a lycée may declare: days without news are counted here, not told."""
_CODES = frozenset(one.code for one in OFFERED)


def _offered(code: str) -> str:
    if code not in _CODES:
        raise ValueError("Choisissez un indicateur de la liste.")
    return code


Count = Annotated[int, Field(ge=0, le=COUNT_MAX)]
NAME_MAX = 80
Name = Annotated[
    str,
    StringConstraints(min_length=3, max_length=NAME_MAX),
    AfterValidator(lambda text: " ".join(text.split())),
]


class FigureForm(FormModel):
    """A figure a lycée told."""

    version: int | None = None
    lycee: Uai = Field(title="Lycée")
    indicator: Annotated[str, AfterValidator(_offered)] = Field(title="Indicateur")
    month: str = Field(max_length=7, title="Mois")
    numerator: Count = Field(title="Chiffre")
    denominator: Count | None = Field(None, title="Sur combien")
    told_on: date = Field(title="Dit le")
    source: Source = Field(title="Source")

    @property
    def known(self) -> Indicator:
        """The indicator it is of."""
        return BY_CODE[self.indicator]

    def declaration(self) -> Declaration:
        """What is declared. Raises MonthUnknown."""
        month = Month.of_key(self.month)
        if month is None:
            raise MonthUnknown(field="month")
        return Declaration(
            uai=self.lycee,
            indicator=self.indicator,
            month=month,
            numerator=self.numerator,
            denominator=self.denominator,
            told_on=self.told_on,
            source=self.source,
        )


class LyceeForm(FormModel):
    """A lycée that is not in yet."""

    lycee: Uai = Field(title="Numéro UAI")
    name: Name = Field(title="Nom du lycée")


class LyceeRef(FormModel):
    """Which one is named no more."""

    lycee: Uai


class FigureRef(FormModel):
    """Which figure is withdrawn, as it was read."""

    figure_id: UUID
    version: int


class PutBack(FigureRef):
    """Which figure is put back, with the name of its lycée, which may be removed meanwhile."""

    name: Name
