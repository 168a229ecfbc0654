"""A busy week of a lycée, played through the rules: how many mails each person gets by the defaults.

The counts are the table of `tests/notifications/README.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from contracts.coordination.news import NewsAnswer, NewsAnsweredV1
from contracts.documents.examples import example
from contracts.event import Event
from contracts.identifiers import AccountId
from contracts.internships.agreements import AgreementIssuedV1, AgreementSignedV1
from contracts.internships.follow_up import PlacementAlertRaisedV1, ReportLevel
from contracts.internships.mobility import AidState, MobilityAidMovedV1
from contracts.internships.periods import HostAgreedV1
from contracts.internships.placements import PlacementInterruptedV1
from contracts.internships.reminders import PeriodReminderAskedV1, ReminderKind
from contracts.notices import COORDINATION_NOTICES, PARTNERSHIP_NOTICES, NoticesAnswer
from contracts.partnerships.companies import ContactCheckedV1
from contracts.partnerships.host_pages import HostActedV1
from contracts.partnerships.questions import TASK_DIGEST, DueTask, TaskDigest
from contracts.partnerships.tasks import TaskDigestAskedV1
from contracts.portal.accounts import BUREAU_STAFF, BureauStaff, StaffMember
from services.notifications.mails.model.template import Template
from services.notifications.notices.commands import tell_of
from services.notifications.rests.model import PARIS
from tests.notifications.telling import CAMILLE, FACTS, HEAD, SANDY, Telling, holder
from tests.notifications.world import HERE, own
from tests.support.bus import envelope_of

MONDAY = date(2026, 11, 23)
BUREAU_MAX = 12
"""Mails of a week for who runs the bureau."""
SECRETARIAT = holder("Noa Castan", "secretariat")
FORM_TEACHER = holder("Mael Fabre", "form_teacher")
PEOPLE = {
    "Responsable de bureau": CAMILLE,
    "DDFPT": SANDY,
    "Chef d’établissement": HEAD,
    "Secrétariat": SECRETARIAT,
    "Professeur principal": FORM_TEACHER,
}
TABLE = Path(__file__).parent.parent / "README.md"
PUPILS = 24
FAR, NEAR = uuid4(), uuid4()
"""A PFMP that begins in a month, and one of next week."""
Moment = tuple[datetime, Event]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour of the week; Monday is day 0."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), PARIS)


def that(event: type[Event], /, **what: Any) -> Event:
    return example(event).model_copy(update=what)


def reminded(kind: ReminderKind, period: UUID) -> Event:
    return that(PeriodReminderAskedV1, kind=kind, period_id=period)


def class_of_pupils() -> Iterator[Moment]:
    """Placed from Monday on, their agreements issued the day after, and signed the day after that."""
    for rank in range(PUPILS):
        day, agreement = rank % 3, uuid4()
        yield at(day, 10), that(HostAgreedV1, placement_id=uuid4())
        yield at(day + 1, 11), that(AgreementIssuedV1, agreement_id=agreement)
        yield at(day + 2, 15), that(AgreementSignedV1, agreement_id=agreement)


def around_it() -> Iterator[Moment]:
    for day, period, kind in (
        (0, FAR, ReminderKind.WITHOUT_PLACE),
        (0, NEAR, ReminderKind.WITHOUT_PLACE),
        (0, NEAR, ReminderKind.MANY_WITHOUT_PLACE),
        (0, NEAR, ReminderKind.DEPARTURE),
        (0, NEAR, ReminderKind.AGREEMENTS_LATE),
        (0, uuid4(), ReminderKind.VISITS_LATE),
        (2, uuid4(), ReminderKind.ATTESTATIONS_MISSING),
        (4, NEAR, ReminderKind.WITHOUT_PLACE),
        (4, NEAR, ReminderKind.MANY_ON_EVE),
        (4, NEAR, ReminderKind.DEPARTURE),
    ):
        yield at(day, 6), reminded(kind, period)
    for day, level in ((1, ReportLevel.VIGILANCE), (2, ReportLevel.URGENT)):
        yield at(day, 14), that(PlacementAlertRaisedV1, level=level, placement_id=uuid4())
    yield at(3, 16), that(PlacementInterruptedV1, placement_id=uuid4())
    for day in (0, 1, 3):
        yield at(day, 18), that(HostActedV1, doing_id=uuid4())
    yield at(2, 9), that(ContactCheckedV1, contact_check_id=uuid4())
    yield at(3, 9), that(MobilityAidMovedV1, aid_id=uuid4(), state=AidState.GRANTED)
    yield at(3, 9), that(NewsAnsweredV1, news_id=uuid4(), answer=NewsAnswer.PUBLISHED)
    for day in (0, 2, 4):
        yield at(day, 6, 45), that(TaskDigestAskedV1, digest_id=uuid4())


async def happens(telling: Telling, moment: datetime, event: Event) -> None:
    if isinstance(event, TaskDigestAskedV1):
        await telling.happens(Template.TASK_DIGEST, about=event.digest_id)
        return
    event = event.model_copy(
        update={"occurred_on": moment.date()} if "occurred_on" in type(event).model_fields else {}
    )
    async with telling.post.units.begin(own(HERE), now=moment) as uow:
        await tell_of(uow, event=event, envelope=envelope_of(event, HERE, at=moment))


def counted(telling: Telling) -> Mapping[str, tuple[int, int]]:
    """By role: mails of the morning, mails at once."""
    found = {}
    for role, one in PEOPLE.items():
        kinds: Counter[str] = Counter()
        for subject in telling.read_by(one):
            kinds["gathered" if re.match(r"\d+\s+(avis|tâche)", subject) else "own"] += 1
        found[role] = (kinds["gathered"], kinds["own"])
    return found


async def play(telling: Telling) -> None:
    telling.holders(*PEOPLE.values())
    for question in (PARTNERSHIP_NOTICES, COORDINATION_NOTICES):
        telling.owners.tell(
            question, lambda asked: NoticesAnswer(facts=(FACTS,) * len(asked.asked))
        )
    tasks = (DueTask(title="Rappeler", late=False, assignee=CAMILLE.account_id),)
    telling.owners.tell(TASK_DIGEST, TaskDigest(tasks=tasks, silent=()))
    bureau = StaffMember(
        account_id=AccountId(CAMILLE.account_id),
        display_name=CAMILLE.display_name,
        mail=CAMILLE.mail,
        runs=True,
    )
    telling.owners.tell(BUREAU_STAFF, BureauStaff(members=(bureau,)))
    mornings = [(at(day, 7), None) for day in range(5)]
    script: list[tuple[datetime, Event | None]] = [*class_of_pupils(), *around_it(), *mornings]
    script.sort(key=lambda one: one[0])
    for moment, those in groupby(script, key=lambda one: one[0]):
        telling.clock.now = moment
        for _, event in those:
            if event is None:
                await telling.gathered()
            else:
                await happens(telling, moment, event)
        await telling.mailed()


async def test_a_busy_week_is_a_dozen_mails_for_who_runs_the_bureau(telling: Telling) -> None:
    await play(telling)

    found = counted(telling)
    assert sum(found["Responsable de bureau"]) <= BUREAU_MAX
    rows = [f"| {role} | {' | '.join(map(str, (*of, sum(of))))} |" for role, of in found.items()]
    assert "\n".join(rows) in TABLE.read_text("utf-8")
