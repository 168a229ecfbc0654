"""Small totals: when a total of what several got or gave is told to who may not know of one of them.

A total of fewer than five would tell of one; two totals one after the other differ by those in between,
so the next one is told once five more, or fewer, are in it.
"""

FEWEST = 5


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
