"""« Modèles de courriels »: what each mail says, to whom and when; what the lycée adds to it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.notifications.drawing.queries import Drawn
from services.notifications.mails.model.template import Template
from services.notifications.permissions import PERMISSIONS, SEE_TEMPLATES, WRITE_SENTENCES
from services.notifications.previews import labels
from services.notifications.previews.forms import SentenceForm
from services.notifications.previews.queries import draw_example
from services.notifications.sentences.commands import write_sentence
from services.notifications.sentences.model import SENTENCE_MAX, OwnSentence, takes_sentence
from services.notifications.sentences.store import OwnSentences

router = Router()
LIST = "/envois/modeles"
ONE = f"{LIST}/{{template}}"


@router.page(LIST, action=SEE_TEMPLATES)
async def previews(request: Request, uow: RequestUnitOfWork) -> Response:
    """Every mail: what it is called, when it leaves, to whom."""
    return render(
        request,
        "notifications/previews/previews.html",
        sections=labels.sections(),
        added=await OwnSentences(uow).added_to(uow.scope.uais),
        labels=labels,
    )


@router.page(ONE, action=SEE_TEMPLATES)
async def preview(request: Request, uow: RequestUnitOfWork, template: str) -> Response:
    """One mail with an example, and what one’s lycées add to it."""
    return await _page(request, uow, _shown(template))


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], template: str
) -> Response:
    return await _page(request, uow, _shown(template), typed)


async def _page(
    request: Request, uow: UnitOfWork, template: Template, typed: Typed[Any] | None = None
) -> Response:
    names = context_of(request).user.lycees
    uais = [uai for uai in names if uai in uow.scope.uais]
    said = await OwnSentences(uow).of_mail(template, uais)
    may_add = {uai for uai, _ in writable(request, PERMISSIONS, WRITE_SENTENCES)}
    return render(
        request,
        "notifications/previews/preview.html",
        template=template,
        labels=labels,
        drawn={uai: _drawn(request, uow, template, names[uai], said[uai]) for uai in uais},
        names=names,
        said=said,
        typed=_forms(said, typed),
        takes=takes_sentence(template),
        may_add=may_add,
        sentence_max=SENTENCE_MAX,
    )


@router.form(ONE, action=WRITE_SENTENCES, redisplay=_again)
async def write(
    template: str,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SentenceForm], form_of(SentenceForm)],
) -> Response:
    """Add a sentence to a mail, change it, or remove it; the page that follows can undo it."""
    mail, form = _shown(template), typed.model
    before = await write_sentence(
        uow, template=mail, text=form.text, version=form.version, uai=form.uai, now=uow.now
    )
    fields = {"text": before.text, "version": str(form.version + 1)}
    undo = Undo(f"{LIST}/{mail}", fields | ({"uai": form.uai} if form.uai else {}))
    done = "Phrase enregistrée." if form.text.strip() else "Phrase retirée."
    return see_other(f"{LIST}/{mail}", notice=done, undo=undo)


def _shown(template: str) -> Template:
    found = next((one for one in Template if one.value == template and one.shown), None)
    if found is None:
        raise NotFound
    return found


def _forms(
    said: Mapping[Uai, OwnSentence], typed: Typed[Any] | None
) -> Mapping[Uai, Typed[SentenceForm]]:
    """A form for each lycée; what was typed stays in the one it was typed in."""
    forms = {
        uai: Typed.blank(SentenceForm, text=one.text, version=one.version, uai=uai)
        for uai, one in said.items()
    }
    if typed is not None:
        of = next((uai for uai in said if uai == typed.value("uai")), next(iter(said), None))
        if of is not None:
            forms[of] = typed
    return forms


def _drawn(
    request: Request, uow: UnitOfWork, template: Template, lycee: str, said: OwnSentence
) -> Drawn:
    settings: Settings = request.app.state.settings
    return draw_example(
        template,
        sender=lycee,
        own_sentence=said.text if takes_sentence(template) else "",
        public_url=settings.public_url,
        demonstration=settings.demonstration,
        now=uow.now,
    )
