"""Forms of an actor of the network."""

import re
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.coordination.actors import ActorKind
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import CommuneCode, Siren
from services.chassis.reference.nomenclatures.communities import communities
from services.chassis.reference.nomenclatures.towns import UnknownTown, town_text, understand
from services.chassis.reference.nomenclatures.trades import trade_typed, understand_trade
from services.chassis.web.views.forms import FormModel, several
from services.coordination.actors.model.actor import ActorDetails
from services.coordination.actors.model.perimeter import SECTORS, Perimeter
from services.coordination.base.form_pieces import Link, Title, Version, one_line
from services.coordination.base.text import without_controls

MAIL_ADVICE = "Écrivez une adresse complète, par exemple accueil@clee.example."
PHONE_ADVICE = "Écrivez les dix chiffres du numéro, par exemple 05 36 49 00 00."
COMMUNE_ADVICE = (
    "Cette commune n’est pas connue\u202f: écrivez son nom entier, laissez vide, ou écrivez son code "
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


def _pieces(typed: str) -> Iterator[str]:
    """What people type in a long field, one a line or after a semicolon."""
    yield from filter(None, map(str.strip, re.split(r"[\n;]", typed)))


def understood_communes(typed: str) -> Iterator[CommuneCode]:
    """The communes of a text. Raises ValueError."""
    for piece in _pieces(typed.replace(",", "\n")):
        try:
            commune = understand(piece).commune
        except UnknownTown:
            commune = None
        if commune is None:
            raise ValueError(
                f"«\u00a0{piece[:60]}\u00a0» n’est pas une commune connue\u202f: corrigez ce nom, ou "
                "choisissez une intercommunalité."
            )
        yield commune


def understood_trades(typed: str) -> Iterator[RomeCode]:
    """The trades of a text. Raises ValueError."""
    for piece in _pieces(typed):
        code = understand_trade(piece).code
        if code is None:
            raise ValueError(
                f"«\u00a0{piece[:60]}\u00a0» ne dit pas un seul métier du ROME\u202f: écrivez son nom "
                "entier ou son code, par exemple F1602, ou choisissez un secteur."
            )
        yield RomeCode(code)


def _communes(typed: str) -> str:
    list(understood_communes(typed))
    return typed


def _trades(typed: str) -> str:
    list(understood_trades(typed))
    return typed


def _community(code: Siren) -> Siren:
    if code not in communities():
        raise ValueError("Cette intercommunalité n’est pas de la liste.")
    return code


def _sector(letter: str) -> str:
    if letter not in SECTORS:
        raise ValueError("Ce secteur n’est pas de la liste.")
    return letter


LIST_CHARACTERS_MAX = 4_000
Many = StringConstraints(max_length=LIST_CHARACTERS_MAX)
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

    whole_department: bool = Field(default=False, title="Tout le département")
    communities: Annotated[
        list[Annotated[Siren, AfterValidator(_community)]], BeforeValidator(several)
    ] = Field(default=[], title="Intercommunalités")
    communes: Annotated[str, Many, AfterValidator(_communes)] | None = Field(
        default=None, title="Communes"
    )
    sectors: Annotated[list[Annotated[str, AfterValidator(_sector)]], BeforeValidator(several)] = (
        Field(default=[], title="Secteurs")
    )
    trades: Annotated[str, Many, AfterValidator(_trades)] | None = Field(
        default=None, title="Métiers"
    )
    campus_id: UUID | None = Field(default=None, title="Campus des métiers")

    def details(self) -> ActorDetails:
        """The details of the actor."""
        known = set(ActorDetails.__dataclass_fields__) - {"perimeter"}
        return ActorDetails(**self.model_dump(include=known), perimeter=self.perimeter())

    def perimeter(self) -> Perimeter:
        """Where it works, and what for."""
        return Perimeter(
            whole_department=self.whole_department,
            communities=tuple(dict.fromkeys(self.communities)),
            communes=tuple(dict.fromkeys(understood_communes(self.communes or ""))),
            sectors=tuple(dict.fromkeys(self.sectors)),
            trades=tuple(dict.fromkeys(understood_trades(self.trades or ""))),
            campus_id=self.campus_id,
        )


class CorrectedActorForm(ActorForm):
    """An actor to correct."""

    version: Version


def typed_values(details: ActorDetails) -> dict[str, Any]:
    """What is known of an actor as a form holds it: communes and trades as people write them."""
    known = {name: value for name, value in vars(details).items() if name != "perimeter"}
    covered = details.perimeter
    return {
        **known,
        "commune": town_text(details.commune, None),
        "whole_department": covered.whole_department or None,
        "communities": list(covered.communities),
        "communes": "\n".join(town_text(one, None) for one in covered.communes),
        "sectors": list(covered.sectors),
        "trades": "\n".join(trade_typed(one) or one for one in covered.trades),
        "campus_id": covered.campus_id,
    }
