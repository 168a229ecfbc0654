"""Forms of training signals: the trade is found by words, and chosen where several have them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from contracts.coordination.training_offer import (
    RomeCode,
    SignalKind,
    SignalSource,
    SignalStrength,
)
from contracts.identifiers import CommuneCode, Mef, Naf, Siren, Uai
from services.chassis.reference.nomenclatures.communities import communities
from services.chassis.reference.nomenclatures.trades import (
    UnderstoodTrade,
    trades,
    understand_trade,
)
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import Title, Version, said
from services.coordination.training_signals.model import TEXT_CHARACTERS_MAX, SignalFacts

UNKNOWN = (
    "Aucun métier du ROME n’a ces mots\u202f: essayez-en d’autres («\u00a0soudeur\u00a0» plutôt que "
    "«\u00a0soudage\u00a0»), ou écrivez son code, par exemple F1602."
)
SEVERAL = "Choisissez sous le champ le métier dont il s’agit, ou essayez d’autres mots."
MANY = "Beaucoup de métiers ont ces mots\u202f: ajoutez-en un, ou choisissez sous le champ."
ELSEWHERE = (
    "Cette intercommunalité n’est pas de la liste\u202f: choisissez-en une, ou laissez vide."
)

Sentence = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]


def understood(typed: str) -> UnderstoodTrade:
    """What was typed for a trade, understood."""
    return understand_trade(typed)


def _chosen(code: RomeCode) -> RomeCode:
    if code not in trades():
        raise ValueError(UNKNOWN)
    return code


def _known(code: Siren) -> Siren:
    if code not in communities():
        raise ValueError(ELSEWHERE)
    return code


Chosen = Annotated[RomeCode, AfterValidator(_chosen)]
Territory = Annotated[Siren, AfterValidator(_known)]


class FromExchangeForm(FormModel):
    """What the card of a company knows of an exchange: no sentence, which is typed afterwards."""

    company_id: UUID
    company: Title = Field(title="Entreprise")
    commune: CommuneCode | None = None
    naf: Naf | None = None
    exchange_id: UUID | None = None
    told_on: date | None = None
    uai: Uai | None = None


class SignalForm(FormModel):
    """A training signal to note."""

    uai: Uai | None = None
    company_id: UUID | None = None
    naf: Naf | None = None
    """What the company does: its trades are offered first, and nothing of it is kept."""
    exchange_id: UUID | None = None
    chosen: Chosen | None = Field(default=None, title="Métier dont il s’agit")
    rome: RomeCode = Field(title="Métier")
    kind: SignalKind = Field(title="Ce qui est dit")
    strength: SignalStrength = Field(title="Force")
    source: SignalSource = Field(title="Qui le dit")
    told_on: Day = Field(title="Dit le")
    text: Sentence = Field(title="Ce qui a été dit")
    company: Title | None = Field(default=None, title="Entreprise")
    territory: Territory | None = Field(default=None, title="Territoire")
    mef: Mef | None = Field(default=None, title="Formation concernée")

    @field_validator("rome", mode="before")
    @classmethod
    def _meant(cls, typed: object, info: ValidationInfo) -> object:
        """The trade that was chosen among those its words offer, or else the one the words mean."""
        if not isinstance(typed, str):
            return typed
        meant = understood(typed)
        chosen = info.data.get("chosen")
        if chosen in dict(meant.offered):
            return chosen
        if meant.code is None:
            raise ValueError(MANY if meant.more else SEVERAL if meant.offered else UNKNOWN)
        return meant.code

    def facts(self) -> SignalFacts:
        """What was noted."""
        kept: dict[str, Any] = self.model_dump(include=set(SignalFacts.__dataclass_fields__))
        if self.company is None:
            # Who takes its name away has said that it was not this company.
            kept |= {"company_id": None, "exchange_id": None}
        return SignalFacts(**kept)


class CorrectedSignalForm(SignalForm):
    """A training signal to correct."""

    version: Version
