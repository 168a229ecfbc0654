"""What is answered of the days of the network: to a calendar outside, so by kinds and counts alone."""

from collections.abc import Iterator

from contracts.coordination.committees import CommitteeKind
from contracts.coordination.days import (
    NETWORK_DAYS,
    NetworkDay,
    NetworkDayKind,
    NetworkDays,
    NetworkDaysRequest,
)
from contracts.coordination.offer_files import OfferBody
from services.chassis.database.readings import Answers
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import plural
from services.coordination.base.answers import answers
from services.coordination.committees.labels import KINDS
from services.coordination.network_days.queries import (
    ACCOUNT_REVIEWS,
    CAMPAIGN_ENDS,
    DECISION_DAYS,
    MEETINGS,
    read_days,
)
from services.coordination.network_days.queries import (
    BODIES as BODY_ROWS,
)
from services.coordination.offer_files.labels import BODIES
from services.coordination.supervisor_tasks.queries import BY_DAY

K = NetworkDayKind


@answers.to(NETWORK_DAYS, department_wide=True)
async def days_of_the_network(_: NetworkDaysRequest, uow: UnitOfWork) -> NetworkDays:
    """Days of the lycée that is asked for; for the DSDEN all of them, and its tasks."""
    found = await read_days(uow)
    return NetworkDays(days=(*_meetings(found), *_bodies(found), *_others(found)))


def _meetings(found: Answers) -> Iterator[NetworkDay]:
    """A meeting is called by what its committee is: its name was typed by somebody."""
    for row in found[MEETINGS]:
        yield NetworkDay(
            key=f"reunion-{row.meeting_id}",
            kind=K.MEETING,
            on=row.meets_on,
            title=KINDS[CommitteeKind(row.kind)],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            version=row.sequence,
            path=f"/comites/reunions/{row.meeting_id}",
        )


def _bodies(found: Answers) -> Iterator[NetworkDay]:
    for row in found[BODY_ROWS]:
        common = {"title": BODIES[OfferBody(row.body)], "version": row.version}
        path = "/offre/calendrier"
        key = f"instance-{row.date_id}"
        yield NetworkDay(key=key, kind=K.BODY, on=row.meets_on, path=path, **common)
        if row.due_on is not None:
            key = f"depot-{row.date_id}"
            yield NetworkDay(key=key, kind=K.DEADLINE, on=row.due_on, path=path, **common)


def _others(found: Answers) -> Iterator[NetworkDay]:
    for row in found[CAMPAIGN_ENDS]:
        yield NetworkDay(
            key=f"campagne-{row.campaign_id}",
            kind=K.CAMPAIGN,
            on=row.until_on,
            title="Campagne",
            version=row.version,
            path=f"/campagnes/{row.campaign_id}",
        )
    for row in found[DECISION_DAYS]:
        yield NetworkDay(
            key=f"decisions-{row.due_on.isoformat()}",
            kind=K.DECISIONS,
            on=row.due_on,
            title=plural(row.many, "décision à mener", "décisions à mener"),
            many=row.many,
            path="/comites/decisions",
        )
    for row in found[ACCOUNT_REVIEWS]:
        yield NetworkDay(
            key=f"arbitrage-{row.key_account_id}",
            kind=K.REVIEW,
            on=row.review_on,
            title="Arbitrage d’un grand compte à revoir",
            version=row.version,
            path=f"/grands-comptes/{row.key_account_id}",
        )
    for day in found[BY_DAY]:
        yield NetworkDay(
            key=f"taches-reseau-{day.on.isoformat()}",
            kind=K.TASKS,
            on=day.on,
            title=plural(day.many, "tâche à faire", "tâches à faire"),
            many=day.many,
            path="/reseau/semaine",
        )
