"""Going back on something that changed a card, without losing what people changed since."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any


def to_put_back(then: Any, made: Any, now: Any) -> Iterator[tuple[str, bool]]:
    """The fields that were changed from `then` to `made` and are not as they were.

    Each with whether nobody changed it since: it is put back then, and kept otherwise.
    """
    for name in (f.name for f in fields(made)):
        old, new, present = (getattr(one, name) for one in (then, made, now))
        if old not in (new, present):
            yield name, present == new
