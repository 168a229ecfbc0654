"""The mail that holds a teacher's link to tell of companies."""

import asyncio

from contracts.identifiers import TeacherLinkId
from contracts.partnerships.teacher_links import TEACHER_LINK, TeacherLinkRequest
from services.notifications.composition.model import Due, NotWanted
from services.notifications.composition.queries.owners_answers import Asked, Asking, OwnersAnswers
from services.notifications.mails.model.reasons import OVER


async def teacher_link(composer: Asking, due: Due) -> Asked:
    """To the teacher it was given to."""
    bureau = composer.people(due)
    request = TeacherLinkRequest(teacher_link_id=TeacherLinkId(due.aggregate_id))
    link = await composer.ask(TEACHER_LINK, due.uai, request)
    if not link.standing or link.mail is None:
        return NotWanted(OVER)
    values = {"display_name": link.teacher, "expires_at": link.expires_at}
    return OwnersAnswers(link.mail, await asyncio.shield(bureau), values, hidden={"url": link.url})
