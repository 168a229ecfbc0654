"""What a route says of itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import Response

from services.chassis.permissions import Action

Kind = Literal["page", "fragment", "query", "form", "command"]
Redisplay = Callable[..., Awaitable[Response]]


@dataclass(frozen=True)
class Declared:
    """The action a route is, and how it is answered."""

    action: Action
    kind: Kind
    redisplay: Redisplay | None = None
    recorded: bool = True
    """Whether the command's answer is kept under its `command_id`."""

    @property
    def writes(self) -> bool:
        """Whether it changes something: answered once, in a transaction."""
        return self.kind in ("form", "command")
