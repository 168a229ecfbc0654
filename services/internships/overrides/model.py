"""A rule somebody goes past for one place: what it said then, why, and as whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict


class OverrideReason(StrEnum):
    """Why one goes on; a list, so that nothing is written about a pupil."""

    AGREED_WITH_HOST = "agreed_with_host"
    IN_AGREEMENT = "in_agreement"
    AUTHORISED = "authorised"
    HEAD_DECISION = "head_decision"


class RuleSaysOtherwise(Conflict):
    """What was read is not what the rule says now."""

    code = "rule-says-otherwise"
    title = (
        "Cette règle ne dit plus cela de ce lieu d’accueil\u202f: relisez-la avant de continuer."
    )


@dataclass(frozen=True)
class Override:
    """An override of a rule: it holds as long as the rule says the same; other days, and it is asked again."""

    id: UUID
    uai: Uai
    placement_id: UUID
    rule: str
    said: str
    reason: OverrideReason
    on: date
    role: str | None
