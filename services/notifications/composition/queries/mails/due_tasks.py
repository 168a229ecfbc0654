"""The mail of the morning: how much is due, to whoever has some of it and wants to be told.

Agreements that run out are nobody's in particular: they are said to who runs the bureau.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence

from contracts.identifiers import TaskDigestId
from contracts.partnerships.questions import (
    TASK_DIGEST,
    DueTask,
    EndingAgreements,
    TaskDigest,
    TaskDigestRequest,
)
from contracts.portal.accounts import BUREAU_STAFF, BureauRequest, StaffMember
from services.notifications.composition.model import Due, NotWanted, Several
from services.notifications.composition.queries.owners_answers import (
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.mail import Template
from services.notifications.mails.model.reasons import NOBODY, OVER
from services.notifications.mails.model.recipients import CONCERNED, account, account_of

TO_RENEW = "/entreprises/partenariats?vue=liste&convention=to-renew"


@mail(Template.TASK_DIGEST)
async def due_tasks(composer: Asking, due: Due) -> Asked:
    """One mail for each person: their tasks, and for who runs the bureau those given to nobody."""
    bureau = composer.people(due)
    asked = TaskDigestRequest(digest_id=TaskDigestId(due.aggregate_id))
    digest = await composer.ask(TASK_DIGEST, due.uai, asked)
    staff = (await composer.ask(BUREAU_STAFF, due.uai, BureauRequest())).members
    reminded = {
        one.account_id: one
        for one in staff
        if one.account_id not in digest.silent
        and (_own(digest.tasks, one) or _agreements(digest, one))
    }
    if due.recipient == CONCERNED:
        one_each = tuple(account(one) for one in reminded)
        return Several(one_each) if one_each else NotWanted(NOBODY)
    reader = next((reminded[one] for one in reminded if one == account_of(due.recipient)), None)
    if reader is None:
        return NotWanted(OVER)
    own, agreements = _own(digest.tasks, reader), _agreements(digest, reader)
    values = {
        "reader_name": reader.display_name,
        "many": len(own),
        "late": sum(task.late for task in own),
        "kinds": list(Counter(task.title for task in own).items()),
        "page_url": f"{composer.public_url}/semaine",
        "agreements": agreements,
        "ending": sum(one.many for one in agreements),
        "agreements_url": f"{composer.public_url}{TO_RENEW}",
    }
    return OwnersAnswers(reader.mail, await asyncio.shield(bureau), values)


def _agreements(digest: TaskDigest, member: StaffMember) -> Sequence[EndingAgreements]:
    return digest.agreements if member.runs else ()


def _own(tasks: Sequence[DueTask], member: StaffMember) -> Sequence[DueTask]:
    return [
        task
        for task in tasks
        if task.assignee == member.account_id or (task.assignee is None and member.runs)
    ]
