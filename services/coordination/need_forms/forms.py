"""The form a company tells a need with."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.needs import NeedKind
from contracts.identifiers import Siret
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.actors.forms import Line, Mail, Phone, TypedCommune
from services.coordination.base.form_pieces import Title, said
from services.coordination.needs.model.need import (
    SEATS_MAX,
    TEXT_CHARACTERS_MAX,
    NeedDetails,
    Requester,
)

TICKET_CHARACTERS_MAX = 120

Words = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]
Hidden = Annotated[str, StringConstraints(max_length=TICKET_CHARACTERS_MAX)]


class NeedForm(FormModel):
    """What a company asks, and who to answer.

    `ticket` and `work` come with the page; `fax` is seen by nobody: who fills it is no person.
    """

    kind: NeedKind = Field(title="Votre besoin")
    text: Words = Field(title="Expliquez-nous")
    company: Title = Field(title="Entreprise")
    siret: Siret | None = Field(default=None, title="SIRET")
    commune: TypedCommune | None = Field(default=None, title="Commune")
    formation: Line | None = Field(default=None, title="Formation ou métier")
    seats: Annotated[int, Ge(1), Le(SEATS_MAX)] | None = Field(
        default=None, title="Combien de personnes ou de places"
    )
    wanted_from: Day | None = Field(default=None, title="À partir du")
    name: Line | None = Field(default=None, title="Votre nom")
    mail: Mail = Field(title="Votre adresse électronique")
    phone: Phone | None = Field(default=None, title="Votre téléphone")
    ticket: Hidden = Field(default="", title="Page")
    work: Hidden = Field(default="", title="Page")
    fax: str = Field(default="", title="Fax")

    def details(self) -> NeedDetails:
        """What is asked."""
        return NeedDetails(
            kind=self.kind,
            company=self.company,
            text=self.text,
            siret=self.siret,
            commune=self.commune,
            formation=self.formation,
            seats=self.seats,
            wanted_from=self.wanted_from,
        )

    def requester(self) -> Requester:
        """Who to answer."""
        return Requester(self.name, self.mail, self.phone)
