"""The bell of a page that stays open (avis non lus): how many notices its reader has not read, as that changes."""

from fastapi import Request, Response

from services.chassis.live.page_stream import ServerSentEvent, event_stream
from services.chassis.live.unread_counts import COUNTS
from services.chassis.unit_of_work.permissions import SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of, still_allowed
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import Router
from services.notifications.notices.queries.centre import count_unread

router = Router()
FOLLOW = "/avis/flux"
UNREAD = "unread"
"""The name of the event, as `bell.js` listens to it."""
LOOK_SECONDS = 3.0
"""How often the number is read anew while a page is open."""


@router.fragment(FOLLOW, action=SIGNED_IN)
async def follow(request: Request, after: int | None = None) -> Response:  # noqa: ARG001  read with the header that replaces it
    """Server-sent events: the number, each time it is another one."""
    runtime, context = runtime_of(request), context_of(request)
    account, scope = context.user.account_id, context.scope

    async def moved(shown: int | None) -> ServerSentEvent | None:
        async with runtime.work.begin(scope) as uow:
            many = await count_unread(uow, account)
        if many == shown:
            return None
        COUNTS.forget(account)
        return ServerSentEvent(many, str(many), event=UNREAD)

    return event_stream(
        request,
        runtime.changes,
        moved,
        # Every page has a bell: one that is left open is no use of the session.
        allowed=still_allowed(request, unattended=True),
        heartbeat_seconds=LOOK_SECONDS,
    )
