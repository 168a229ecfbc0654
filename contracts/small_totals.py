"""Small totals: when a total of what several got or gave is told to who may not know of one of them.

A total of fewer than five would tell of one; two totals one after the other differ by those in between,
so the next one is told once five more, or fewer, are in it. What is told is therefore read as « at least »;
a total that falls by less is told as a lower one that stays true, and that is made of what was told alone.
"""

from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class SmallTotal:
    """How many are in a total, and how many euros."""

    count: int
    euros: int


def is_too_few(count: int) -> bool:
    """Whether a total is of too few to be told; of none it is."""
    return 0 < count < FEWEST


def is_to_tell(count: int, *, told: int | None, running: bool) -> bool:
    """Whether a total of so many is told now.

    `told`: of how many the last one was, those too few included; None: nothing was told.
    `running`: whether its year is going on: that there is none is told of no other.
    """
    if told is None and not count:
        return running
    before = told or 0
    if is_too_few(before):
        return not is_too_few(count)
    if before == 0 and is_too_few(count):
        return True
    return abs(count - before) >= FEWEST


TOO_FEW = SmallTotal(1, 0)
"""What stands for a total of one to four: it is told that they are too few, and nothing else."""


def floor_of(told: SmallTotal, now: SmallTotal) -> SmallTotal:
    """What is still at least so of a total that was told: each figure halved until it is; or TOO_FEW.

    It is made of what was told before, and of what is so by now tells no more than whether it is less.
    """
    if now.count < FEWEST:
        return TOO_FEW
    return SmallTotal(max(FEWEST, _halved(told.count, now.count)), _halved(told.euros, now.euros))


@dataclass(frozen=True)
class Standing:
    """What stands for a total, and whether the department is yet to be told."""

    total: SmallTotal
    to_tell: bool


def floor_standing(last: SmallTotal | None, said: SmallTotal | None, now: SmallTotal) -> Standing:
    """What stands for a total that is not told anew: the last that was told, or what is left of it.

    `said`: what the department reads, which is TOO_FEW where that was told after it.
    """
    floor = floor_of(last, now) if last else TOO_FEW
    return Standing(floor, to_tell=last is not None and floor != said)


def _halved(told: int, now: int) -> int:
    while told > now:
        told //= 2
    return told
