"""Forms of an actor of the network."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.identifiers import CommuneCode
from services.chassis.reference.nomenclatures.towns import understand
from services.chassis.web.views.forms import FormModel
from services.coordination.actors.model import ActorDetails, ActorKind
from services.coordination.base.form_pieces import Link, Title, Version, one_line
from services.coordination.base.text import without_controls

MAIL_ADVICE = "Écrivez une adresse complète, par exemple accueil@clee.example."
PHONE_ADVICE = "Écrivez les dix chiffres du numéro, par exemple 05 36 49 00 00."
COMMUNE_ADVICE = (
    "Cette commune n’est pas dans la liste\u202f: choisissez-en une, laissez vide, ou écrivez son code "
    "INSEE, par exemple «\u00a0INSEE 31555\u00a0» pour Toulouse."
)
_MAIL = re.compile(r"[^@\s<>\"]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def _mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise ValueError(MAIL_ADVICE)
    return text


def _phone(text: str) -> str:
    digits = re.sub(r"[\s.\-]", "", re.sub(r"^\+33\s*(\(0\))?\s*", "0", text))
    if not re.fullmatch(r"0[1-9][0-9]{8}", digits):
        raise ValueError(PHONE_ADVICE)
    return digits


def _commune(typed: str) -> CommuneCode:
    commune = understand(typed).commune
    if commune is None:
        raise ValueError(COMMUNE_ADVICE)
    return commune


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(one_line)]
About = Annotated[str, StringConstraints(max_length=1_000), AfterValidator(without_controls)]
Mail = Annotated[str, StringConstraints(max_length=200), AfterValidator(_mail)]
Phone = Annotated[str, StringConstraints(max_length=30), AfterValidator(_phone)]
TypedCommune = Annotated[CommuneCode, BeforeValidator(_commune)]


class ActorForm(FormModel):
    """An actor of the network."""

    kind: ActorKind = Field(title="Nature")
    name: Title = Field(title="Nom")
    other_names: Line | None = Field(default=None, title="Autres noms")
    commune: TypedCommune | None = Field(default=None, title="Commune")
    about: About | None = Field(default=None, title="Présentation")
    website: Link | None = Field(default=None, title="Site")
    desk: Line | None = Field(default=None, title="Service à joindre")
    mail: Mail | None = Field(default=None, title="Adresse électronique")
    phone: Phone | None = Field(default=None, title="Téléphone")

    def details(self) -> ActorDetails:
        """What is known of it."""
        return ActorDetails(**self.model_dump(include=set(ActorDetails.__dataclass_fields__)))


class CorrectedActorForm(ActorForm):
    """An actor to correct."""

    version: Version
