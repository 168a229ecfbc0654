"""What the forms about referent teachers send."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from contracts.identifiers import SchoolYear, Uai
from services.chassis.web.views.forms import FormModel
from services.internships.referents.model import NAMES_CHARACTERS

PAIR = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"
Pair = Annotated[str, Field(pattern=PAIR)]
"""A pupil, and who follows them: nobody when nothing is said."""
CLASS_PUPILS_MAX = 200


class NamesForm(FormModel):
    """Names of teachers, one a line; `annee` is the school year shown."""

    uai: Uai | None = None
    annee: SchoolYear | None = None
    names: Annotated[str, Field(max_length=NAMES_CHARACTERS)] = Field(title="Enseignants")


class AccountForm(FormModel):
    """Which account a teacher has, none when nothing is said; `annee` is the school year shown."""

    annee: SchoolYear | None = None
    referent_id: UUID = Field(title="Enseignant")
    account_id: UUID | None = Field(default=None, title="Compte")


class ReferentsForm(FormModel):
    """Who follows each pupil of a class; `shown` is who did when the page was made."""

    class_id: UUID
    shown: Annotated[list[Pair], Field(max_length=CLASS_PUPILS_MAX)]
    chosen: Annotated[list[Pair], Field(max_length=CLASS_PUPILS_MAX)]
    rest: UUID | None = Field(default=None, title="Tous ceux qui n’ont personne")


def by_pupil(pairs: list[str]) -> dict[UUID, UUID | None]:
    """What pairs say."""
    parts = [pair.split(":") for pair in pairs]
    return {UUID(pupil): UUID(referent) if referent else None for pupil, referent in parts}
