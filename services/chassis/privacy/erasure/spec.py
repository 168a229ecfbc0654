"""What a service can erase, by kind: told again to a database that was restored."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

AnyErasure = TypeVar("AnyErasure", bound=Callable[..., Awaitable[None]])


@dataclass
class Erasing:
    """The kinds of erasure of one service."""

    service: str
    kinds: dict[str, Callable[..., Awaitable[None]]] = field(default_factory=dict)

    def of(self, kind: str) -> Callable[[AnyErasure], AnyErasure]:
        """Declare `async def f(uow, *, resource_id, now)` as what erases that kind.

        It may be done twice, and finds nothing where the backup is older than what is erased.
        """

        def declare(function: AnyErasure) -> AnyErasure:
            if kind in self.kinds:
                raise ValueError(f"{self.service} erases {kind} twice")
            self.kinds[kind] = function
            return function

        return declare
