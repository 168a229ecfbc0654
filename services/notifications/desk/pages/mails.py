"""« Envois »: what left, what waits and why; sending again, cancelling, restoring."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.base.settings import Settings
from services.chassis.database.readings import Together
from services.chassis.questions import QuestionUnanswered
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.listing import Listing
from services.notifications.composition.queries.composer import composer_of
from services.notifications.desk import labels
from services.notifications.desk.pages.addressees import addressees_of
from services.notifications.mail_server.queries.server_troubles import TROUBLE, read_server_trouble
from services.notifications.mails.commands import cancel_mail, resend_mail, restore_mail
from services.notifications.mails.model.mail import RESENDABLE, WAITING, MailId
from services.notifications.mails.model.subjects import Subject
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import (
    COUNTS,
    Shelf,
    count_mails,
    given,
    read_mail,
    read_mails,
    read_subjects,
)
from services.notifications.permissions import (
    MANAGE_MAILS,
    PERMISSIONS,
    PREVIEW_MAIL,
    SEE_MAILS,
    SEE_OUTGOING,
    SEE_TEMPLATES,
)
from services.notifications.previews.queries import preview_to_the_host
from services.notifications.sentences.store import OwnSentences

router = Router()
LIST = "/envois"
SUBJECT = "sujet"
_TODAY = Together(COUNTS, TROUBLE)


@router.page(LIST, action=SEE_MAILS)
async def mails(
    request: Request,
    uow: RequestUnitOfWork,
    etat: Shelf = Shelf.ALL,
    apres: UUID | None = None,
    annule: UUID | None = None,
) -> Response:
    """The list. `annule` was cancelled a moment ago: the page offers to undo it."""
    return await _list(request, uow, shelf=etat, after=apres, cancelled=annule)


async def _list(
    request: Request,
    uow: UnitOfWork,
    *,
    shelf: Shelf = Shelf.ALL,
    after: UUID | None = None,
    cancelled: UUID | None = None,
    typed: Typed[Any] | None = None,
) -> Response:
    subject = _asked_subject(request)
    last = MailId(after) if after else None
    page = await read_mails(uow, shelf=shelf, subject=subject, after=last)
    composer = composer_of(runtime_of(request))
    addressees = await addressees_of(composer, page.items)
    for uai in sorted({one.uai for one in page.items if one.mail_id in addressees}):
        await note_reading(uow, action=SEE_MAILS.name, resource_id=None, uai=uai)
    undo = await read_mail(uow, MailId(cancelled)) if cancelled else None
    identity = context_of(request).user
    return render(
        request,
        "notifications/desk/mails.html",
        page=page,
        addressees=addressees,
        counts=await count_mails(uow, subject),
        **await _filters(uow, shelf, subject),
        **await _trouble(request, uow),
        undo=undo if undo and undo.state == "cancelled" else None,
        shown=shelf,
        first=after is None,
        labels=labels,
        refusal=typed.refusal if typed else None,
        may_write=PERMISSIONS.allows(identity, MANAGE_MAILS),
        sees_templates=PERMISSIONS.allows(identity, SEE_TEMPLATES),
        of_the_dsden=uow.scope.department_wide,
        sees_outgoing=PERMISSIONS.allows(identity, SEE_OUTGOING),
        waiting=WAITING,
        kept_here=_kept_here(request),
        resendable=RESENDABLE,
        now=uow.now,
    )


async def _filters(uow: UnitOfWork, shelf: Shelf, subject: Subject | None) -> dict[str, Any]:
    """What the list is kept to, and what it may be kept to: subjects there are mails about."""
    there = {*await read_subjects(uow), subject}
    return {
        "listing": Listing(LIST, ("recent",), "", {SUBJECT: subject or ""}, {"etat": shelf.value}),
        "subject": subject,
        "subject_choices": [(one.value, labels.SUBJECTS[one]) for one in Subject if one in there],
    }


def _asked_subject(request: Request) -> Subject | None:
    """What the list is kept to; a word nobody knows keeps it to nothing."""
    asked = request.query_params.get(SUBJECT, "")
    return next((one for one in Subject if one == asked), None)


async def _list_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], mail_id: UUID
) -> Response:
    await read_mail(uow, MailId(mail_id))
    return await _list(request, uow, typed=typed)


@router.form("/envois/{mail_id}/renvoi", action=MANAGE_MAILS, redisplay=_list_again)
async def resend(
    mail_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """Send again, with today's address."""
    await read_mail(uow, MailId(mail_id))
    await resend_mail(uow, mail_id=MailId(mail_id), now=uow.now)
    return see_other(f"{LIST}?etat={Shelf.WAITING}", notice="Le courriel repart.")


@router.form("/envois/{mail_id}/annulation", action=MANAGE_MAILS, redisplay=_list_again)
async def cancel(
    mail_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """Keep a mail from leaving; the page that follows can undo it."""
    await read_mail(uow, MailId(mail_id))
    await cancel_mail(uow, mail_id=MailId(mail_id), now=uow.now)
    return see_other(f"{LIST}?annule={mail_id}")


@router.form("/envois/{mail_id}/retablissement", action=MANAGE_MAILS, redisplay=_list_again)
async def restore(
    mail_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """Undo a cancellation."""
    await read_mail(uow, MailId(mail_id))
    await restore_mail(uow, mail_id=MailId(mail_id), now=uow.now)
    return see_other(f"{LIST}?etat={Shelf.WAITING}", notice="L’annulation est retirée.")


@router.fragment("/envois/fragments/apercu/{placement_id}", action=PREVIEW_MAIL)
async def agreement_preview(
    request: Request, placement_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """What the host will read once a place is confirmed, and whether it will at all."""
    composer = composer_of(runtime_of(request))
    for uai in sorted(uow.scope.uais):
        try:
            added = await OwnSentences(uow).of_lycee(uai)
            preview = await preview_to_the_host(
                composer,
                uai=uai,
                placement_id=placement_id,
                new_id=uow.new_id(),
                own_sentence=added.get(Template.HOST_AGREED, ""),
                now=uow.now,
            )
        except QuestionUnanswered:
            # The page around says what is true all the same.
            return render(request, "notifications/desk/preview_fragment.html", preview=None)
        if preview is None:
            continue
        await note_reading(uow, action=PREVIEW_MAIL.name, resource_id=placement_id, uai=uai)
        why = labels.why_none(preview.reason) if preview.reason else None
        return render(
            request,
            "notifications/desk/preview_fragment.html",
            preview=preview,
            why=why,
            labels=labels,
            **await _trouble(request, uow),
        )
    raise NotFound


@router.fragment("/envois/fragments/aujourdhui", action=SEE_MAILS)
async def today(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the home page says of mails."""
    await _TODAY.ahead(uow, given(uow))
    return render(
        request,
        "notifications/desk/fragment_today.html",
        counts=await count_mails(uow),
        **await _trouble(request, uow),
    )


def _kept_here(request: Request) -> bool:
    """Whether what is sent goes to the mailbox of the demonstration, and no further."""
    settings: Settings = request.app.state.settings
    return settings.demo_smtp_port is not None


async def _trouble(request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """Whether mails leave at all."""
    trouble = await read_server_trouble(uow)
    settings: Settings = request.app.state.settings
    return {"trouble": trouble, "stopped": trouble is not None or settings.smtp_host is None}
