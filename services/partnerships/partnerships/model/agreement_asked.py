"""What is asked of agreements, on the board of partnerships."""

from enum import StrEnum


class AgreementAsked(StrEnum):
    """Which agreements are asked for: as they stand, or all that somebody has to see to."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    TO_RENEW = "to-renew"
