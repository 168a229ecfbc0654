"""Tests wait for a condition: for as long as it gets nearer, and no longer than their patience."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.support.waiting import eventually

A_MOMENT_SECONDS = 0.05


class LeftToDo(int):
    """How much is left; true once nothing is."""

    def __bool__(self) -> bool:
        return self == 0


async def test_what_gets_nearer_is_waited_for_longer_than_the_patience() -> None:
    counts = iter(range(8, -1, -1))

    async def left() -> LeftToDo:
        await asyncio.sleep(A_MOMENT_SECONDS)
        return LeftToDo(next(counts))

    assert await eventually(left, within_seconds=2 * A_MOMENT_SECONDS) == 0


async def test_what_only_goes_to_and_fro_is_given_up() -> None:
    def to_and_fro() -> Iterator[LeftToDo]:
        while True:
            yield LeftToDo(1)
            yield LeftToDo(2)

    counts = to_and_fro()
    with pytest.raises(AssertionError, match=r"still [12] after"):
        await eventually(lambda: next(counts), within_seconds=A_MOMENT_SECONDS)
