"""The lycée's own text of the agreement (modèle de convention), voted by its board."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion
from services.internships.agreement_models.model.agreement_fields import (
    AgreementField,
    UnknownField,
    known_field,
    unknown_fields,
)

NAME_CHARACTERS_MAX = 120
MODELS_MAX = 60


class VoteInTheFuture(Invalid):
    """A text is used once it was voted."""

    code = "vote-in-the-future"
    title = "La date du vote ne peut pas être dans le futur."


class FormationNotYours(Invalid):
    """The formation is another lycée's, or is there no more."""

    code = "formation-not-yours"
    title = "Choisissez une formation de ce lycée."


class TooManyModels(Conflict):
    """A few texts a year, not a store of files."""

    code = "too-many-models"
    title = f"Il y a déjà {MODELS_MAX} modèles\u202f: supprimez-en un d’abord."


class ModelInUse(Conflict):
    """What agreements are printed with is not thrown away."""

    code = "model-in-use"
    title = "Ce modèle sert aux conventions\u202f: choisissez-en un autre d’abord, ou cessez de l’utiliser."


class ModelMissing(Conflict):
    """No text of the lycée was brought for this formation."""

    code = "agreement-model-missing"
    title = (
        "Aucun modèle Word ne sert à cette formation\u202f: envoyez le vôtre (Modèles de convention), ou"
        " imprimez le modèle PDF de Passerelle."
    )


@dataclass(eq=False)
class AgreementModel:
    """One text, without its bytes; `formation_id` is None when it is for all formations."""

    id: UUID
    uai: Uai
    name: str
    formation_id: UUID | None
    voted_on: date
    fields: tuple[str, ...]
    """The fields as they were typed in it."""
    size: int
    added_at: datetime
    replaced_at: datetime | None = None
    """Since when it serves no more; None while agreements are printed with it."""
    version: int = 1
    known: frozenset[AgreementField] = field(init=False)

    def __post_init__(self) -> None:
        """What of its fields is known."""
        found = (known_field(typed) for typed in self.fields)
        self.known = frozenset(one for one in found if one)

    @property
    def in_use(self) -> bool:
        """Whether agreements are printed with it."""
        return self.replaced_at is None

    @property
    def unknown(self) -> list[UnknownField]:
        """The fields nothing is known of: they are blank lines on paper."""
        return list(unknown_fields(self.fields))

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(
                "Quelqu’un d’autre a agi sur ce modèle entre-temps.",
                current={"version": self.version},
            )

    def serve(self) -> None:
        """Print agreements with it."""
        self.replaced_at = None
        self.version += 1

    def cease(self, now: datetime) -> None:
        """Print agreements with it no more."""
        self.replaced_at = self.replaced_at or now
        self.version += 1


def kept_name(name: str) -> str:
    """The name of a file without its folders, its end and what breaks a header or a page."""
    bare = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    printable = "".join(c if c.isprintable() and c not in '"<>' else " " for c in bare)
    return " ".join(printable.split())[:NAME_CHARACTERS_MAX] or "Convention"


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
