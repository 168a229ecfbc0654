"""Rules gone past for one place, and heeded again."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.overrides.forms import OverrideForm, RuleForm
from services.internships.permissions import OVERRIDE_RULE
from services.internships.placements.commands.heed_rule import heed_rule
from services.internships.placements.commands.override_rule import override_rule
from services.internships.placements.pages.placements import PLACEMENT, redraw_placement

router = Router()


@router.form(f"{PLACEMENT}/regles", action=OVERRIDE_RULE, redisplay=redraw_placement)
async def go_past(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OverrideForm], form_of(OverrideForm)],
) -> Response:
    """Go past a rule, saying why."""
    form = typed.model
    await override_rule(
        uow,
        placement_id=placement_id,
        version=form.version,
        rule=form.rule,
        reason=form.override,
        now=uow.now,
    )
    here = f"/pfmp/placements/{placement_id}"
    undo = Undo(f"{here}/regles/retour", {"version": str(form.version), "rule": form.rule})
    return see_other(
        here, notice="Noté\u202f: la règle n’arrête plus ce lieu d’accueil.", undo=undo
    )


@router.form(f"{PLACEMENT}/regles/retour", action=OVERRIDE_RULE, redisplay=redraw_placement)
async def heed(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RuleForm], form_of(RuleForm)],
) -> Response:
    """Have the rule warn again."""
    form = typed.model
    await heed_rule(uow, placement_id=placement_id, version=form.version, rule=form.rule)
    return see_other(f"/pfmp/placements/{placement_id}", notice="La règle est de nouveau signalée.")
