"""The mail of the morning: what somebody has to do, and what they want to hear of in one mail."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contracts.notices import NoticeFacts
from contracts.portal.accounts import RoleHolder
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.notifications.contents.model import Apart, Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.reasons import NO_ACCESS, OVER
from services.notifications.mails.model.recipients import account_of
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notices.queries.facts import Thing, facts_of
from services.notifications.staff_mails.queries.due_tasks import (
    NOTHING_DUE,
    WorkDue,
    work_due,
)
from services.notifications.staff_mails.queries.notice import (
    SETTINGS,
    holder_named,
    reader_of,
    still_told,
)

SHOWN_MAX = 10
"""Things a digest names of one kind; the others are counted."""
CENTRE = "/avis"
TOGETHER_ATTEMPTS = 4
"""After so many, a minute and a half, tasks and notices no longer wait for each other’s owner."""


@mail(Template.NOTICE_DIGEST, for_whom=holder_named, example={"notices": 3})
async def notice_digest(composer: Asking, due: Due) -> Asked:
    """What is still worth telling of what was gathered; nothing leaves when that is nothing."""
    bureau = composer.people(due)
    things: list[Thing] = [(one.kind, one.about) for one in await composer.gathered(due)]
    reminders = await composer.tasks_gathered(due)
    try:
        work = await _work(composer, due, reminders)
        facts = await facts_of(composer.ask, due.uai, things, department=composer.department_uai)
    except QuestionUnanswered:
        if things and reminders and due.attempt >= TOGETHER_ATTEMPTS:
            return Apart()
        raise
    own = next((one for who, one in work.items() if who == account_of(due.recipient)), None)
    standing = {thing: one for thing, one in facts.items() if one is not None and one.standing}
    if not standing and own is None:
        return NotWanted(OVER)
    reader = await reader_of(composer, due)
    standing = {
        of: one for of, one in standing.items() if reader and still_told(of[0], one, reader)
    }
    if reader is None or not (standing or own):
        return NotWanted(NO_ACCESS)
    values, hidden = _said(composer, reader, own, standing)
    return OwnersAnswers(reader.mail, await asyncio.shield(bureau), values, hidden=hidden)


async def _work(composer: Asking, due: Due, reminders: Sequence[UUID]) -> Mapping[UUID, WorkDue]:
    """What each has to do; nobody anything where its owner refuses to say: notices do not go with it."""
    try:
        return await work_due(composer, due, reminders) if reminders else {}
    except QuestionRefused:
        return {}


def _said(
    composer: Asking,
    reader: RoleHolder,
    own: WorkDue | None,
    standing: Mapping[Thing, NoticeFacts],
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    sections, hidden = _sections(standing)
    values = {
        "reader_name": reader.display_name,
        **(own.values(composer.public_url) if own else NOTHING_DUE),
        "notices": len(standing),
        "sections": sections,
        "notices_url": f"{composer.public_url}{CENTRE}",
        "settings_url": f"{composer.public_url}{SETTINGS}",
    }
    return values, hidden


def _sections(
    standing: Mapping[Thing, NoticeFacts],
) -> tuple[Sequence[Mapping[str, Any]], Mapping[str, str]]:
    """What is told of each kind, and what of it may name a pupil."""
    hidden: dict[str, str] = {}
    sections = []
    for kind, words in KINDS.items():
        told = [(about, facts) for (of, about), facts in standing.items() if of is kind]
        if not told:
            continue
        shown = []
        for about, facts in told[:SHOWN_MAX]:
            # By the thing: in a copy that leaves again, none stands where another one stood.
            name = f"object_{kind}_{about.hex}"
            hidden[name] = facts.object
            shown.append(name)
        sections.append(
            {
                "subject": words.subject,
                "many": len(told),
                "objects": shown,
                "more": len(told) - len(shown),
            }
        )
    return sections, hidden
