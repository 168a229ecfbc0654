"""The home page."""

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.home_parts import part_id, together
from services.chassis.web.router import CurrentIdentity, Router
from services.portal.accesses.queries import coming_accesses
from services.portal.accesses.store import Holder
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.pages import mailbox_seen_by
from services.portal.home.model.cards import OPERATION
from services.portal.home.model.home import (
    by_service,
    exchange_for,
    greeted,
    parts_for,
    sentence_for,
)
from services.portal.home.model.layout import rows_of

router = Router()


@router.page("/", action=SIGNED_IN)
async def home(request: Request, identity: CurrentIdentity) -> Response:
    """« Aujourd’hui »: what each role starts the day with."""
    runtime = runtime_of(request)
    now, parts = runtime.work.now(), parts_for(identity.roles)
    sentence = sentence_for(identity.roles)
    groups = by_service(parts, sentence)
    coming: list[Holder] = []
    if not parts:
        async with runtime.work.begin(DEPARTMENT) as uow:
            coming = await coming_accesses(uow, account_id=identity.account_id, now=now)
    return render(
        request,
        "portal/home/home.html",
        now=now,
        parts=parts,
        rows=rows_of(parts, identity.roles),
        sentence=sentence,
        greeted=greeted(identity.roles),
        exchange=exchange_for(identity.roles),
        # The operator begins with what is wrong.
        services=request.app.state.installation if OPERATION & set(identity.roles) else (),
        groups=[(together(group), [part_id(one) for one in group]) for group in groups],
        grouped={one for group in groups for one in group},
        part_id=part_id,
        coming=coming,
        mailbox=mailbox_seen_by(request) if runtime.settings.demonstration else "",
    )
