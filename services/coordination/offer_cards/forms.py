"""Forms of a file of the training offer."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.coordination.offer_files import OfferBody, OfferChange, OfferOpinion, OfferStage
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import Mef, SchoolYear, Siren, Uai
from services.chassis.reference.nomenclatures.communities import communities
from services.chassis.reference.nomenclatures.trades import trades, trades_called
from services.chassis.web.views.forms import Day, FormModel, several
from services.coordination.base.form_pieces import Version, one_line
from services.coordination.base.text import without_controls
from services.coordination.offer_files.model.offer_file import (
    CAPACITY_MAX,
    REASON_CHARACTERS_MAX,
    REFERENCE_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    TRADES_MAX,
    Amount,
    FormationMissing,
    OfferFacts,
    Opinion,
)
from services.coordination.offer_files.model.states import OfferAction

SIGNALS_AT_ONCE = 50
TERRITORY_ADVICE = "Choisissez un territoire de la liste."


def _codes(typed: str) -> str:
    """The codes of the trades that are meant, one a line: by its code, or by words of its label. Raises ValueError."""
    lines = [line.strip() for line in typed.replace(";", "\n").splitlines() if line.strip()]
    if len(lines) > TRADES_MAX:
        raise ValueError(f"Indiquez au plus {TRADES_MAX} métiers.")
    return "\n".join(dict.fromkeys(_code(line) for line in lines))


def _code(line: str) -> RomeCode:
    try:
        code = RomeCode(line[:5])
    except ValueError:
        found = trades_called(line, limit=2)
        if len(found) != 1:
            how = "Plusieurs métiers ont" if found else "Aucun métier n’a"
            raise ValueError(
                f"{how} ces mots\u202f: «\u00a0{line[:60]}\u00a0». Écrivez son code ROME, par exemple F1602."
            ) from None
        return RomeCode(found[0][0])
    if code not in trades():
        raise ValueError(f"Le code {code} n’est pas dans le répertoire des métiers (ROME).")
    return code


def _known_territory(code: Siren) -> Siren:
    if code not in communities():
        raise ValueError(TERRITORY_ADVICE)
    return code


Capacity = Annotated[int, Ge(0), Le(CAPACITY_MAX)]
Label = Annotated[str, StringConstraints(max_length=200), AfterValidator(one_line)]
Reference = Annotated[
    str, StringConstraints(max_length=REFERENCE_CHARACTERS_MAX), AfterValidator(one_line)
]
Text = Annotated[
    str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(without_controls)
]
Reason = Annotated[
    str, StringConstraints(max_length=REASON_CHARACTERS_MAX), AfterValidator(without_controls)
]
Trades = Annotated[str, AfterValidator(_codes)]
Territory = Annotated[Siren, AfterValidator(_known_territory)]


class FileForm(FormModel):
    """A file to prepare."""

    change: OfferChange = Field(title="Type de demande")
    lycee: Uai = Field(title="Lycée")
    effect_year: SchoolYear = Field(title="Rentrée")
    mef: Mef | None = Field(default=None, title="Formation du réseau")
    formation: Label | None = Field(default=None, title="Nouvelle formation")
    diploma: Label | None = Field(default=None, title="Diplôme")
    trades: Trades = Field(default="", title="Métiers")
    territory: Territory | None = Field(default=None, title="Territoire")
    capacity_now: Capacity | None = Field(default=None, title="Capacité actuelle")
    capacity_wanted: Capacity | None = Field(default=None, title="Capacité demandée")
    reference: Reference | None = Field(default=None, title="Numéro dans Orion")
    text: Text | None = Field(default=None, title="Pourquoi")
    asked: Text | None = Field(default=None, title="Ce qui est demandé au groupe de travail")

    def facts(self, label: str | None) -> OfferFacts:
        """What is asked; `label`: how the network calls the formation. Raises FormationMissing."""
        formation = self.formation or label
        if formation is None:
            raise FormationMissing(field="formation")
        trades = tuple(map(RomeCode, self.trades.split()))
        known = self.model_dump(exclude={"version", "formation", "trades"})
        return OfferFacts(**known, formation=formation, trades=trades)


class ChangedFileForm(FileForm):
    """A file to correct."""

    version: Version


class MoveForm(FormModel):
    """A move of a file; `capacity` and `year`: what a correction after the vote says."""

    version: Version
    action: OfferAction = Field(title="Ce qui change")
    moved_on: Day = Field(title="Le")
    reason: Reason | None = Field(default=None, title="Motif")
    capacity: Capacity | None = Field(default=None, title="Nouvelle capacité")
    year: SchoolYear | None = Field(default=None, title="Nouvelle rentrée")

    def amount(self) -> Amount:
        """What a correction says."""
        return Amount(self.capacity, self.year)


class OpinionForm(FormModel):
    """What a body said."""

    body: OfferBody = Field(title="Instance")
    stage: OfferStage = Field(title="Rang de l’avis")
    opinion: OfferOpinion = Field(title="Avis")
    given_on: Day = Field(title="Donné le")
    text: Reason | None = Field(default=None, title="Réserves et remarques")

    def noted(self, opinion_id: UUID, file_id: UUID, *, now: datetime) -> Opinion:
        """The opinion as it is noted."""
        on: date = self.given_on
        return Opinion(opinion_id, file_id, self.body, self.stage, self.opinion, on, self.text, now)


class OpinionOfFileForm(FormModel):
    """An opinion that was noted."""

    opinion_id: UUID


class SignalsForm(FormModel):
    """Signals to attach."""

    signal_ids: Annotated[list[UUID], BeforeValidator(several)] = Field(
        default=[], max_length=SIGNALS_AT_ONCE, title="Signaux"
    )


class SignalForm(FormModel):
    """A signal that is attached."""

    signal_id: UUID


class CitationForm(SignalForm):
    """Whether its sentence is in the note."""

    cited: bool = False
