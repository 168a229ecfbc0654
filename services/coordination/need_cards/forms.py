"""Forms of the card of a need: the supervisor's, and those of a bureau that has it."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.coordination.needs import NeedDismissal, NeedKind, NeedOutcome
from contracts.identifiers import Siret, Uai
from services.chassis.web.views.forms import Day, FormModel, several
from services.coordination.actors.forms import Line, TypedCommune
from services.coordination.base.form_pieces import Version, said
from services.coordination.needs.model.assignment import ANSWER_CHARACTERS_MAX
from services.coordination.needs.model.need import SEATS_MAX, NeedDetails

Answer = Annotated[str, StringConstraints(max_length=ANSWER_CHARACTERS_MAX), AfterValidator(said)]
Seats = Annotated[int, Ge(1), Le(SEATS_MAX)]


class NeedVersionForm(FormModel):
    """A decision about a need as it was shown."""

    version: Version


class QualificationForm(NeedVersionForm):
    """What a need is about."""

    kind: NeedKind = Field(title="Nature")
    siret: Siret | None = Field(default=None, title="SIRET")
    commune: TypedCommune | None = Field(default=None, title="Commune")
    formation: Line | None = Field(default=None, title="Formation concernée")
    seats: Seats | None = Field(default=None, title="Nombre")
    wanted_from: Day | None = Field(default=None, title="À partir du")

    def details(self, known: NeedDetails) -> NeedDetails:
        """What is known of it now; the card is that of the number, and another number has another card."""
        return NeedDetails(
            company=known.company,
            text=known.text,
            company_id=known.company_id if self.siret == known.siret else None,
            **self.model_dump(exclude={"version"}),
        )


class RoutingForm(NeedVersionForm):
    """Who is given a need."""

    bureaux: Annotated[list[Uai], BeforeValidator(several)] = Field(default=[], title="Bureaux")
    actor: Line | None = Field(default=None, title="Acteur de l’annuaire")


class HoldingForm(NeedVersionForm):
    """Whom a need is taken back from, or given back to."""

    assignment_id: UUID


class DismissalForm(NeedVersionForm):
    """Why it is no need."""

    reason: NeedDismissal = Field(title="Motif")


class ClosingForm(NeedVersionForm):
    """What came of a need, and what the company is told."""

    outcome: NeedOutcome | None = Field(default=None, title="Issue")
    answer: Answer | None = Field(default=None, title="Réponse à l’entreprise")


class OwnPartForm(FormModel):
    """One's own part of a need."""

    assignment_id: UUID


class TakingForm(OwnPartForm):
    """By when the company has an answer."""

    promised_on: Day = Field(title="Réponse promise pour le")


class AnswerForm(OwnPartForm):
    """What came of it, and what the company is told."""

    outcome: NeedOutcome = Field(title="Issue")
    answer: Answer | None = Field(default=None, title="Réponse à l’entreprise")


class PhoneAnswerForm(NeedVersionForm):
    """What an actor answered by phone, and which day."""

    assignment_id: UUID
    phoned_on: Day = Field(title="Réponse donnée par téléphone le")
    outcome: NeedOutcome = Field(title="Issue")
    answer: Answer | None = Field(default=None, title="Réponse à l’entreprise")
