"""Why a company is not written to."""

from enum import StrEnum


class Excluded(StrEnum):
    """Why a company is not written to."""

    GONE = "gone"
    NOT_ON_THE_LIST = "not_on_the_list"
    CLOSED = "closed"
    NO_ADDRESS = "no_address"
    OBJECTED = "objected"
    STOPPED = "stopped"
    RETURNED = "returned"
    PAUSED = "paused"
    COURTESY = "courtesy"
    SAME_ADDRESS = "same_address"
    THROUGH = "through"
    LED = "led"
    THROUGH_AND_LED = "through_and_led"
    WITH_HELD = "with_held"
