"""What is due: how much, to whoever has some of it and wants to be told.

Agreements that run out are nobody's in particular: they are said to who runs the bureau. The mail of
the morning says both, with notices; they leave by themselves when that has left without them.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.identifiers import TaskDigestId
from contracts.partnerships.questions import (
    TASK_DIGEST,
    DueTask,
    EndingAgreements,
    TaskDigest,
    TaskDigestRequest,
)
from contracts.portal.accounts import BUREAU_STAFF, BureauRequest, StaffMember
from services.notifications.contents.model import Due, NotWanted, Several
from services.notifications.contents.queries.owners_answers import (
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.reasons import NOBODY, OVER
from services.notifications.mails.model.recipients import CONCERNED, account, account_of
from services.notifications.mails.model.template import Template
from services.notifications.rests.model import NOBODY_AWAY, leaves_apart_at

TO_RENEW = "/entreprises/partenariats?vue=liste&convention=to-renew"


@dataclass(frozen=True)
class WorkDue:
    """What a person has to do, as a mail counts it."""

    reader: StaffMember
    tasks: Sequence[DueTask]
    agreements: Sequence[EndingAgreements]

    def values(self, public_url: str) -> Mapping[str, Any]:
        """What the part of a mail that says it is filled with."""
        return {
            "many": len(self.tasks),
            "late": sum(task.late for task in self.tasks),
            "kinds": list(Counter(task.title for task in self.tasks).items()),
            "page_url": f"{public_url}/semaine",
            "agreements": self.agreements,
            "ending": sum(one.many for one in self.agreements),
            "agreements_url": f"{public_url}{TO_RENEW}",
        }


NOTHING_DUE: Mapping[str, Any] = {"many": 0, "ending": 0}


@mail(Template.TASK_DIGEST)
async def due_tasks(composer: Asking, due: Due) -> Asked:
    """One mail for each person: their tasks, and for who runs the bureau those given to nobody."""
    bureau = composer.people(due)
    reminders = [due.aggregate_id, *await composer.tasks_gathered(due)]
    work = await work_due(composer, due, reminders)
    if due.recipient == CONCERNED:
        if not work:
            return NotWanted(NOBODY)
        rests = await composer.rests(list(work))
        leaving = (leaves_apart_at(due.queued_at, rest=rests.get(one, NOBODY_AWAY)) for one in work)
        return Several(tuple(map(account, work)), leaves_at=tuple(leaving))
    reader = account_of(due.recipient)
    own = work.get(reader) if reader else None
    if own is None:
        return NotWanted(OVER)
    values = {"reader_name": own.reader.display_name, **own.values(composer.public_url)}
    return OwnersAnswers(own.reader.mail, await asyncio.shield(bureau), values)


async def work_due(composer: Asking, due: Due, reminders: Sequence[UUID]) -> Mapping[UUID, WorkDue]:
    """What each has to do who has something and wants to be told, with the agreements of these reminders.

    Raises QuestionUnanswered while an owner cannot be asked.
    """
    asked = [TaskDigestRequest(digest_id=TaskDigestId(one)) for one in reminders]
    digests, staff = await asyncio.gather(
        asyncio.gather(*(composer.ask(TASK_DIGEST, due.uai, one) for one in asked)),
        composer.ask(BUREAU_STAFF, due.uai, BureauRequest()),
    )
    work = (_work(digests, member) for member in staff.members)
    return {one.reader.account_id: one for one in work if one.tasks or one.agreements}


def _work(digests: Sequence[TaskDigest], member: StaffMember) -> WorkDue:
    last = digests[-1]
    if member.account_id in last.silent:
        return WorkDue(member, (), ())
    return WorkDue(member, _own(last.tasks, member), _ending(digests) if member.runs else ())


def _ending(digests: Sequence[TaskDigest]) -> Sequence[EndingAgreements]:
    counted: Counter[date] = Counter()
    for one in (agreements for digest in digests for agreements in digest.agreements):
        counted[one.until_on] += one.many
    return [EndingAgreements(until_on=day, many=counted[day]) for day in sorted(counted)]


def _own(tasks: Sequence[DueTask], member: StaffMember) -> Sequence[DueTask]:
    return [
        task
        for task in tasks
        if task.assignee == member.account_id or (task.assignee is None and member.runs)
    ]
