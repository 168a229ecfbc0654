"""The mail that holds a teacher's link to tell of companies."""

import asyncio

from contracts.identifiers import TeacherLinkId
from contracts.partnerships.teacher_links import TEACHER_LINK, TeacherLink, TeacherLinkRequest
from services.notifications.contents.model import Due, NotWanted
from services.notifications.contents.queries.owners_answers import (
    Addressee,
    Asked,
    Asking,
    OwnersAnswers,
    mail,
)
from services.notifications.mails.model.reasons import OVER
from services.notifications.mails.model.template import Template


async def _teacher(composer: Asking, due: Due) -> Addressee:
    return Addressee((await _link(composer, due)).teacher)


@mail(Template.TEACHER_LINK, for_whom=_teacher)
async def teacher_link(composer: Asking, due: Due) -> Asked:
    """To the teacher it was given to."""
    bureau = composer.people(due)
    link = await _link(composer, due)
    if not link.standing or link.mail is None:
        return NotWanted(OVER)
    values = {"display_name": link.teacher, "expires_at": link.expires_at}
    return OwnersAnswers(link.mail, await asyncio.shield(bureau), values, hidden={"url": link.url})


async def _link(composer: Asking, due: Due) -> TeacherLink:
    request = TeacherLinkRequest(teacher_link_id=TeacherLinkId(due.aggregate_id))
    return await composer.ask(TEACHER_LINK, due.uai, request)
