"""« Envois vers l’extérieur »: programs that are told what happens, and what became of each message."""

from datetime import UTC, datetime, time
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Request, Response

from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.notifications.endpoints import labels
from services.notifications.endpoints.commands import (
    SECRET_PURPOSE,
    add_endpoint,
    change_endpoint,
    pause_endpoint,
    remove_endpoint,
    replay_deliveries,
    replay_delivery,
    restore_endpoint,
    resume_endpoint,
    rotate_secret,
    try_endpoint,
)
from services.notifications.endpoints.forms import (
    ChangedEndpointForm,
    NewEndpointForm,
    SinceForm,
    VersionForm,
)
from services.notifications.endpoints.model.endpoint import KEPT, Endpoint, Networks
from services.notifications.endpoints.model.signature import written_secret
from services.notifications.endpoints.queries import (
    count_waiting,
    read_deliveries,
    read_endpoints,
    read_one_endpoint,
)
from services.notifications.permissions import MANAGE_OUTGOING, PERMISSIONS, SEE_OUTGOING

router = Router()
LIST = "/envois/exterieur"
ONE = f"{LIST}/{{endpoint_id}}"
PARIS = ZoneInfo("Europe/Paris")


@router.page(LIST, action=SEE_OUTGOING)
async def endpoints(request: Request, uow: RequestUnitOfWork) -> Response:
    """The destinations, and how to add one."""
    return await _list(request, uow, Typed.blank(NewEndpointForm))


async def _list(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    lycees = writable(request, PERMISSIONS, MANAGE_OUTGOING)
    return render(
        request,
        "notifications/endpoints/outgoing.html",
        endpoints=await read_endpoints(uow),
        waiting=await count_waiting(uow),
        typed=typed,
        lycees=lycees,
        may_write=bool(lycees),
        labels=labels,
        kept_days=KEPT.days,
    )


@router.form(LIST, action=MANAGE_OUTGOING, redisplay=_list)
async def add(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NewEndpointForm], form_of(NewEndpointForm)],
) -> Response:
    """Add one; the page it leads to shows its secret."""
    form = typed.model
    endpoint = await add_endpoint(
        uow,
        label=form.label,
        url=form.url,
        events=form.events,
        allowed=_allowed(request),
        uai=form.uai,
        now=uow.now,
    )
    return see_other(f"{LIST}/{endpoint.id}?montrer=secret", notice="Destination ajoutée.")


@router.page(ONE, action=SEE_OUTGOING)
async def endpoint(
    request: Request,
    uow: RequestUnitOfWork,
    endpoint_id: UUID,
    apres: UUID | None = None,
    montrer: str = "",
) -> Response:
    """One destination: what it was sent, what it answered, what may be done."""
    return await _page(request, uow, endpoint_id, after=apres, secret=montrer == "secret")


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], endpoint_id: UUID
) -> Response:
    return await _page(request, uow, endpoint_id, typed=typed)


async def _page(
    request: Request,
    uow: UnitOfWork,
    endpoint_id: UUID,
    *,
    after: UUID | None = None,
    secret: bool = False,
    typed: Typed[Any] | None = None,
) -> Response:
    found = await read_one_endpoint(uow, endpoint_id)
    may_write = PERMISSIONS.allows(context_of(request).user, MANAGE_OUTGOING)
    blank = Typed.blank(
        ChangedEndpointForm, **{name: getattr(found, name) for name in ("label", "url", "events")}
    )
    refused = typed.form if typed else None
    shows = secret and may_write and found.shows_its_secret(uow.now)
    return render(
        request,
        "notifications/endpoints/outgoing_one.html",
        endpoint=found,
        page=await read_deliveries(uow, found, after=after),
        first=after is None,
        waiting=(await count_waiting(uow)).get(found.id, 0),
        typed=typed if refused is ChangedEndpointForm else blank,
        since=typed if refused is SinceForm else Typed.blank(SinceForm),
        refusal=typed.refusal if typed and refused in (VersionForm, FormModel) else None,
        secret=_secret(uow, found) if shows else None,
        may_write=may_write,
        labels=labels,
        now=uow.now,
        oldest=(uow.now - KEPT).astimezone(PARIS).date(),
        today=uow.now.astimezone(PARIS).date(),
    )


@router.form(f"{ONE}/correction", action=MANAGE_OUTGOING, redisplay=_again)
async def change(
    request: Request,
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ChangedEndpointForm], form_of(ChangedEndpointForm)],
) -> Response:
    """Another name, address, or other facts."""
    form = typed.model
    await change_endpoint(
        uow,
        endpoint_id=endpoint_id,
        version=form.version,
        label=form.label,
        url=form.url,
        events=form.events,
        allowed=_allowed(request),
    )
    return see_other(_of(endpoint_id), notice="Destination modifiée.")


@router.form(f"{ONE}/secret", action=MANAGE_OUTGOING, redisplay=_again)
async def rotate(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Another secret; the one before signs too, for a day."""
    await rotate_secret(uow, endpoint_id=endpoint_id, version=typed.model.version, now=uow.now)
    return see_other(f"{_of(endpoint_id)}?montrer=secret", notice="Nouveau secret.")


@router.form(f"{ONE}/essai", action=MANAGE_OUTGOING, redisplay=_again)
async def try_it(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """A message that says nothing."""
    await try_endpoint(uow, endpoint_id=endpoint_id, now=uow.now)
    return see_other(
        _of(endpoint_id), notice="Message d’essai demandé\u202f: rechargez la page pour la réponse."
    )


@router.form(f"{ONE}/suspension", action=MANAGE_OUTGOING, redisplay=_again)
async def pause(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Send nothing for a while."""
    version = typed.model.version
    await pause_endpoint(uow, endpoint_id=endpoint_id, version=version, now=uow.now)
    undo = Undo(f"{_of(endpoint_id)}/reprise", {"version": str(version + 1)})
    return see_other(
        _of(endpoint_id), notice="Envois suspendus\u202f: ce qui arrive attend.", undo=undo
    )


@router.form(f"{ONE}/reprise", action=MANAGE_OUTGOING, redisplay=_again)
async def resume(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Send what waited."""
    await resume_endpoint(uow, endpoint_id=endpoint_id, version=typed.model.version, now=uow.now)
    return see_other(_of(endpoint_id), notice="Les envois reprennent, dans l’ordre.")


@router.form(f"{ONE}/suppression", action=MANAGE_OUTGOING, redisplay=_again)
async def remove(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Send nothing any more."""
    await remove_endpoint(uow, endpoint_id=endpoint_id, version=typed.model.version, now=uow.now)
    undo = Undo(f"{_of(endpoint_id)}/retablissement")
    return see_other(LIST, notice="Destination supprimée.", undo=undo)


@router.form(f"{ONE}/retablissement", action=MANAGE_OUTGOING)
async def restore(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """Take a removal back."""
    await restore_endpoint(uow, endpoint_id=endpoint_id)
    return see_other(_of(endpoint_id), notice="Destination rétablie, avec ce qu’elle a manqué.")


@router.form(f"{ONE}/renvois", action=MANAGE_OUTGOING, redisplay=_again)
async def replay_since(
    endpoint_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SinceForm], form_of(SinceForm)],
) -> Response:
    """Everything since a day, once more."""
    since = datetime.combine(typed.model.since, time(), tzinfo=PARIS).astimezone(UTC)
    count = await replay_deliveries(uow, endpoint_id=endpoint_id, since=since, now=uow.now)
    told = {0: "Rien n’a été envoyé depuis ce jour.", 1: "Un message repart."}
    return see_other(_of(endpoint_id), notice=told.get(count, f"{count} messages repartent."))


@router.form(f"{ONE}/envois/{{delivery_id}}/renvoi", action=MANAGE_OUTGOING, redisplay=_again)
async def replay(
    endpoint_id: UUID,
    delivery_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 – its command id counts
) -> Response:
    """One message, once more."""
    await replay_delivery(uow, endpoint_id=endpoint_id, delivery_id=delivery_id, now=uow.now)
    return see_other(_of(endpoint_id), notice="Le message repart.")


def _of(endpoint_id: UUID) -> str:
    return f"{LIST}/{endpoint_id}"


def _allowed(request: Request) -> Networks:
    settings: Settings = request.app.state.settings
    return settings.outgoing_allowed


def _secret(uow: UnitOfWork, found: Endpoint) -> str:
    return written_secret(uow.links.signing_key(SECRET_PURPOSE, row_id=found.secret_id))
