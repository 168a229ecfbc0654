"""Codes as users read them, and the lists to choose from."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

Choices = Sequence[tuple[str, str]]
Code = TypeVar("Code", bound=StrEnum)


def choices(labels: Mapping[Code, str]) -> Choices:
    """Values and labels of a list to choose from."""
    return [(code.value, label) for code, label in labels.items()]
