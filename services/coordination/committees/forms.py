"""Forms of a committee, of its members and of its charter."""

import re
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.committees import CommitteeKind
from contracts.identifiers import CommuneCode, Uai
from services.chassis.reference.nomenclatures.towns import UnknownTown, understand
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.actors.forms import Mail
from services.coordination.base.form_pieces import Title, Version, one_line, said
from services.coordination.committees.model import (
    CommitteeDetails,
    MemberDetails,
    MemberFunction,
    Organisation,
)

PERIMETER_CHARACTERS_MAX = 400
LABEL_CHARACTERS_MAX = 60
COMMUNES_CHARACTERS_MAX = 8_000


def _communes(typed: str) -> str:
    """The text, once each name is of a commune. Raises ValueError."""
    for _ in _understood(typed):
        pass
    return typed


def _understood(typed: str) -> Iterator[CommuneCode]:
    """What people type, one a line or after a comma."""
    for name in filter(None, map(str.strip, re.split(r"[\n,;]", typed))):
        try:
            commune = understand(name).commune
        except UnknownTown:
            commune = None
        if commune is None:
            raise ValueError(
                f"«\u00a0{name[:60]}\u00a0» n’est pas une commune connue\u202f: corrigez ce nom, ou écrivez-le "
                "dans le périmètre."
            )
        yield commune


Perimeter = Annotated[
    str, StringConstraints(max_length=PERIMETER_CHARACTERS_MAX), AfterValidator(said)
]
Communes = Annotated[
    str, StringConstraints(max_length=COMMUNES_CHARACTERS_MAX), AfterValidator(_communes)
]
Name = Annotated[
    str, StringConstraints(max_length=120), AfterValidator(said), AfterValidator(one_line)
]
Label = Annotated[
    str,
    StringConstraints(max_length=LABEL_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]


class CommitteeForm(FormModel):
    """A committee."""

    kind: CommitteeKind = Field(title="Nature")
    name: Title = Field(title="Nom")
    perimeter: Perimeter | None = Field(default=None, title="Périmètre")
    communes: Communes | None = Field(default=None, title="Communes")

    def details(self) -> CommitteeDetails:
        """What is known of it."""
        communes = tuple(dict.fromkeys(_understood(self.communes or "")))
        return CommitteeDetails(self.kind, self.name, self.perimeter, communes)


class CorrectedCommitteeForm(CommitteeForm):
    """A committee to correct."""

    version: Version


class MemberForm(FormModel):
    """A member: one organisation, a function, and who sits there if that is told."""

    lycee: Uai | None = Field(default=None, title="Lycée")
    actor_id: UUID | None = Field(default=None, title="Acteur de l’annuaire")
    organisation: Name | None = Field(default=None, title="Autre organisation")
    function: MemberFunction = Field(title="Fonction")
    person: Name | None = Field(default=None, title="Personne")
    mail: Mail | None = Field(default=None, title="Adresse électronique")

    def details(self) -> MemberDetails:
        """The seat. Raises OrganisationUnclear."""
        organisation = Organisation(self.lycee, self.actor_id, self.organisation)
        return MemberDetails(organisation, self.function, self.person, self.mail)


class CorrectedMemberForm(MemberForm):
    """A member to correct."""

    version: Version


class CharterForm(FormModel):
    """A version of the charter that was signed."""

    label: Label = Field(title="Version")
    signed_on: Day = Field(title="Signée le")
