"""One change to many companies: chosen in the list, looked at, made, taken back."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, writable
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import date_fr, plural
from services.partnerships.actions.model import SchoolAction
from services.partnerships.actions.queries.invited import read_open_actions
from services.partnerships.actions.store import Actions
from services.partnerships.base.labels import choices
from services.partnerships.choices.pages import CHOICE, choice_of, choice_typed, named
from services.partnerships.mass_changes.commands.confirm_change import confirm_change
from services.partnerships.mass_changes.commands.drop_change import drop_change
from services.partnerships.mass_changes.commands.prepare_change import prepare_change
from services.partnerships.mass_changes.commands.undo_change import undo_change
from services.partnerships.mass_changes.forms import ChangeForm, ChangeVersionForm
from services.partnerships.mass_changes.labels import ASKING, KINDS, STATUSES, WHY, asked_in_words
from services.partnerships.mass_changes.model import ChangeAsked, ChangeKind, ChangeStatus
from services.partnerships.mass_changes.queries import LATEST, read_change
from services.partnerships.mass_changes.store.mass_changes import MassChanges
from services.partnerships.partnerships.labels import STAGES
from services.partnerships.permissions import CHANGE_MANY, PERMISSIONS
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.pages.staff import staff_of

router = Router()
CHANGES = "/entreprises/changements"
CHANGE = f"{CHANGES}/{{change_id}}"
Seen = Annotated[Typed[ChangeVersionForm], form_of(ChangeVersionForm)]


@router.page(CHOICE, action=CHANGE_MANY)
async def choose(request: Request, uow: RequestUnitOfWork, quoi: str = "") -> Response:
    """What to do with the companies that were chosen; the last changes below."""
    kind = ASKING.get(quoi, ChangeKind.TASK)
    return await _choose(request, uow, Typed.blank(ChangeForm, kind=kind))


async def _choose(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    choice = await choice_typed(request, uow, typed)
    kind = next((one for one in ChangeKind if one == typed.value("kind")), ChangeKind.TASK)
    latest = await MassChanges(uow).latest(LATEST)
    invited_to = {one.asked.action_id for one in latest if one.asked.action_id}
    people = (await staff_of(request, uow.scope.uais)).choices_with(typed.value("assignee"))
    return render(
        request,
        "partnerships/choices/companies_chosen.html",
        typed=typed,
        choice=choice,
        named=await named(uow, choice),
        kind=kind,
        kinds=[(word, one, KINDS[one]) for word, one in ASKING.items()],
        Kind=ChangeKind,
        codes=choices(TASKS),
        people=people,
        stages=_stages(),
        actions=await _actions(request, uow) if kind is ChangeKind.INVITATION else (),
        lycees=writable(request, PERMISSIONS, CHANGE_MANY),
        latest=latest,
        titles=await Actions(uow).titles(invited_to),
        **_labels(),
    )


async def _actions(request: Request, uow: UnitOfWork) -> list[tuple[str, str]]:
    """Actions those companies may be invited to, with whose they are where those of several are shown."""
    whose = {uai: f"{name}\u00a0: " for uai, name in chooser_of(request).tags.items()}
    return [
        (
            str(one.id),
            f"{whose.get(one.uai, '')}{one.details.title}, {date_fr(one.details.planned_on)}",
        )
        for one in await read_open_actions(uow)
    ]


def _stages() -> list[tuple[str, str]]:
    """Stages a partnership that is open can be moved to."""
    return [
        (stage.value, label)
        for stage, (label, _) in STAGES.items()
        if stage is not PartnershipStage.PROSPECT
    ]


def _labels() -> Mapping[str, Any]:
    return {"said": asked_in_words, "statuses": STATUSES, "why": WHY}


@router.form(CHANGES, action=CHANGE_MANY, redisplay=_choose)
async def prepare(
    request: Request,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[ChangeForm], form_of(ChangeForm)],
) -> Response:
    """Look at what the change would do."""
    form = typed.model
    lycee = uow.writing_for(form.uai)
    asked = form.asked()
    if asked.task:
        (await staff_of(request, [lycee])).expect(asked.task.assignee, lycee)
    choice = await choice_of(request, uow, form.choice, own={lycee})
    change_id = await prepare_change(
        uow,
        asked=asked,
        company_ids=choice.ids,
        account_id=identity.account_id,
        roles=identity.roles_at(lycee),
        uai=lycee,
        now=uow.now,
    )
    return see_other(f"{CHANGES}/{change_id}")


@router.page(CHANGE, action=CHANGE_MANY)
async def show_change(request: Request, change_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What it will do, how far it is, what it did, what was taken back."""
    return await _show(request, uow, Typed.blank(ChangeVersionForm), change_id)


async def _show(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], change_id: UUID
) -> Response:
    after = _after(request)
    card = await read_change(uow, change_id, after=after)
    staff = await staff_of(request, [card.about.uai])
    return render(
        request,
        "partnerships/mass_changes/mass_change.html",
        card=card,
        about=card.about,
        typed=typed,
        staff=staff,
        first=not after,
        action=await _action(uow, card.about.asked),
        **_labels(),
    )


async def _action(uow: UnitOfWork, asked: ChangeAsked) -> SchoolAction | None:
    return await Actions(uow).get(asked.action_id) if asked.action_id else None


def _after(request: Request) -> int:
    asked = request.query_params.get("apres", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


@router.form(f"{CHANGE}/confirmation", action=CHANGE_MANY, redisplay=_show)
async def confirm(
    change_id: UUID, uow: RequestUnitOfWork, identity: CurrentIdentity, typed: Seen
) -> Response:
    """Make it; what follows can undo it."""
    uai = (await MassChanges(uow).get(change_id)).uai
    await confirm_change(
        uow,
        change_id=change_id,
        version=typed.model.version,
        roles=identity.roles_at(uai),
        now=uow.now,
    )
    card = await read_change(uow, change_id)
    here = f"{CHANGES}/{change_id}"
    undo = Undo(f"{here}/annulation", {"version": str(card.about.version)})
    if card.about.status is ChangeStatus.RUNNING:
        return see_other(here, notice="Le changement avance.", undo=undo)
    did = "invitée" if card.about.asked.action_id else "changée"
    done = plural(card.tally.changed, f"entreprise {did}", f"entreprises {did}s")
    return see_other(here, notice=f"{done}.", undo=undo)


@router.form(f"{CHANGE}/annulation", action=CHANGE_MANY, redisplay=_show)
async def undo(
    change_id: UUID, uow: RequestUnitOfWork, identity: CurrentIdentity, typed: Seen
) -> Response:
    """Take it back; what somebody edited since stays, and is listed."""
    uai = (await MassChanges(uow).get(change_id)).uai
    await undo_change(
        uow,
        change_id=change_id,
        version=typed.model.version,
        roles=identity.roles_at(uai),
        now=uow.now,
    )
    return see_other(f"{CHANGES}/{change_id}")


@router.form(f"{CHANGE}/abandon", action=CHANGE_MANY, redisplay=_show)
async def drop(
    change_id: UUID,
    uow: RequestUnitOfWork,
    typed: Seen,  # noqa: ARG001 refuses other fields
) -> Response:
    """Give up what was only looked at."""
    await drop_change(uow, change_id=change_id)
    return see_other("/entreprises", notice="Changement abandonné\u202f: rien n’a été enregistré.")
