"""A list of people somebody brings: its headings, and what each row would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.words import plain
from services.chassis.base.errors import Invalid
from services.coordination.actor_files.model import ListRow, Outcome, Tables, rows_under
from services.coordination.actor_people.model import PersonDetails

HEADINGS: Mapping[str, str] = {
    "actor": "Acteur",
    "name": "Nom et prénom",
    "function": "Fonction",
    "purpose": "Pour quoi la joindre",
    "phone": "Téléphone",
    "mail": "Adresse électronique",
    "informed_by": "Prévenue",
    "informed_on": "Prévenue le",
}
"""The columns of a list, as it is taken away; a list that is brought may have them in any order."""
_OTHER_HEADINGS: Mapping[str, str] = {
    "organisme": "actor",
    "structure": "actor",
    "nom": "name",
    "personne": "name",
    "motif": "purpose",
    "tel": "phone",
    "mel": "mail",
    "mail": "mail",
    "email": "mail",
    "courriel": "mail",
    "prevenu": "informed_by",
    "prevenu le": "informed_on",
}
FIELDS: Mapping[str, str] = {
    **{plain(heading): field for field, heading in HEADINGS.items()},
    **_OTHER_HEADINGS,
}


class PeopleUnreadable(Invalid):
    """A file in which nothing is a list of people."""

    code = "people-list-unreadable"
    title = (
        "Ce fichier n’a pas de colonnes «\u00a0Acteur\u00a0» et «\u00a0Nom et prénom\u00a0»\u202f: ajoutez-les, "
        "ou partez de la liste emportée depuis l’annuaire."
    )


class NobodyToImport(Invalid):
    """No row of it changes anything."""

    code = "nobody-to-import"
    title = "Rien à importer\u202f: aucune ligne n’ajoute ni ne change une personne."


@dataclass(frozen=True)
class PersonVerdict:
    """A row, and what importing it does; an empty cell changes nothing."""

    line: int
    actor: str
    name: str
    outcome: Outcome
    details: PersonDetails | None = None
    actor_id: UUID | None = None
    person_id: UUID | None = None
    version: int = 0
    changed: Sequence[str] = ()
    """The headings of what it changes."""
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class CorrectedPerson:
    """A person an import corrected: what was known before, and the version there is since."""

    person_id: UUID
    version: int
    before: Mapping[str, Any]


class Staying(StrEnum):
    """Why somebody stays as they are when a list is taken back."""

    MET = "met"
    HAS_ACCESS = "has_access"
    CHANGED = "changed"
    AWAY = "away"
    ERASED = "erased"
    ADDRESS_REFUSED = "address_refused"


@dataclass(frozen=True)
class PeopleImport:
    """A list that was imported, as long as it may be taken back."""

    id: UUID
    imported_at: datetime
    added: Sequence[UUID]
    corrected: Sequence[CorrectedPerson]
    undone_at: datetime | None = None
    staying: Mapping[UUID, Staying] = field(default_factory=dict)
    """Of whom stayed as they are when it was taken back, why."""

    @property
    def back(self) -> int:
        """How many people were put back as before."""
        return len(self.added) + len(self.corrected) - len(self.staying)


def people_rows(tables: Tables) -> Sequence[ListRow]:
    """The rows of the first table that has an actor and a name. Raises PeopleUnreadable, ListTooLong."""
    found = rows_under(tables, FIELDS, needs=frozenset({"actor", "name"}))
    if found is None:
        raise PeopleUnreadable(field="file")
    return found
