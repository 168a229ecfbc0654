"""Referent teachers (enseignants référents): who follows which pupil during a period, and how many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import Conflict, Invalid

PUPILS_AT_ONCE = 16
"""Pupils one teacher follows at the same time for the same period (Code de l’éducation, D. 124-3; circulaire
n° 2016-053 du 29 mars 2016): a lycée that goes beyond is warned, never stopped."""
NAME_CHARACTERS = 80
NAMED_AT_ONCE_MAX = 100
NAMES_CHARACTERS = 8_000


class NobodyNamed(Invalid):
    """The list of teachers is empty."""

    code = "no-referent-named"
    title = "Écrivez au moins un nom, un par ligne."


class NameTooLong(Invalid):
    """A line is no name."""

    code = "referent-name-too-long"


class TooManyNamed(Invalid):
    """A list is that of one lycée's teachers."""

    code = "too-many-referents"
    title = f"Écrivez {NAMED_AT_ONCE_MAX} noms au plus à la fois\u202f: coupez la liste en deux."


class ReferentFollowsPupils(Conflict):
    """A referent who follows pupils: they are not taken off the list."""

    code = "referent-follows-pupils"
    title = "Cette personne suit encore des élèves\u202f: confiez-les d’abord à quelqu’un d’autre."


class AccountNotThere(Invalid):
    """An account that has no access to the lycée today."""

    code = "referent-account-not-there"
    title = "Ce compte n’a pas d’accès au lycée aujourd’hui."


class AccountsUnknown(Conflict):
    """Accounts nobody can tell of now: none is tied unseen."""

    code = "referent-accounts-unknown"
    title = "Les comptes du lycée ne peuvent pas être lus pour le moment\u202f: réessayez dans un instant."


@dataclass(frozen=True)
class Referent:
    """A teacher of a lycée, for a school year; `account_id` is whom they are at the portal, if said."""

    id: UUID
    uai: Uai
    school_year: SchoolYear
    name: str
    account_id: UUID | None = None


@dataclass(frozen=True)
class Following:
    """The following of a pupil by somebody during a period, or by nobody any more."""

    id: UUID
    uai: Uai
    period_id: UUID
    pupil_year_id: UUID
    referent_id: UUID | None
    version: int


@dataclass(frozen=True)
class Stretch:
    """How many pupils somebody follows during the days of one period."""

    starts_on: date
    ends_on: date
    pupils: int


def most_at_once(stretches: Iterable[Stretch]) -> int:
    """How many pupils somebody follows on the fullest day."""
    known = list(stretches)
    return max(
        (
            sum(one.pupils for one in known if one.starts_on <= day.starts_on <= one.ends_on)
            for day in known
        ),
        default=0,
    )


def same_name(name: str, others: Mapping[UUID, str]) -> UUID | None:
    """Whose name it is, when it is that of one alone; neither case nor spaces tell two apart."""
    found = [one for one, other in others.items() if _plain(other) == _plain(name)]
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def names_of(text: str) -> list[str]:
    """One name a line, each once. Raises NobodyNamed, NameTooLong, TooManyNamed."""
    found: dict[str, None] = {}
    for rank, line in enumerate(text.splitlines(), 1):
        name = " ".join(line.split())
        if len(name) > NAME_CHARACTERS:
            said = f"Ligne {rank}\u202f: un nom a {NAME_CHARACTERS} caractères au plus."
            raise NameTooLong(said, field="names")
        if name:
            found[name] = None
    if not found:
        raise NobodyNamed(field="names")
    if len(found) > NAMED_AT_ONCE_MAX:
        raise TooManyNamed(field="names")
    return list(found)
