"""Identities, who asks: an account and the roles it holds, each for a lycée or for the department."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from contracts.identifiers import CommuneCode, Uai


class Role(StrEnum):
    """What an account may be; the tables of permissions say what each may do."""

    RBDE = "rbde"
    DDFPT = "ddfpt"
    ATCT = "atct"
    HEAD = "head"
    DELEGATE = "delegate"
    SECRETARIAT = "secretariat"
    REFERENT_TEACHER = "referent_teacher"
    FORM_TEACHER = "form_teacher"
    SUPERVISOR = "supervisor"
    ACADEMY = "academy"
    PARTNER = "partner"
    OPERATOR = "operator"
    AUDITOR = "auditor"

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
    Role.DDFPT: "Direction déléguée (DDFPT)",
    Role.ATCT: "Assistant technique du DDFPT (ATCT)",
    Role.HEAD: "Chef d’établissement",
    Role.DELEGATE: "Délégué du chef pour les accès",
    Role.SECRETARIAT: "Secrétariat",
    Role.REFERENT_TEACHER: "Enseignant référent",
    Role.FORM_TEACHER: "Professeur principal",
    Role.SUPERVISOR: "Superviseur départemental",
    Role.ACADEMY: "Académie",
    Role.PARTNER: "Partenaire",
    Role.OPERATOR: "Exploitation technique",
    Role.AUDITOR: "Contrôle des accès",
}
_OF_THE_DEPARTMENT = frozenset(
    {Role.SUPERVISOR, Role.ACADEMY, Role.PARTNER, Role.OPERATOR, Role.AUDITOR}
)


@dataclass(frozen=True)
class Grant:
    """One role, for one lycée (`uai`, its name as shown and where it is), or for the department."""

    role: Role
    uai: Uai | None = None
    lycee: str | None = None
    commune: CommuneCode | None = None


@dataclass(frozen=True)
class TokenLimits:
    """What a token of access (jeton d’accès) leaves of its account's rights, besides the grants."""

    token_id: UUID
    service: str | None
    """The one service it speaks to; None: all of them."""
    writes: bool
    """Whether it may change anything."""


@dataclass(frozen=True)
class Identity:
    """An account that is signed in, or for which a program asks."""

    account_id: UUID
    display_name: str
    grants: tuple[Grant, ...]
    token: TokenLimits | None = None
    """Set when a program asks by a token; None for somebody with a session."""
    until: datetime | None = None
    """When this stops being true by itself: the end of a grant, or of the session."""

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held somewhere."""
        return frozenset(grant.role for grant in self.grants)

    def roles_at(self, uai: Uai) -> frozenset[Role]:
        """The roles held in one lycée."""
        return frozenset(grant.role for grant in self.grants if grant.uai == uai)

    @property
    def lycees(self) -> dict[Uai, str]:
        """The lycées the account works for, with their names, in order of name."""
        named = {grant.uai: grant.lycee or grant.uai for grant in self.grants if grant.uai}
        return dict(sorted(named.items(), key=lambda item: item[1]))

    @property
    def communes(self) -> dict[Uai, CommuneCode]:
        """Where these lycées are, of those whose commune is known."""
        return {grant.uai: grant.commune for grant in self.grants if grant.uai and grant.commune}


IDENTITY = TypeAdapter(Identity)
"""Reads and writes the portal's answer about a session."""
