"""Events of supervision about a lycée it hears nothing of, or whose figures it does not find again."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event

TroubleId = NewType("TroubleId", UUID)


class TroubleKind(StrEnum):
    """What is wrong with what is heard of a lycée (anomalie)."""

    SILENT = "lycee_silent"
    REGISTRY_DIFFERS = "registry_differs"
    COVERAGE_DIFFERS = "coverage_differs"


class TroubleBegunV1(Event, audience="department", aggregate="trouble_id", family=None):
    """Nothing was heard of a lycée for a week, or its figures differ from those it counts (anomalie).

    Said by the DSDEN, once for each; which lycée it is and how they differ are asked of supervision.
    `since` is the day of the last news, or of the first statement that differs.
    """

    trouble_id: TroubleId
    kind: TroubleKind
    since: date
    occurred_on: date


class TroubleEndedV1(Event, audience="department", aggregate="trouble_id", family=None):
    """A lycée is heard of again, or its figures are those it counts (fin de l’anomalie)."""

    trouble_id: TroubleId
    occurred_on: date
