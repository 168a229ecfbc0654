"""The forms of a committee: entered and corrected by the supervisor."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.committees.commands import add_committee, correct_committee
from services.coordination.committees.forms import (
    PERIMETER_CHARACTERS_MAX,
    CommitteeForm,
    CorrectedCommitteeForm,
)
from services.coordination.committees.labels import kind_choices
from services.coordination.committees.store import Committees
from services.coordination.permissions import MANAGE_COMMITTEES

router = Router()
NEW = "/comites/nouveau"
EDIT = "/comites/{committee_id}/correction"


@router.page(NEW, action=MANAGE_COMMITTEES)
async def new(request: Request) -> Response:
    """An empty committee."""
    return _form(request, Typed.blank(CommitteeForm))


async def _new_again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any], committee_id: UUID | None = None) -> Response:
    if typed.current:
        typed = replace(typed, current=_shown(typed.current))
    return render(
        request,
        "coordination/committees/committee_form.html",
        typed=typed,
        committee_id=committee_id,
        kinds=kind_choices(),
        perimeter_max=PERIMETER_CHARACTERS_MAX,
    )


@router.form(NEW, action=MANAGE_COMMITTEES, redisplay=_new_again)
async def add(
    uow: RequestUnitOfWork, typed: Annotated[Typed[CommitteeForm], form_of(CommitteeForm)]
) -> Response:
    """Enter a committee."""
    committee_id = await add_committee(uow, details=typed.model.details())
    return see_other(f"/comites/{committee_id}", notice="Comité créé. Ajoutez ses membres.")


@router.page(EDIT, action=MANAGE_COMMITTEES)
async def edit(request: Request, uow: RequestUnitOfWork, committee_id: UUID) -> Response:
    """A committee to correct."""
    found = await Committees(uow).get(committee_id)
    known = _shown(vars(found.details))
    return _form(
        request, Typed.blank(CorrectedCommitteeForm, **known, version=found.version), committee_id
    )


async def _edit_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], committee_id: UUID
) -> Response:
    await Committees(uow).get(committee_id)
    return _form(request, typed, committee_id)


@router.form(EDIT, action=MANAGE_COMMITTEES, redisplay=_edit_again)
async def correct(
    committee_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedCommitteeForm], form_of(CorrectedCommitteeForm)],
) -> Response:
    """Correct a committee."""
    form = typed.model
    await correct_committee(
        uow, committee_id=committee_id, version=form.version, details=form.details()
    )
    return see_other(f"/comites/{committee_id}", notice="Comité corrigé.")


def _shown(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, with communes as people write them, one a line."""
    communes = "\n".join(town_text(one, None) for one in known["communes"])
    return {**known, "communes": communes or None}
