"""The links of teachers: given to several at once, printed, closed."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.personal_links import TEACHER_DESK
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, FormRefused, Typed, form_of
from services.chassis.web.views.french import plural
from services.chassis.web.views.qr_code import drawn
from services.partnerships.base.forms import MAIL_ADVICE
from services.partnerships.base.mail_address import is_mail
from services.partnerships.companies.pages import writer
from services.partnerships.permissions import MANAGE_CONTACTS
from services.partnerships.teacher_links.commands import close_teacher_link, give_teacher_links
from services.partnerships.teacher_links.forms import TeachersForm
from services.partnerships.teacher_links.model import LINK_PURPOSE, PAGE, teachers_of
from services.partnerships.teacher_links.queries import read_open_link
from services.partnerships.teacher_links.store import TeacherLinks

router = Router()
LIST = "/entreprises/professeurs"


@router.page(LIST, action=MANAGE_CONTACTS)
async def given(request: Request, uow: RequestUnitOfWork) -> Response:
    """Who was given a link, and the list to give some."""
    return await _list(request, uow, Typed.blank(TeachersForm))


async def _list(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
) -> Response:
    giving = typed if typed.form is TeachersForm else Typed.blank(TeachersForm)
    return render(
        request,
        "partnerships/teacher_links/links.html",
        links=await TeacherLinks(uow).all(now=uow.now),
        giving=giving,
        refused=None if giving is typed else typed,
        now=uow.now,
        **writer(request),
    )


@router.form(LIST, action=MANAGE_CONTACTS, redisplay=_list)
async def give(
    uow: RequestUnitOfWork, typed: Annotated[Typed[TeachersForm], form_of(TeachersForm)]
) -> Response:
    """Give each teacher of the list a link, by mail to those who have one."""
    form = typed.model
    teachers = teachers_of(form.teachers)
    wrong = next((mail for _, mail in teachers if mail and not is_mail(mail)), None)
    if wrong:
        raise FormRefused({"teachers": f"{MAIL_ADVICE} Relisez «\u00a0{wrong}\u00a0»."})
    await give_teacher_links(uow, teachers=teachers, uai=form.uai, now=uow.now)
    written = sum(mail is not None for _, mail in teachers)
    said = f"{plural(len(teachers), 'lien')}, dont {written} par courriel."
    return see_other(LIST, notice=f"C’est fait\u202f: {said}")


@router.page(LIST + "/{teacher_link_id}/impression", action=MANAGE_CONTACTS)
async def printed(request: Request, teacher_link_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The link on paper, with its QR code and its short code."""
    link = await read_open_link(uow, teacher_link_id)
    await note_reading(uow, action="print-teacher-link", resource_id=link.id, uai=link.uai)
    url = uow.links.url(LINK_PURPOSE, PAGE, uai=link.uai, row_id=link.id)
    return render(
        request,
        "partnerships/teacher_links/printed_link.html",
        link=link,
        url=url,
        qr=drawn(url),
        code=uow.links.short_code(TEACHER_DESK.letter, LINK_PURPOSE, uai=link.uai, row_id=link.id),
        typed_at=uow.links.page("/code"),
    )


@router.form(LIST + "/{teacher_link_id}/fermeture", action=MANAGE_CONTACTS, redisplay=_list)
async def close(
    teacher_link_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Have it open nothing any more."""
    await close_teacher_link(uow, link_id=teacher_link_id, now=uow.now)
    return see_other(LIST, notice="Lien fermé\u202f: ni lui ni son code n’ouvrent plus rien.")
