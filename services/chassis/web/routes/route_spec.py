"""What a route says of itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import Response

from services.chassis.unit_of_work.permissions import Action
from services.chassis.web.routes.route_examples import Described
from services.chassis.web.views.forms import FormModel

Kind = Literal["page", "fragment", "query", "form", "command"]
Redisplay = Callable[..., Awaitable[Response]]
Reads = Callable[..., Awaitable[Any]]
BODY_MAX = 1024 * 1024
"""Bytes of a request; no form of ours comes near it."""
JSON_BODY_MAX = 128 * 1024
"""Bytes of a request in JSON, whatever the route: it is read in one step, which holds the event loop
(a millisecond for ten thousand bytes), and a thread would not let go of it."""
FILE_BODY_MAX = 12 * 1024 * 1024
"""Bytes of a request that carries a file, as a spreadsheet of thousands of rows."""

DECLARED = "__passerelle_route__"
"""The attribute of an endpoint that holds what its route declared."""


@dataclass(frozen=True)
class Declared:
    """The action a route is, and how it is answered."""

    action: Action
    kind: Kind
    redisplay: Redisplay | None = None
    recorded: bool = True
    """Whether the command's answer is kept under its `command_id`."""
    form: type[FormModel] | None = None
    """The fields it takes, when it is a form that takes any."""
    body_max: int = BODY_MAX
    reads: Reads | None = None
    """Reads the file it brings before its transaction begins, see `Router.form`."""
    by_token: bool = False
    """Whether a program without a session may ask it, by the token of the settings."""
    also: tuple[int, ...] = ()
    """Statuses it answers besides those of its kind, see `route_answers.py`."""
    secret: bool = False
    """Whether its address is itself a secret: whoever reads it may come in."""
    one_click: bool = False
    """Whether mail programs send it too (RFC 8058): without session, page or id of a command."""
    whole: bool = False
    """Whether it shows all one may see whatever lycée was chosen in the header."""

    described: Described | None = None
    """What people who write programs read about it."""

    @property
    def writes(self) -> bool:
        """Whether it changes something: answered once, in a transaction."""
        return self.kind in ("form", "command")


def declaration(route: object) -> Declared | None:
    """What a route declared, or None."""
    return getattr(getattr(route, "endpoint", None), DECLARED, None)
