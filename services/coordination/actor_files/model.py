"""A list of actors somebody brings: its headings, its rows, and what each would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.words import plain
from services.chassis.base.errors import Conflict, Invalid
from services.coordination.actors.model.actor import ActorDetails

ROWS_MAX = 500
CELL_CHARACTERS_MAX = 4_000
HEADING_SEARCH_ROWS = 20
HEADINGS: Mapping[str, str] = {
    "kind": "Nature",
    "name": "Nom",
    "other_names": "Autres noms",
    "commune": "Commune",
    "about": "Présentation",
    "website": "Site",
    "desk": "Service à joindre",
    "phone": "Téléphone",
    "mail": "Adresse électronique",
    "whole_department": "Tout le département",
    "communities": "Intercommunalités",
    "communes": "Communes couvertes",
    "sectors": "Secteurs",
    "trades": "Métiers",
}
"""The columns of a list, as it is taken away; a list that is brought may have them in any order."""
_OTHER_HEADINGS: Mapping[str, str] = {
    "type": "kind",
    "acteur": "name",
    "organisme": "name",
    "sigle": "other_names",
    "ville": "commune",
    "description": "about",
    "site web": "website",
    "service": "desk",
    "tel": "phone",
    "mel": "mail",
    "mail": "mail",
    "email": "mail",
    "courriel": "mail",
    "epci": "communities",
    "communes": "communes",
    "territoire": "communes",
    "secteur": "sectors",
    "branches": "sectors",
    "metier": "trades",
    "code rome": "trades",
}
FIELDS: Mapping[str, str] = {
    **{plain(heading): field for field, heading in HEADINGS.items()},
    **_OTHER_HEADINGS,
}


class ListUnreadable(Invalid):
    """A file in which nothing is a list of actors."""

    code = "actor-list-unreadable"
    title = (
        "Ce fichier n’a pas de colonnes «\u00a0Nom\u00a0» et «\u00a0Nature\u00a0»\u202f: ajoutez-les, ou partez "
        "de la liste emportée depuis l’annuaire."
    )


class ListTooLong(Invalid):
    """A list that has more rows than the directory has actors."""

    code = "actor-list-too-long"
    title = f"Ce fichier a plus de {ROWS_MAX} lignes\u202f: coupez-le en plusieurs."


class ListTooLarge(Invalid):
    """Its texts are longer than what one import carries."""

    code = "actor-list-too-large"
    title = "Ce fichier contient trop de texte pour un seul import\u202f: coupez-le en plusieurs."


class NothingToImport(Invalid):
    """No row of it changes anything."""

    code = "nothing-to-import"
    title = "Rien à importer\u202f: aucune ligne n’ajoute ni ne change un acteur."


class ReliedOnUnknown(Conflict):
    """Actors of whom nobody can say now whether bureaux rely on them: none is removed."""

    code = "actors-relied-on-unknown"
    title = (
        "Le registre des bureaux ne répond pas pour le moment\u202f: rien n’est annulé. "
        "Réessayez dans une minute."
    )


class Staying(StrEnum):
    """Why an actor stays as it is when a list is taken back."""

    RELIED_ON = "relied_on"
    CHANGED = "changed"
    ARCHIVED = "archived"


class ImportUndone(Conflict):
    """An import that was taken back before."""

    code = "actor-import-undone"
    title = "Cet import est déjà annulé"


@dataclass(frozen=True)
class ListRow:
    """One row of a list: its number, and what it says, by field."""

    line: int
    cells: Mapping[str, str]


class Outcome(StrEnum):
    """What a row does."""

    NEW = "new"
    DIFFERS = "differs"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """A row, and what importing it does; an empty cell changes nothing."""

    line: int
    name: str
    outcome: Outcome
    details: ActorDetails | None = None
    actor_id: UUID | None = None
    version: int = 0
    changed: Sequence[str] = ()
    """The headings of what it changes."""
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Corrected:
    """An actor an import corrected: what it said before, and the version it has since."""

    actor_id: UUID
    version: int
    before: Mapping[str, Any]


@dataclass(frozen=True)
class ActorImport:
    """A list that was imported, as long as it may be taken back."""

    id: UUID
    imported_at: datetime
    added: Sequence[UUID]
    corrected: Sequence[Corrected]
    undone_at: datetime | None = None
    staying: Mapping[UUID, Staying] = field(default_factory=dict)
    """Of what stayed as it is when it was taken back, why."""

    @property
    def back(self) -> int:
        """How many actors were put back as before."""
        return len(self.added) + len(self.corrected) - len(self.staying)


Tables = Sequence[Sequence[tuple[int, Sequence[str]]]]


def rows_of(tables: Tables) -> Sequence[ListRow]:
    """The rows of the first table that has a name and a kind. Raises ListUnreadable, ListTooLong."""
    found = rows_under(tables, FIELDS, needs=frozenset({"name", "kind"}))
    if found is None:
        raise ListUnreadable(field="file")
    return found


def rows_under(
    tables: Tables, named: Mapping[str, str], *, needs: frozenset[str]
) -> Sequence[ListRow] | None:
    """The rows of the first table under the headings `needs`, None where there is none. Raises ListTooLong."""
    for table in tables:
        for at, (_, cells) in enumerate(table[:HEADING_SEARCH_ROWS]):
            fields = _fields(cells, named)
            if needs <= set(fields.values()):
                return _read(table[at + 1 :], fields)
    return None


def _fields(cells: Sequence[str], named: Mapping[str, str]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for at, heading in enumerate(cells):
        field = named.get(plain(heading))
        if field and field not in found.values():
            found[at] = field
    return found


def _read(
    rows: Sequence[tuple[int, Sequence[str]]], fields: Mapping[int, str]
) -> Sequence[ListRow]:
    found = []
    for line, cells in rows:
        said = {
            field: _bare(cells[at])[:CELL_CHARACTERS_MAX]
            for at, field in fields.items()
            if at < len(cells) and _bare(cells[at])
        }
        if said:
            found.append(ListRow(line, said))
    if len(found) > ROWS_MAX:
        raise ListTooLong(field="file")
    return found


def _bare(cell: str) -> str:
    """A cell without what keeps a spreadsheet from reading it as a formula or a quantity."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text[1:].strip() if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text
