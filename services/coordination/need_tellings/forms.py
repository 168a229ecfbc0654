"""The form of a need that is noted for a company."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.needs import NeedKind, NeedSource
from contracts.identifiers import Siret, Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.actors.forms import Line, Mail, Phone, TypedCommune
from services.coordination.base.form_pieces import Title, said
from services.coordination.need_cards.forms import Seats
from services.coordination.needs.model.need import TEXT_CHARACTERS_MAX, NeedDetails, Requester

Told = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]
Way = Literal[NeedSource.MAIL, NeedSource.PHONE, NeedSource.MEETING]


class ForCompanyForm(FormModel):
    """The company a need is noted for, as its card knows it."""

    company_id: UUID | None = None
    company: Title | None = Field(default=None, title="Entreprise")
    siret: Siret | None = Field(default=None, title="SIRET")


class NewNeedForm(FormModel):
    """A need to note."""

    uai: Uai | None = None
    company_id: UUID | None = None
    source: Way = Field(title="Comment vous l’avez su")
    kind: NeedKind = Field(title="Nature")
    company: Title = Field(title="Entreprise")
    siret: Siret | None = Field(default=None, title="SIRET")
    commune: TypedCommune | None = Field(default=None, title="Commune")
    text: Told = Field(title="Ce qui est demandé")
    formation: Line | None = Field(default=None, title="Formation concernée")
    seats: Seats | None = Field(default=None, title="Nombre")
    wanted_from: Day | None = Field(default=None, title="À partir du")
    requester_name: Line | None = Field(default=None, title="Personne à qui répondre")
    requester_mail: Mail | None = Field(default=None, title="Son adresse électronique")
    requester_phone: Phone | None = Field(default=None, title="Son téléphone")

    def details(self) -> NeedDetails:
        """What is asked."""
        return NeedDetails(**self.model_dump(include=set(NeedDetails.__dataclass_fields__)))

    def requester(self) -> Requester:
        """Whom to answer."""
        return Requester(self.requester_name, self.requester_mail, self.requester_phone)
