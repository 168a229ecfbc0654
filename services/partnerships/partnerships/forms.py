"""What the pages of partnerships send."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import PartnershipScope, PartnershipStage
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.base.forms import Version
from services.partnerships.partnerships.model.agreement_asked import AgreementAsked
from services.partnerships.partnerships.model.partnership import (
    SIGNATORY_CHARACTERS_MAX,
    Agreement,
    PartnershipAct,
)

Back = Literal["tableau", "fiche"]
"""The page a change was asked from: one goes back there."""
AGREEMENT_ACTS = frozenset(
    {PartnershipAct.DRAFT, PartnershipAct.SIGN, PartnershipAct.RENEW, PartnershipAct.CORRECT}
)


def _of_agreements(act: PartnershipAct) -> PartnershipAct:
    if act not in AGREEMENT_ACTS:
        raise ValueError("Choisissez ce qui est fait de la convention.")
    return act


Scopes = Annotated[list[PartnershipScope], BeforeValidator(several)]
Signatory = Annotated[str, StringConstraints(max_length=SIGNATORY_CHARACTERS_MAX)]


class PartnershipForm(FormModel):
    """A partnership to open."""

    uai: Uai | None = None
    scopes: Scopes = Field(default=[], title="Objets")


class ScopesForm(FormModel):
    """What a partnership is about."""

    version: Version
    scopes: Scopes = Field(default=[], title="Objets")


class ChangeForm(FormModel):
    """A change, and where it was asked: on the board with these filters, or on the page of one."""

    version: Version
    back: Back = "fiche"
    objet: PartnershipScope | None = None
    convention: AgreementAsked | None = None

    def asked_on(self) -> dict[str, str]:
        """Where one goes back to, as the form that undoes the change sends it."""
        filters = {"objet": self.objet, "convention": self.convention}
        return {"back": self.back, **{name: code.value for name, code in filters.items() if code}}


class MoveForm(ChangeForm):
    """The stage a partnership goes to."""

    to: PartnershipStage = Field(title="Étape")


class TakeBackForm(ChangeForm):
    """The change to take back: the one that made this version."""


class AgreementForm(FormModel):
    """What is noted of the formal agreement."""

    version: Version
    act: Annotated[PartnershipAct, AfterValidator(_of_agreements)] = Field(title="Convention")
    signed_on: Day | None = Field(default=None, title="Signée le")
    until_on: Day | None = Field(default=None, title="Valable jusqu’au")
    signatory_id: UUID | None = Field(default=None, title="Signataire de l’entreprise")
    signed_for_lycee: Signatory | None = Field(default=None, title="Signataire du lycée")

    def agreement(self) -> Agreement:
        """What is noted; its state follows from the act."""
        return Agreement(
            signed_on=self.signed_on,
            until_on=self.until_on,
            signatory_id=self.signatory_id,
            signed_for_lycee=self.signed_for_lycee,
        )
