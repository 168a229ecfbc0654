"""What can be killed again and again: the spine of every service, and the mailer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.base.failpoints import FAILPOINTS, MAIL_FAILPOINTS
from tests.faults import mail_world, world
from tests.faults.mail_bugs import MAIL_BUGS
from tests.faults.seeded_bugs import SEEDED_BUGS
from tests.faults.verdict import Verdict, judge
from tests.faults.world import Life, Place

RAISE_EVERY = 8


@dataclass(frozen=True)
class Kind:
    """A world: how it lives, where it may die, which bugs can be put in, who judges it."""

    live: Callable[[Place, Life, float], Coroutine[Any, Any, None]]
    failpoints: tuple[str, ...]
    bugs: Mapping[str, Callable[[], None]]
    judge: Callable[[Place], Coroutine[Any, Any, Verdict]] | None = None
    besides: Callable[[int, str], str] = lambda _, __: ""
    """What else the nth life, which dies at this failpoint, is armed with."""


def _a_handler_that_fails(number: int, name: str) -> str:
    if number % RAISE_EVERY or name.startswith("reaction.before_commit"):
        return ""
    return ",reaction.before_commit=raise@1"


KINDS: Mapping[str, Kind] = {
    "spine": Kind(world.live, FAILPOINTS, SEEDED_BUGS, judge, _a_handler_that_fails),
    # Judged where the mails arrive.
    "mail": Kind(mail_world.live, MAIL_FAILPOINTS, MAIL_BUGS),
}
