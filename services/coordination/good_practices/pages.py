"""Good practices: the list, one with what is said of it, and what each may do."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from contracts.coordination.good_practices import PracticeTheme
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.good_practices.commands import (
    adopt_practice,
    comment_practice,
    correct_practice,
    leave_practice,
    pin_practice,
    restore_comment,
    restore_practice,
    share_practice,
    withdraw_comment,
    withdraw_practice,
)
from services.coordination.good_practices.forms import (
    CommentForm,
    CorrectedPracticeForm,
    LyceeForm,
    PracticeForm,
)
from services.coordination.good_practices.model import (
    COMMENT_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    THEMES,
    GoodPractice,
)
from services.coordination.good_practices.queries import read_practice, read_practices
from services.coordination.good_practices.store import GoodPractices
from services.coordination.permissions import (
    ADOPT_PRACTICES,
    PERMISSIONS,
    PIN_PRACTICES,
    SEE_NETWORK,
    SHARE_PRACTICES,
)

router = Router()
LIST = "/pratiques"
NEW = "/pratiques/nouvelle"
ITEM = "/pratiques/{practice_id}"
COMMENT = f"{ITEM}/commentaires/{{comment_id}}"
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]
ForLycee = Annotated[Typed[LyceeForm], form_of(LyceeForm)]
Nothing = Annotated[Typed[FormModel], form_of(FormModel)]
WORDS_MAX = 100


@router.page(LIST, action=SEE_NETWORK)
async def practices(
    request: Request,
    uow: RequestUnitOfWork,
    q: Annotated[str, Query(max_length=WORDS_MAX)] = "",
    theme: PracticeTheme | None = None,
    avant: UUID | None = None,
) -> Response:
    """What bureaux share: pinned first, then the newest."""
    user = context_of(request).user
    return render(
        request,
        "coordination/good_practices/practices.html",
        page=await read_practices(uow, words=q, theme=theme, before=avant),
        first=avant is None,
        words=q,
        asked=theme,
        themes=THEMES,
        theme_choices=_labels()["theme_choices"],
        may_share=PERMISSIONS.allows(user, SHARE_PRACTICES),
    )


@router.page(NEW, action=SHARE_PRACTICES)
async def new(request: Request) -> Response:
    """An empty practice."""
    return _form(request, Typed.blank(PracticeForm))


async def _new_again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any]) -> Response:
    return render(
        request,
        "coordination/good_practices/practice_form.html",
        typed=typed,
        lycees=writable(request, PERMISSIONS, SHARE_PRACTICES),
        **_labels(),
    )


@router.form(NEW, action=SHARE_PRACTICES, redisplay=_new_again)
async def share(
    uow: RequestUnitOfWork, typed: Annotated[Typed[PracticeForm], form_of(PracticeForm)]
) -> Response:
    """Share it with the network."""
    form = typed.model
    practice_id = await share_practice(uow, said=form.said, uai=form.uai, now=uow.now)
    return see_other(f"{LIST}/{practice_id}", notice="Bonne pratique partagée avec le réseau.")


@router.page(ITEM, action=SEE_NETWORK)
async def item(request: Request, uow: RequestUnitOfWork, practice_id: UUID) -> Response:
    """One practice; to who may not share it again, one that was withdrawn says so and no more (410)."""
    return await _item(request, uow, Typed.blank(CommentForm), practice_id)


async def _item(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], practice_id: UUID
) -> Response:
    found = await GoodPractices(uow).get(practice_id)
    user = context_of(request).user
    pins = PERMISSIONS.allows(user, PIN_PRACTICES)
    shares = PERMISSIONS.allows(user, SHARE_PRACTICES)
    own = uow.scope.uais
    writes = shares and (pins or found.uai in own)
    if found.withdrawn_at is not None and not writes:
        gone = "coordination/good_practices/practice_gone.html"
        return render(request, gone, status=410, typed=typed)
    return render(
        request,
        "coordination/good_practices/practice.html",
        read=await read_practice(uow, found),
        typed=typed,
        comment=typed if typed.form is CommentForm else Typed.blank(CommentForm),
        corrected=typed if typed.form is CorrectedPracticeForm else _filled(found),
        correcting=typed.form is CorrectedPracticeForm,
        may_write=writes,
        may_comment=shares and found.withdrawn_at is None,
        may_adopt=PERMISSIONS.allows(user, ADOPT_PRACTICES),
        may_pin=pins,
        own=own,
        lycees=writable(request, PERMISSIONS, SHARE_PRACTICES),
        comment_max=COMMENT_CHARACTERS_MAX,
        **_labels(),
    )


def _filled(found: GoodPractice) -> Typed[CorrectedPracticeForm]:
    return Typed.blank(CorrectedPracticeForm, **vars(found.said), version=found.version)


@router.form(f"{ITEM}/correction", action=SHARE_PRACTICES, redisplay=_item)
async def correct(
    practice_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedPracticeForm], form_of(CorrectedPracticeForm)],
) -> Response:
    """Say it in other words."""
    form = typed.model
    await correct_practice(
        uow, practice_id=practice_id, version=form.version, said=form.said, now=uow.now
    )
    return _back(practice_id, "Bonne pratique corrigée.")


@router.form(f"{ITEM}/retrait", action=SHARE_PRACTICES, redisplay=_item)
async def withdraw(practice_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Show it no more."""
    version = typed.model.version
    await withdraw_practice(uow, practice_id=practice_id, version=version, now=uow.now)
    here = f"{LIST}/{practice_id}"
    return see_other(
        here,
        notice="Bonne pratique retirée\u202f: elle reste ici 30 jours, pour la reprendre.",
        undo=Undo(f"{here}/partage", {"version": f"{version + 1}"}),
    )


@router.form(f"{ITEM}/partage", action=SHARE_PRACTICES, redisplay=_item)
async def restore(practice_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Share it again."""
    version = typed.model.version
    await restore_practice(uow, practice_id=practice_id, version=version, now=uow.now)
    return _back(practice_id, "Bonne pratique partagée de nouveau.")


@router.form(f"{ITEM}/epingle", action=PIN_PRACTICES, redisplay=_item)
async def pin(practice_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Have it read first."""
    version = typed.model.version
    await pin_practice(uow, practice_id=practice_id, version=version, pin=True, now=uow.now)
    return _back(practice_id, "Épinglée\u202f: le réseau la lit d’abord.")


@router.form(f"{ITEM}/desepingle", action=PIN_PRACTICES, redisplay=_item)
async def unpin(practice_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Have it read in its turn."""
    version = typed.model.version
    await pin_practice(uow, practice_id=practice_id, version=version, pin=False, now=uow.now)
    return _back(practice_id, "Désépinglée.")


@router.form(f"{ITEM}/reprise", action=ADOPT_PRACTICES, redisplay=_item)
async def adopt(practice_id: UUID, uow: RequestUnitOfWork, typed: ForLycee) -> Response:
    """Do the same."""
    uai = typed.model.uai
    await adopt_practice(uow, practice_id=practice_id, uai=uai, now=uow.now)
    return _back(practice_id, "C’est noté\u202f: votre bureau fait de même.")


@router.form(f"{ITEM}/abandon", action=ADOPT_PRACTICES, redisplay=_item)
async def leave(practice_id: UUID, uow: RequestUnitOfWork, typed: ForLycee) -> Response:
    """Do not, after all."""
    await leave_practice(uow, practice_id=practice_id, uai=typed.model.uai)
    return _back(practice_id, "C’est noté\u202f: votre bureau ne la reprend pas.")


@router.form(f"{ITEM}/commentaires", action=SHARE_PRACTICES, redisplay=_item)
async def say(
    practice_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CommentForm], form_of(CommentForm)],
) -> Response:
    """Say something of it."""
    form = typed.model
    comment_id = await comment_practice(
        uow, practice_id=practice_id, text=form.text, uai=form.uai, now=uow.now
    )
    here = f"{LIST}/{practice_id}"
    return see_other(
        f"{here}#commentaires",
        notice="Commentaire envoyé.",
        undo=Undo(f"{here}/commentaires/{comment_id}/retrait"),
    )


@router.form(f"{COMMENT}/retrait", action=SHARE_PRACTICES, redisplay=_item)
async def unsay(
    practice_id: UUID,
    comment_id: UUID,
    uow: RequestUnitOfWork,
    typed: Nothing,  # noqa: ARG001 refuses other fields
) -> Response:
    """Show a comment no more."""
    await withdraw_comment(uow, practice_id=practice_id, comment_id=comment_id, now=uow.now)
    here = f"{LIST}/{practice_id}"
    return see_other(
        f"{here}#commentaires",
        notice="Commentaire retiré.",
        undo=Undo(f"{here}/commentaires/{comment_id}/retablissement"),
    )


@router.form(f"{COMMENT}/retablissement", action=SHARE_PRACTICES, redisplay=_item)
async def say_again(
    practice_id: UUID,
    comment_id: UUID,
    uow: RequestUnitOfWork,
    typed: Nothing,  # noqa: ARG001 refuses other fields
) -> Response:
    """Show it again."""
    await restore_comment(uow, practice_id=practice_id, comment_id=comment_id)
    return _back(practice_id, "Commentaire rétabli.")


def _labels() -> Mapping[str, Any]:
    return {
        "themes": THEMES,
        "theme_choices": [(theme.value, label) for theme, label in THEMES.items()],
        "text_max": TEXT_CHARACTERS_MAX,
    }


def _back(practice_id: UUID, notice: str) -> Response:
    return see_other(f"{LIST}/{practice_id}", notice=notice)
