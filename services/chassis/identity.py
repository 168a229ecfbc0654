"""Who asks: an account and the roles it holds, each for a lycée or for the department."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from contracts.identifiers import Uai


class Role(StrEnum):
    """What an account may be; the tables of permissions say what each may do."""

    RBDE = "rbde"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """French title, as shown beside the name."""
        return _LABELS[self]

    @property
    def department_wide(self) -> bool:
        """Whether the role is held for the department instead of a lycée."""
        return self in _OF_THE_DEPARTMENT


_LABELS = {
    Role.RBDE: "Responsable de bureau",
    Role.HEAD: "Chef d’établissement",
    Role.SUPERVISOR: "Superviseur départemental",
    Role.OPERATOR: "Exploitation technique",
}
_OF_THE_DEPARTMENT = frozenset({Role.SUPERVISOR, Role.OPERATOR})


@dataclass(frozen=True)
class Grant:
    """One role, for one lycée (`uai`, and its name as shown), or for the department."""

    role: Role
    uai: Uai | None = None
    lycee: str | None = None


@dataclass(frozen=True)
class Identity:
    """A signed-in account."""

    account_id: UUID
    display_name: str
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held somewhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def lycees(self) -> dict[Uai, str]:
        """The lycées the account works for, with their names, in order of name."""
        named = {grant.uai: grant.lycee or grant.uai for grant in self.grants if grant.uai}
        return dict(sorted(named.items(), key=lambda item: item[1]))


IDENTITY = TypeAdapter(Identity)
"""Reads and writes the portal's answer about a session."""
