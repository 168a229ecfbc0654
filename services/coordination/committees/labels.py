"""Kinds of committees and functions of members as users read them."""

from collections.abc import Mapping, Sequence

from contracts.coordination.committees import CommitteeKind
from services.coordination.committees.model import MemberFunction

KINDS: Mapping[CommitteeKind, str] = {
    CommitteeKind.CLEE: "CLEE",
    CommitteeKind.CAMPUS: "Campus des métiers",
    CommitteeKind.STEERING: "Comité de pilotage",
    CommitteeKind.NETWORK: "Réunion du réseau",
}
KINDS_IN_FULL: Mapping[CommitteeKind, str] = {
    CommitteeKind.CLEE: "Comité local école-entreprise (CLEE)",
    CommitteeKind.CAMPUS: "Conseil d’un Campus des métiers et des qualifications",
    CommitteeKind.STEERING: "Comité de pilotage (COPIL)",
    CommitteeKind.NETWORK: "Réunion du réseau des bureaux des entreprises",
}
FUNCTIONS: Mapping[MemberFunction, str] = {
    MemberFunction.SCHOOL_CO_CHAIR: "Coprésidence école",
    MemberFunction.COMPANY_CO_CHAIR: "Coprésidence entreprise",
    MemberFunction.MEMBER: "Membre",
}


def kind_choices() -> Sequence[tuple[str, str]]:
    """The kinds of committees, in full."""
    return [(kind.value, label) for kind, label in KINDS_IN_FULL.items()]


def function_choices() -> Sequence[tuple[str, str]]:
    """The functions of members."""
    return [(one.value, label) for one, label in FUNCTIONS.items()]
