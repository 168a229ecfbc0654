"""What forms hold, and what their pages show of it."""

from typing import Any
from uuid import UUID

from services.chassis.web.views.forms import Typed


def named(typed: Typed[Any], name: str) -> UUID | None:
    """The id a hidden field holds; None when somebody made it something else."""
    try:
        return UUID(typed.value(name))
    except ValueError:
        return None
