"""One mail to many companies: written, looked at, confirmed once, followed, stopped."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.partnerships.companies import InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import date_fr, time_fr
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.base.labels import choices
from services.partnerships.choices.pages import choice_of, choice_typed, named
from services.partnerships.company_views.pages.list_filter import formation_labels
from services.partnerships.exchanges.labels import PURPOSES
from services.partnerships.mailing_texts.forms import taken
from services.partnerships.mailing_texts.model import READY, Ready, ready_for_period
from services.partnerships.mailings.commands import (
    cancel_mailing,
    correct_mailing,
    draft_mailing,
    drop_mailing,
    plan_mailing,
)
from services.partnerships.mailings.forms import MailingForm, NewMailingForm, SendForm
from services.partnerships.mailings.labels import (
    LETTERS,
    RECIPIENTS_CHANGED,
    STATUSES,
    held_choices,
)
from services.partnerships.mailings.model import (
    PLACEHOLDERS,
    RECIPIENTS_MAX,
    MailingBegun,
    MailingStatus,
    TooManyRecipients,
)
from services.partnerships.mailings.queries import read_latest, read_mailing
from services.partnerships.mailings.store.mailings import Mailings
from services.partnerships.permissions import PERMISSIONS, WRITE_TO_MANY
from services.partnerships.recipients.labels import EXCLUDED
from services.partnerships.tasks.pages.staff import staff_of

router = Router()
MAILINGS = "/entreprises/courriels"
MAILING = f"{MAILINGS}/{{mailing_id}}"
NEW = f"{MAILINGS}/nouveau"
LOOK_AGAIN = "verifier"


@router.page(MAILINGS, action=WRITE_TO_MANY)
async def mailings(request: Request, uow: RequestUnitOfWork) -> Response:
    """The last ones."""
    return render(
        request,
        "partnerships/mailings/mailings.html",
        latest=await read_latest(uow),
        statuses=STATUSES,
    )


@router.page(NEW, action=WRITE_TO_MANY)
async def new_mailing(request: Request, uow: RequestUnitOfWork) -> Response:
    """A mail to the companies that were chosen, begun from the days of a PFMP where it is for one."""
    ready = await _for_period(request, uow)
    said = {"subject": ready.subject, "body": ready.body} if ready else {}
    typed = Typed.blank(NewMailingForm, purpose=InteractionPurpose.PFMP, **said)
    return await _new_mailing(request, uow, typed)


async def _for_period(request: Request, uow: UnitOfWork) -> Ready | None:
    asked = request.query_params
    try:
        days = [date.fromisoformat(asked.get(name, "")) for name in ("du", "au")]
    except ValueError:  # begun from elsewhere
        return None
    mef = asked.get("formation", "")
    formations = await formation_labels(request, uow, {mef} if mef else set())
    first_day, last_day = (date_fr(day, weekday=False) for day in days)
    return ready_for_period(formations.get(mef), first_day, last_day)


async def _new_mailing(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    choice, found = await choice_typed(request, uow, typed), taken(typed)
    return render(
        request,
        "partnerships/mailings/new.html",
        typed=found.typed,
        taken=found,
        texts=[(code.value, one.title) for code, one in READY.items()],
        choice=choice,
        named=await named(uow, choice),
        too_many=TooManyRecipients.title if len(choice.ids) > RECIPIENTS_MAX else "",
        purposes=choices(PURPOSES),
        placeholders=PLACEHOLDERS,
        lycees=writable(request, PERMISSIONS, WRITE_TO_MANY),
    )


@router.form(MAILINGS, action=WRITE_TO_MANY, redisplay=_new_mailing)
async def draft(
    request: Request,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[NewMailingForm], form_of(NewMailingForm)],
) -> Response:
    """Look at it first."""
    form = typed.model
    form.expect_written()
    lycee = uow.writing_for(form.uai)
    choice = await choice_of(request, uow, form.choice, own={lycee})
    mailing_id = await draft_mailing(
        uow,
        text=form.text(),
        purpose=form.purpose,
        company_ids=choice.ids,
        author=identity.account_id,
        uai=lycee,
        now=uow.now,
    )
    return see_other(f"{MAILINGS}/{mailing_id}")


@router.page(MAILING, action=WRITE_TO_MANY)
async def show_mailing(request: Request, mailing_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What each will read, then how far it is."""
    typed = Typed.blank(SendForm)
    if LOOK_AGAIN in request.query_params:
        typed = typed.saying(RECIPIENTS_CHANGED)
    return await _show(request, uow, typed, mailing_id)


async def _show(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], mailing_id: UUID
) -> Response:
    after = _after(request)
    card = await read_mailing(uow, mailing_id, after=after)
    uai = card.about.uai
    await note_contacts(uow, [uai], action="list-contacts")
    return render(
        request,
        "partnerships/mailings/mailing.html",
        card=card,
        about=card.about,
        typed=typed,
        staff=await staff_of(request, [uai]),
        statuses=STATUSES,
        letters=LETTERS,
        excluded=EXCLUDED,
        held=held_choices(card),
        purpose_labels=PURPOSES,
        first=not after,
    )


def _after(request: Request) -> int:
    asked = request.query_params.get("apres", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


@router.page(f"{MAILING}/correction", action=WRITE_TO_MANY)
async def correction(request: Request, mailing_id: UUID, uow: RequestUnitOfWork) -> Response:
    """A draft to correct."""
    known = await Mailings(uow).get(mailing_id)
    held = vars(known.text) if known.text else {}
    typed = Typed.blank(MailingForm, **held, purpose=known.purpose, version=known.version)
    return await _correction(request, uow, typed, mailing_id)


async def _correction(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], mailing_id: UUID
) -> Response:
    known = await Mailings(uow).get(mailing_id)
    if known.status is not MailingStatus.DRAFT:
        typed = typed.saying(MailingBegun.title)
    return render(
        request,
        "partnerships/mailings/correction.html",
        typed=typed,
        about=known,
        purposes=choices(PURPOSES),
        placeholders=PLACEHOLDERS,
    )


@router.form(f"{MAILING}/correction", action=WRITE_TO_MANY, redisplay=_correction)
async def correct(
    mailing_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MailingForm], form_of(MailingForm)],
) -> Response:
    """Say it otherwise."""
    form = typed.model
    await correct_mailing(
        uow,
        mailing_id=mailing_id,
        version=form.version,
        text=form.text(),
        purpose=form.purpose,
    )
    return see_other(f"{MAILINGS}/{mailing_id}")


@router.form(f"{MAILING}/envoi", action=WRITE_TO_MANY, redisplay=_show)
async def send(
    mailing_id: UUID,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[SendForm], form_of(SendForm)],
) -> Response:
    """Have it leave in a minute."""
    planned = await plan_mailing(
        uow,
        mailing_id=mailing_id,
        version=typed.model.version,
        author=identity.account_id,
        knowingly=frozenset(typed.model.knowingly),
        now=uow.now,
    )
    here = f"{MAILINGS}/{mailing_id}"
    if not planned:
        return see_other(f"{here}?{LOOK_AGAIN}=1")
    leaves_at = (await Mailings(uow).get(mailing_id)).leaves_at or uow.now
    notice = f"Le courriel part à {time_fr(leaves_at)}, un à chacun."
    return see_other(here, notice=notice, undo=Undo(f"{here}/annulation"))


@router.form(f"{MAILING}/annulation", action=WRITE_TO_MANY, redisplay=_show)
async def cancel(
    mailing_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Keep what has not left from leaving."""
    await cancel_mailing(uow, mailing_id=mailing_id, now=uow.now)
    return see_other(f"{MAILINGS}/{mailing_id}", notice="Ce qui n’était pas parti ne partira pas.")


@router.form(f"{MAILING}/abandon", action=WRITE_TO_MANY, redisplay=_show)
async def drop(
    mailing_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Give up a draft."""
    await drop_mailing(uow, mailing_id=mailing_id)
    return see_other(MAILINGS, notice="Courriel abandonné\u202f: rien n’est parti.")
