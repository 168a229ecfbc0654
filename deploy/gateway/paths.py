"""Which service answers a path: one origin, each service under its own prefixes."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

Target = TypeVar("Target")


class Routing(Generic[Target]):
    """Longest prefix wins; a prefix ends at a slash: `/pfmp` is not a prefix of `/pfmpx`."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self._targets = sorted(targets.items(), key=lambda item: len(item[0]), reverse=True)

    def find(self, path: str) -> Target | None:
        """The target of a path; None when no prefix covers it."""
        for prefix, target in self._targets:
            if path == prefix or path.startswith(prefix.rstrip("/") + "/"):
                return target
        return None


def by_prefix(services: Iterable[tuple[tuple[str, ...], Target]]) -> Routing[Target]:
    """Routing from each service's prefixes; raises ValueError when two claim the same."""
    targets: dict[str, Target] = {}
    for prefixes, target in services:
        for prefix in prefixes:
            if prefix in targets:
                raise ValueError(f"two services claim {prefix}")
            targets[prefix] = target
    return Routing(targets)
