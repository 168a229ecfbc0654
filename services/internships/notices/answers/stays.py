"""What notices say of alerts at a host, and of places that ended early or never began."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.internships.follow_up import ReportLevel
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind
from services.chassis.base.working_days import is_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import plural
from services.internships.base.days import local_date
from services.internships.follow_ups.labels import LEVELS, MATTERS, SAID_AS, STEPS
from services.internships.notices.answers.words import (
    NOBODY,
    AskedFacts,
    account,
    day,
    days,
    lines,
    object_of,
    told_to_referent,
    where,
)
from services.internships.notices.queries.stays import (
    NoticedAlert,
    NoticedStay,
    read_open_alerts,
    read_stays,
)
from services.internships.placements.labels import ENDS, STATUSES
from services.internships.stays.model.states import PlacementStatus

_LEVELS: Mapping[NoticeKind, ReportLevel] = {
    NoticeKind.ALERT_URGENT: ReportLevel.URGENT,
    NoticeKind.ALERT_PROBLEM: ReportLevel.PROBLEM,
    NoticeKind.ALERT_VIGILANCE: ReportLevel.VIGILANCE,
}
_ENDS: Mapping[NoticeKind, PlacementStatus] = {
    NoticeKind.RUPTURE: PlacementStatus.INTERRUPTED,
    NoticeKind.NOT_STARTED: PlacementStatus.NO_SHOW,
}
_GRAVITY = list(ReportLevel)


async def facts_of_stays(uow: UnitOfWork, asked: Collection[AskedNotice]) -> AskedFacts:
    """Two statements, however many are asked about."""
    stays = await read_stays(uow, {one.about for one in asked})
    alerted = {one.about for one in asked if one.kind in _LEVELS}
    alerts = await read_open_alerts(uow, alerted) if alerted else {}
    today = local_date(uow.now)
    found: dict[tuple[NoticeKind, UUID], NoticeFacts] = {}
    for one in asked:
        stay = stays.get(one.about)
        if stay and one.kind in _LEVELS:
            found[one.kind, one.about] = _alerted(one.kind, stay, alerts.get(one.about, ()))
        elif stay and one.kind is NoticeKind.PLACE_AGREED:
            found[one.kind, one.about] = _agreed(stay)
        elif stay:
            found[one.kind, one.about] = _ended(one.kind, stay, today)
    return found


def _alerted(kind: NoticeKind, stay: NoticedStay, open_: Sequence[NoticedAlert]) -> NoticeFacts:
    """Standing while an alert of that level, or a graver one, is open there."""
    least = _GRAVITY.index(_LEVELS[kind])
    such = [one for one in open_ if _GRAVITY.index(one.level) >= least]
    raised_by = {one.raised_by for one in such}
    return NoticeFacts(
        standing=not stay.erased and bool(such),
        object=object_of(stay),
        lines=lines(
            (
                ("Classe", stay.class_label),
                ("Lieu d’accueil", where(stay)),
                *((MATTERS[one.matter], _since(one)) for one in open_),
                ("Encore à faire", _steps(open_)),
                ("Enseignant référent", stay.referent or NOBODY),
                ("PFMP", days(stay.first_on, stay.last_on)),
            )
        ),
        path=f"/pfmp/placements/{stay.placement_id}/suivi",
        **told_to_referent(stay),
        # Of several, whoever raised one of them is told of the others.
        by=account(raised_by.pop() if len(raised_by) == 1 else None),
    )


def _since(alert: NoticedAlert) -> str:
    by = SAID_AS.get(alert.opened_as or "")
    said = f"{LEVELS[alert.level][0]}, depuis le {day(alert.opened_on)}"
    return f"{said} ({by})" if by else said


def _steps(open_: Sequence[NoticedAlert]) -> str | None:
    """What the law wants done and nobody ticked."""
    return "\u202f; ".join(STEPS[step] for one in open_ for step in one.steps_left) or None


def _agreed(stay: NoticedStay) -> NoticeFacts:
    """Standing while the host’s yes does."""
    return NoticeFacts(
        standing=not stay.erased and stay.status is PlacementStatus.CONFIRMED,
        object=object_of(stay),
        lines=lines(
            (
                ("Classe", stay.class_label),
                ("Lieu d’accueil", where(stay)),
                ("PFMP", days(stay.first_on, stay.last_on)),
                ("Enseignant référent", stay.referent or NOBODY),
            )
        ),
        path=f"/pfmp/placements/{stay.placement_id}",
        **told_to_referent(stay),
        by=account(stay.confirmed_by),
    )


def _ended(kind: NoticeKind, stay: NoticedStay, today: date) -> NoticeFacts:
    """Standing while the place is still ended that way: it may have been undone."""
    never_came = kind is NoticeKind.NOT_STARTED
    return NoticeFacts(
        standing=not stay.erased and stay.status is _ENDS[kind],
        object=object_of(stay),
        lines=lines(
            (
                ("Classe", stay.class_label),
                ("Lieu d’accueil", where(stay)),
                (
                    "Absence constatée le" if never_came else "Dernier jour",
                    day(stay.ended_on) if stay.ended_on else None,
                ),
                ("Du fait de", ENDS[stay.end_reason] if stay.end_reason else None),
                ("PFMP prévue", days(stay.first_on, stay.last_on)),
                ("Temps restant", _left(stay, today)),
                (
                    "Autre lieu d’accueil",
                    STATUSES[stay.elsewhere][0] if stay.elsewhere else "Aucun pour l’instant",
                ),
                ("Enseignant référent", stay.referent or NOBODY),
            )
        ),
        path=f"/pfmp/placements/{stay.placement_id}",
        **told_to_referent(stay),
        by=account(stay.ended_by),
    )


def _left(stay: NoticedStay, today: date) -> str:
    """Working days of the PFMP that are still ahead, today among them."""
    ahead = sum(map(is_working_day, _until(max(today, stay.first_on), stay.last_on)))
    if not ahead:
        return "La PFMP est terminée"
    return plural(ahead, "jour ouvré", "jours ouvrés")


def _until(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
