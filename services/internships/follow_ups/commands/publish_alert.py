"""Alerts told inside the bureau: something is wrong at a host, or was dealt with."""

from datetime import date

from contracts.identifiers import PeriodId, PlacementId, PupilYearId
from contracts.internships.follow_up import AlertId, PlacementAlertClosedV1, PlacementAlertRaisedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.follow_ups.model import Alert


def publish_alert(uow: UnitOfWork, *, alert: Alert, on: date) -> None:
    """Tell where an alert stands, by ids and its level alone: what it is about stays in the lycée."""
    stay = alert.stay
    alert_id, placement_id = AlertId(alert.id), PlacementId(stay.placement_id)
    pupil, period = PupilYearId(stay.pupil_year_id), PeriodId(stay.period_id)
    told: PlacementAlertRaisedV1 | PlacementAlertClosedV1
    if alert.closed_on is None:
        told = PlacementAlertRaisedV1(
            alert_id=alert_id,
            placement_id=placement_id,
            pupil_year_id=pupil,
            period_id=period,
            level=alert.level,
            occurred_on=on,
        )
    else:
        told = PlacementAlertClosedV1(
            alert_id=alert_id,
            placement_id=placement_id,
            pupil_year_id=pupil,
            period_id=period,
            occurred_on=on,
        )
    uow.publish(told, version=alert.version, uai=stay.uai)
