"""What an address, a header or a hidden field gives, read as what it should be.

Nobody types these. What cannot be read counts as not given where the answer does without, and is
refused in one sentence where it does not: never a failure of the service.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from services.chassis.base.errors import Invalid

FIGURES_MAX = 18
"""Of a whole number: what PostgreSQL holds in a bigint, and far from what Python refuses to read."""

Kind = TypeVar("Kind")


class HiddenRefused(Invalid):
    """A field the page fills in by itself holds what no page of ours put there."""

    code = "hidden-field-refused"
    title = "La demande est incomplète\u202f: rechargez la page et recommencez"


def read_as(kind: Callable[[str], Kind], text: str) -> Kind:
    """What the text says, as `kind`, which raises ValueError. Raises HiddenRefused."""
    try:
        return kind(text)
    except ValueError:
        raise HiddenRefused from None


def whole_number(text: str) -> int | None:
    """A number written in at most 18 figures, without sign; None for anything else."""
    fits = text.isascii() and text.isdigit() and len(text) <= FIGURES_MAX
    return int(text) if fits else None


def address_parts(text: str) -> SplitResult | None:
    """The parts of a URL somebody sent; None when it is none, such as `http://[`."""
    try:
        parts = urlsplit(text)
        _ = (parts.hostname, parts.port)  # read late by the library, and refused then
    except ValueError:
        return None
    return parts
