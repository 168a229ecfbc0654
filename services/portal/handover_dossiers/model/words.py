"""Words of a hand-over (mots de passation): what a bureau leaves to whoever comes next, subject by subject."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import StaleVersion

TEXT_CHARACTERS_MAX = 6_000


class Subject(StrEnum):
    """What one part of the dossier is about."""

    FIRST = "first"
    YEAR = "year"
    COMPANIES = "companies"
    PROMISED = "promised"
    PEOPLE = "people"
    PLACES = "places"


SUBJECTS: Mapping[Subject, tuple[str, str]] = {
    Subject.FIRST: ("À faire d’abord", "Ce qui n’attend pas\u202f: les deux premières semaines."),
    Subject.PROMISED: (
        "Ce qui a été promis",
        "À qui, quoi, pour quand\u202f: surtout ce qui ne se lit pas dans les échanges.",
    ),
    Subject.COMPANIES: (
        "Entreprises à soigner",
        "Celles qui comptent, comment leur parler, ce qu’il vaut mieux éviter.",
    ),
    Subject.PEOPLE: (
        "Avec qui travailler",
        "Au lycée et dehors\u202f: qui sait quoi, qui décide, qui aide.",
    ),
    Subject.YEAR: (
        "Le rythme de l’année",
        "Les rendez-vous qui reviennent\u202f: forums, jurys, campagnes, conseils.",
    ),
    Subject.PLACES: (
        "Où sont les choses",
        "Dossiers partagés, modèles, clés, abonnements. Jamais de mot de passe.",
    ),
}
"""How each is called and what belongs there, in the order of the page."""


@dataclass(frozen=True)
class HandoverWords:
    """What a lycée's bureau wrote on one subject; `version` 0 and no day: nothing yet."""

    uai: Uai
    subject: Subject
    text: str = ""
    written_at: datetime | None = None
    written_by: UUID | None = None
    version: int = 0

    def written(
        self, version: int, text: str, *, by: UUID | None, now: datetime
    ) -> "HandoverWords":
        """The words with another text. Raises StaleVersion, with what stands."""
        if version != self.version:
            raise StaleVersion(current={"text": self.text, "version": self.version})
        return replace(self, text=text, written_at=now, written_by=by, version=version + 1)
