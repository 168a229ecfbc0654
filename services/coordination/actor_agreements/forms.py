"""Forms of agreements with actors."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel, several
from services.coordination.actor_agreements.model import AgreementDetails
from services.coordination.base.form_pieces import Version, one_line, said

SUBJECT_CHARACTERS_MAX = 200
Subject = Annotated[
    str,
    StringConstraints(max_length=SUBJECT_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]


class AgreementForm(FormModel):
    """An agreement that was signed."""

    subject: Subject = Field(title="Objet")
    signed_on: Day = Field(title="Signée le")
    from_on: Day = Field(title="À partir du")
    until_on: Day | None = Field(default=None, title="Jusqu’au")
    lycees: Annotated[list[Uai], BeforeValidator(several)] = Field(
        default=[], title="Lycées qui signent"
    )

    def details(self) -> AgreementDetails:
        """What was signed."""
        lycees = tuple(dict.fromkeys(self.lycees))
        return AgreementDetails(self.subject, self.signed_on, self.from_on, self.until_on, lycees)


class CorrectedAgreementForm(AgreementForm):
    """An agreement to correct, or to renew."""

    version: Version
