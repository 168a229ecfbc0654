"""What heads say beside a figure, and where the supervisor reads it.

The text stays in this service: the department's read models never hold it, and the supervisor's
page asks for it by a fragment, each time it is shown.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.page import draw
from services.internships.comments.commands import comment_figure, remove_comment
from services.internships.comments.forms import CommentForm
from services.internships.comments.queries import figures_of
from services.internships.comments.store import Comment, Comments
from services.internships.permissions import DECIDE_PUBLICATION, READ_ALL_COMMENTS, READ_COMMENTS
from services.internships.publications.model import COMMENT_CHARACTERS

router = Router()
COMMENTS = "/pfmp/publication/{uai}/commentaires"


@router.fragment("/pfmp/fragments/commentaires", action=READ_ALL_COMMENTS)
async def all_comments(request: Request, uow: RequestUnitOfWork) -> Response:
    """What all heads say, for the supervisor's page."""
    return draw(
        request,
        "internships/comments/comments_fragment.html",
        comments=await Comments(uow).of(),
        named=True,
    )


@router.page("/pfmp/commentaires", action=READ_ALL_COMMENTS)
async def all_comments_page(request: Request, uow: RequestUnitOfWork) -> Response:
    """The same on a page of its own, for a browser without script."""
    return draw(
        request, "internships/comments/comments.html", comments=await Comments(uow).of(), named=True
    )


@router.fragment(COMMENTS, action=READ_COMMENTS)
async def comments_of(request: Request, uai: Uai, uow: RequestUnitOfWork) -> Response:
    """What the head of one lycée says: the same for the supervisor and for the head."""
    return draw(
        request,
        "internships/comments/comments_fragment.html",
        comments=await _of(uow, uai),
        named=False,
    )


@router.page("/pfmp/commentaires/{uai}", action=READ_COMMENTS)
async def comments_page(request: Request, uai: Uai, uow: RequestUnitOfWork) -> Response:
    """The same on a page of its own, for a browser without script."""
    return draw(
        request,
        "internships/comments/comments.html",
        comments=await _of(uow, uai),
        named=False,
        uai=uai,
    )


async def _of(uow: UnitOfWork, uai: Uai) -> Sequence[Comment]:
    if not uow.scope.department_wide and uai not in uow.scope.uais:
        raise NotFound
    return await Comments(uow).of(uai)


@router.page(COMMENTS + "/ecrire", action=DECIDE_PUBLICATION)
async def write(request: Request, uai: Uai, uow: RequestUnitOfWork) -> Response:
    """A sentence to write."""
    return await _write(request, uow, Typed.blank(CommentForm), uai)


async def _write(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], uai: Uai
) -> Response:
    lycee = uow.writing_for(Uai(uai))
    figures = [(figure.value, figure.label) for figure in await figures_of(uow, lycee)]
    longest = COMMENT_CHARACTERS
    return draw(
        request,
        "internships/comments/comment.html",
        typed=typed,
        uai=lycee,
        figures=figures,
        longest=longest,
    )


@router.form(COMMENTS, action=DECIDE_PUBLICATION, redisplay=_write)
async def comment(
    uai: Uai,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[CommentForm], form_of(CommentForm)],
) -> Response:
    """Write it; it replaces the one that figure had."""
    form = typed.model
    known = {figure.value: figure for figure in await figures_of(uow, uow.writing_for(uai))}
    figure = known.get(form.figure)
    if figure is None:
        raise Invalid("Choisissez un chiffre de la liste.", field="figure")
    await comment_figure(
        uow,
        uai=uai,
        family=FactFamily(figure.family),
        coverage_id=figure.coverage_id,
        named=identity.lycees[uai],
        figure=figure.label,
        text=form.text,
        now=uow.now,
    )
    return see_other(f"/departement/lycees/{uai}", notice="Commentaire enregistré.")


@router.form(COMMENTS + "/{comment_id}/retrait", action=DECIDE_PUBLICATION)
async def remove(uai: Uai, comment_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Take it back for good."""
    await remove_comment(uow, uai=uai, comment_id=comment_id)
    return see_other(f"/departement/lycees/{uai}", notice="Commentaire retiré.")
