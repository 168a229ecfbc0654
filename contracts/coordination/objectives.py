"""Yearly objectives of the network (objectifs annuels): of a bureau or of the department, on an indicator."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import Count, SchoolYear

ObjectiveId = NewType("ObjectiveId", UUID)


class ObjectiveIndicator(StrEnum):
    """The indicators an objective may be on: those of a school year of which more is better.

    Left out: what is known as of today alone, and what one wants to have few of.
    """

    COVERAGE_RATE = "taux-de-couverture"
    SIGNED_BEFORE_DEPARTURE = "conventions-avant-depart"
    NEW_HOSTS = "nouveaux-lieux"
    ACTIONS_HELD = "actions-menees"
    VISITS_HELD = "visites-entreprises"
    INTERVENTIONS_HELD = "interventions-au-lycee"
    PUPILS_REACHED = "participations-eleves"


class ObjectiveSetV1(Event, audience="department", aggregate="objective_id", family=None):
    """The supervisor set an objective of a school year (objectif fixé), changed it, or withdrew it.

    Said in the name of the lycée whose it is, of the DSDEN for the department’s own. `target`: percents
    or a number, as its indicator is read; None: it is withdrawn.
    """

    objective_id: ObjectiveId
    school_year: SchoolYear
    indicator: ObjectiveIndicator
    target: Count | None
    occurred_on: date
