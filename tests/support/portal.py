"""A portal that knows a few sessions, for tests of one service alone."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.identifiers import Uai
from services.chassis.base.identity import IDENTITY, Grant, Identity, Role
from services.chassis.security.sessions import SESSION_PATH


class KnownSessions:
    """Answers who a session belongs to, in the portal's own words."""

    def __init__(self, cookie: str = "passerelle") -> None:
        self._cookie = cookie
        self._identities: dict[str, Identity] = {}
        self.answers = True
        self.app = Starlette(routes=[Route(SESSION_PATH, self._session)])

    def sign_in(
        self,
        *grants: tuple[Role, Uai | None],
        name: str = "Camille Roux",
        account: UUID | None = None,
    ) -> str:
        """Open a session for an account with these roles; returns the cookie's value."""
        secret = uuid4().hex
        self._identities[secret] = Identity(account or uuid4(), name, tuple(_grants(grants)))
        return secret

    def sign_out(self, account: UUID) -> None:
        """Close the sessions of an account."""
        for secret in [s for s, who in self._identities.items() if who.account_id == account]:
            del self._identities[secret]

    async def _session(self, request: Request) -> Response:
        if not self.answers:
            return Response(status_code=503)
        identity = self._identities.get(request.cookies.get(self._cookie, ""))
        if identity is None:
            return Response(status_code=401)
        return Response(IDENTITY.dump_json(identity), media_type="application/json")


def _grants(grants: Iterable[tuple[Role, Uai | None]]) -> Iterable[Grant]:
    for role, uai in grants:
        yield Grant(role, uai, f"Lycée {uai}" if uai else None)
