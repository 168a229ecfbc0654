"""What is looked at before pupils leave for a period (garde-fou du départ)."""

from datetime import date, timedelta
from enum import StrEnum

from contracts.internships.agreements import AgreementStanding

SIGNED_WITHIN = timedelta(days=10)
"""How long an agreement may be out before somebody asks after it."""
ISSUED_BEFORE = timedelta(days=14)
"""How long before the first day agreements are to be issued."""
LOOKED_AT_FROM = timedelta(days=7)
"""From when on the home page leads to what a departure still lacks."""


class Block(StrEnum):
    """Why an agreement does not go on by itself (convention bloquée)."""

    REFUSED = "refused"
    LATE = "late"
    NOT_ISSUED = "not_issued"


def block_of(
    standing: AgreementStanding | None, *, issued_on: date | None, starts_on: date, today: date
) -> Block | None:
    """Why the agreement of a confirmed place is stuck, if it is; without a standing there is none yet."""
    if standing is AgreementStanding.REFUSED:
        return Block.REFUSED
    if standing is AgreementStanding.SIGNED:
        return None
    if issued_on is None:
        return Block.NOT_ISSUED if starts_on - ISSUED_BEFORE <= today else None
    return Block.LATE if issued_on + SIGNED_WITHIN < today else None
