"""Lycées, an instant and events the tests of the chassis speak of."""

from datetime import UTC, date, datetime
from uuid import uuid4

from contracts.identifiers import (
    FormationId,
    Mef,
    PlacementId,
    PublicText,
    PupilYearId,
    SiteKey,
    Uai,
)
from contracts.internships.periods import FormationOpenedV1, HostAgreedV1
from services.chassis.unit_of_work.unit_of_work import Scope

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BOURDELLE = Uai("0820021C")
MAURY = Uai("0820032P")


def scope_of(*uais: Uai) -> Scope:
    return Scope(frozenset(uais))


def department_event(label: str = "Bac pro Électricité") -> FormationOpenedV1:
    return FormationOpenedV1(
        formation_id=FormationId(uuid4()),
        mef=Mef("2472551133"),
        label=PublicText(label),
        occurred_on=TODAY,
    )


def bureau_event() -> HostAgreedV1:
    return HostAgreedV1(
        placement_id=PlacementId(uuid4()),
        site_key=SiteKey.local(uuid4()),
        pupil_year_id=PupilYearId(uuid4()),
        occurred_on=TODAY,
    )
