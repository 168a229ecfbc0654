"""Tokens of access (jetons d’accès): what a program may ask with one, and how often.

A token speaks to the JSON API alone. Pages are for people: no token opens one, so none changes a
password, a grant or another token.
"""

from starlette.requests import Request

from services.chassis.base.errors import Forbidden
from services.chassis.base.identity import TokenLimits
from services.chassis.security.sessions import bearer_token
from services.chassis.web.requests import request_audit
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.routes.route_spec import Declared

USES = Pace(times=600, seconds=60)
"""Requests of one token to one process: a spreadsheet that refreshes asks far less."""
UNKNOWN = Pace(times=30, seconds=60)
"""Tokens that are none, from one address."""


def refuse_unknown(request: Request) -> None:
    """Count a token that opens nothing. Raises TooOften after too many from one address."""
    if bearer_token(request) is not None:
        UNKNOWN.count(visitor_of(request))


async def hold_to(request: Request, limits: TokenLimits, declared: Declared, service: str) -> None:
    """Let a program do what its token allows. Raises Forbidden beyond, TooOften when it hurries."""
    USES.count(str(limits.token_id))
    why = _beyond(limits, declared, service)
    if why is not None:
        await request_audit.refused(request, declared.action.name)
        raise Forbidden(f"Action refusée\u202f: {why} Demandez un autre jeton à son titulaire.")


def _beyond(limits: TokenLimits, declared: Declared, service: str) -> str | None:
    """Why a token does not do, or None."""
    if declared.kind not in ("query", "command"):
        return "un jeton d’accès n’ouvre aucune page, seulement l’API."
    if limits.service is not None and limits.service != service:
        return "ce jeton d’accès est pour un autre service."
    if declared.writes and not limits.writes:
        return "ce jeton d’accès est en lecture seule."
    return None
