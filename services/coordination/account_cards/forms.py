"""Forms of big accounts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.coordination.accounts import AccountOutcome, AccountReason, AccountSubject
from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel, several
from services.coordination.accounts.model import TEXT_CHARACTERS_MAX, Decision
from services.coordination.base.form_pieces import Title, Version, said

Text = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]


class FromCompanyForm(FormModel):
    """What the card of a company knows: its name is in no address."""

    company_id: UUID
    company: Title = Field(title="Entreprise")
    uai: Uai | None = None


class AskForm(FromCompanyForm):
    """An arbitration a bureau asks for."""

    reason: AccountReason = Field(title="Motif")
    text: Text = Field(title="Ce que veut votre bureau")


class BeginForm(FormModel):
    """An account the supervisor opens herself."""

    company_id: UUID
    company: Title = Field(title="Entreprise")
    lycees: Annotated[list[Uai], BeforeValidator(several)] = Field(
        default=[], title="Lycées concernés"
    )


class WordForm(FormModel):
    """What a bureau says."""

    uai: Uai | None = None
    text: Text = Field(title="Avis de votre bureau")


class WordBackForm(FormModel):
    """What a bureau said, to take back or to say again."""

    account_word_id: UUID


class RequestForm(FormModel):
    """A request of one’s lycée, to take back or to send again."""

    uai: Uai | None = None


class PartiesForm(FormModel):
    """Lycées it concerns too."""

    lycees: Annotated[list[Uai], BeforeValidator(several)] = Field(title="Lycées concernés")


class LyceeOutForm(FormModel):
    """A lycée it does not concern after all."""

    lycee: Uai = Field(title="Lycée")


class AccountDecisionForm(FormModel):
    """What the supervisor decides."""

    version: Version
    outcome: AccountOutcome = Field(title="Arbitrage")
    lead: Uai | None = Field(default=None, title="Lycée chef de file")
    places: Uai | None = Field(default=None, title="Places de PFMP")
    apprenticeship: Uai | None = Field(default=None, title="Apprentissage")
    tax: Uai | None = Field(default=None, title="Taxe d’apprentissage")
    actions: Uai | None = Field(default=None, title="Interventions et visites")
    equipment: Uai | None = Field(default=None, title="Matériel")
    recruitment: Uai | None = Field(default=None, title="Recrutement de diplômés")
    from_on: Day = Field(title="À partir du")
    review_on: Day | None = Field(default=None, title="À revoir le")
    text: Text = Field(title="En une phrase, pourquoi")

    def shares(self) -> Mapping[AccountSubject, Uai]:
        """The lycée of each subject that has one."""
        found = {subject: getattr(self, subject.value) for subject in AccountSubject}
        return {subject: uai for subject, uai in found.items() if uai is not None}

    def decision(self, decision_id: UUID, now: datetime) -> Decision:
        """What was decided, as it was typed."""
        return Decision(
            id=decision_id,
            outcome=self.outcome,
            from_on=self.from_on,
            text=self.text,
            decided_at=now,
            lead=self.lead,
            shares=self.shares(),
            review_on=self.review_on,
        )


class DecisionBackForm(FormModel):
    """A decision to have hold again."""

    version: Version
    account_decision_id: UUID
