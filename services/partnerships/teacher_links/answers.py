"""What is answered of the link of a teacher."""

from contracts.partnerships.teacher_links import TEACHER_LINK, TeacherLink, TeacherLinkRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.teacher_links.model import LINK_PURPOSE as OF_TEACHERS
from services.partnerships.teacher_links.model import PAGE as TEACHER_DESK
from services.partnerships.teacher_links.store import TeacherLinks


@answers.to(TEACHER_LINK)
async def link_of_a_teacher(request: TeacherLinkRequest, uow: UnitOfWork) -> TeacherLink:
    """The link to put in the mail, told again at each attempt, and whether it still serves."""
    link = await TeacherLinks(uow).get(request.teacher_link_id)
    return TeacherLink(
        standing=link.is_open(uow.now),
        teacher=link.name,
        mail=link.mail,
        url=uow.links.url(OF_TEACHERS, TEACHER_DESK, uai=link.uai, row_id=link.id),
        expires_at=link.expires_at,
    )
