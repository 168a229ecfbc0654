"""Labels of codes as a list to choose from."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Code = TypeVar("Code", bound=StrEnum)


def choices(labels: Mapping[Code, str]) -> list[tuple[str, str]]:
    """Values and labels of a list to choose from."""
    return [(code.value, label) for code, label in labels.items()]
