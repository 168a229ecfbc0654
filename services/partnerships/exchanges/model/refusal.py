"""Why a company refused (raison d’un refus), in a list: it is counted, and looked at before calling."""

from enum import StrEnum


class Refusal(StrEnum):
    """What a refusal was about; never anything of a pupil."""

    MINOR = "minor"
    CAPACITY = "capacity"
    SEASON = "season"
    MOBILITY = "mobility"
    TUTOR = "tutor"
    TRADE = "trade"
    OTHER = "other"
