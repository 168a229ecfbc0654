"""Places of needs in the list: by what its reader has to do about each, first what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from contracts.coordination.needs import NeedKind
from contracts.identifiers import Uai


class Place(StrEnum):
    """Where a need stands in somebody's list; the words are those of the address."""

    TO_QUALIFY = "a-qualifier"
    TO_ROUTE = "a-transmettre"
    TO_TAKE = "a-prendre"
    OURS = "chez-nous"
    ROUTED = "transmis"
    TAKEN = "en-cours"
    WITH_OTHERS = "ailleurs"
    ANSWERED = "repondus"
    TO_VERIFY = "a-verifier"
    DISMISSED = "ecartes"
    CLOSED = "clos"


OF_THE_SUPERVISOR = (
    *(Place.TO_QUALIFY, Place.TO_ROUTE, Place.ROUTED, Place.TAKEN, Place.ANSWERED),
    *(Place.TO_VERIFY, Place.DISMISSED, Place.CLOSED),
)
OF_A_BUREAU = (
    *(Place.TO_TAKE, Place.OURS, Place.WITH_OTHERS),
    *(Place.ANSWERED, Place.DISMISSED, Place.CLOSED),
)
PUT_AWAY = (Place.DISMISSED, Place.CLOSED)
"""Shown to who asks for them alone."""
ANSWERED_FOR = timedelta(days=14)
"""How long an answer stands before the need is proposed for closing: the company may still write."""
UNHEARD_FOR = timedelta(days=60)
"""After how long without any move a need that was qualified is looked at again."""
FOR_THE_BIN = (Place.TO_QUALIFY, Place.TO_VERIFY)
"""Whose needs may be dismissed several at a time."""


@dataclass(frozen=True)
class NeedCut:
    """What a list of needs is kept to; without a place, what is not put away."""

    place: Place | None = None
    late: bool = False
    to_close: bool = False
    """What was answered a while ago, or of which nothing was heard for long."""
    kind: NeedKind | None = None
    lycee: Uai | None = None
    """A bureau that has it, or told it."""
    words: str = ""


def places(*, wide: bool) -> Sequence[Place]:
    """The places of a list, in order: of the supervisor, or of a bureau."""
    return OF_THE_SUPERVISOR if wide else OF_A_BUREAU
