"""What the academy may subtract, and what it learns by it: nothing about fewer than five pupils.

The attacker of these proofs knows the rule itself: every table of a size is told by it, and those that
are told alike are what the attacker cannot tell apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.supervision.base.small_numbers import (
    SMALL,
    WITHHELD,
    Figures,
    PublishedRow,
    ToldTable,
    settled,
    tell,
)
from tests.support import proof

FIGURES = ("expected", "agreed", "without")
Rows = Sequence[Figures]


def withhold_small(rows: Mapping[str, Figures]) -> ToldTable:
    """The first edition of a table."""
    return tell({key: settled(None, one) for key, one in rows.items()})


def every_row(most: int) -> list[Figures]:
    return [Figures(a, w) for a, w in product(range(most + 1), repeat=2)]


def told_alike(tables: Iterable[Rows]) -> Iterator[tuple[ToldTable, list[Rows]]]:
    """What may be told, with every table of which exactly that is."""
    alike: dict[tuple[PublishedRow, ...], tuple[ToldTable, list[Rows]]] = {}
    for rows in tables:
        table = withhold_small(dict(zip("ABC", rows, strict=False)))
        _, found = alike.setdefault((*table.rows.values(), table.total), (table, []))
        found.append(rows)
    yield from alike.values()


def found_out(table: ToldTable, possible: Sequence[Rows]) -> list[str]:
    """The withheld figures of which one number alone is left."""
    rows = {key: [rows[at] for rows in possible] for at, key in enumerate(table.rows)}
    sums = [sum(rows, Figures(0, 0)) for rows in possible]
    every = [(key, told, rows[key]) for key, told in table.rows.items()]
    return [
        f"{key}.{name}"
        for key, told, may in [*every, ("together", table.total, sums)]
        for name in FIGURES
        if getattr(told, name) is None and len({getattr(one, name) for one in may}) == 1
    ]


@pytest.mark.parametrize("size", proof.short_and_long([(1, 12), (2, 8), (3, 5)], [(3, 7)]))
def test_no_withheld_figure_is_left_with_one_number_whoever_knows_the_rule(
    size: tuple[int, int],
) -> None:
    rows, most = size
    told = 0
    for table, possible in told_alike(product(every_row(most), repeat=rows)):
        assert found_out(table, possible) == [], table
        told += len(possible)
    assert told == (most + 1) ** (2 * rows)


def test_the_sum_of_two_rows_that_are_withheld_is_not_told() -> None:
    """Beside (5, 0), two rows whose sum is told would be left with one number each."""
    rows = {"A": Figures(5, 0), "B": Figures(4, 4), "C": Figures(0, 0)}

    table = withhold_small(rows)

    assert table.rows["B"] == WITHHELD
    assert table.total == PublishedRow(5, 5, 0)
    assert table.counted == 2


def test_the_attacker_finds_a_figure_that_is_left_with_one_number() -> None:
    table = ToldTable(
        {"A": PublishedRow(20, None, None), "B": PublishedRow(40, 20, 20)}, PublishedRow(60, 21, 39)
    )

    assert found_out(table, [(Figures(1, 19), Figures(20, 20))]) == ["A.agreed", "A.without"]


counts = st.integers(0, 30)
tables = st.dictionaries(
    st.sampled_from("ABCDE"), st.builds(Figures, agreed=counts, without=counts), max_size=5
)


def small_ones(figures: Figures) -> list[int]:
    every = (figures.expected, figures.agreed, figures.without)
    return [count for count in every if 0 < count < SMALL]


@given(rows=tables)
def test_what_is_told_is_true_not_small_and_the_same_in_any_order(
    rows: dict[str, Figures],
) -> None:
    table = withhold_small(rows)
    backwards = withhold_small(dict(reversed(rows.items())))

    assert dict(table.rows) == dict(backwards.rows)
    assert table.total == backwards.total
    for key, told in table.rows.items():
        true = rows[key]
        whole = PublishedRow(true.expected, true.agreed, true.without)
        assert told == (WITHHELD if small_ones(true) else whole)


def test_large_figures_and_zeros_are_told() -> None:
    table = withhold_small({"A": Figures(20, 0), "B": Figures(0, 7), "C": Figures(0, 0)})

    assert table.counted == 3
    assert table.rows["C"] == PublishedRow(0, 0, 0)
    assert table.total == PublishedRow(27, 20, 7)


def test_a_table_of_small_rows_has_no_sum_and_an_empty_one_is_of_nobody() -> None:
    assert withhold_small({"A": Figures(10, 2)}).total == WITHHELD
    assert withhold_small({}).total == PublishedRow(0, 0, 0)


def editions(states: Sequence[Figures]) -> list[Figures | None]:
    """What one edition after the other tells of a row."""
    told: list[Figures | None] = []
    last: Figures | None = None
    for now in states:
        told.append(settled(last, now))
        last = told[-1] or last
    return told


def moves(states: Sequence[Figures]) -> Mapping[tuple[int, str], int]:
    return {
        (at, name): getattr(after, name) - getattr(before, name)
        for at, (before, after) in enumerate(pairwise(states))
        for name in FIGURES
    }


@pytest.mark.parametrize("size", proof.short_and_long([(2, 14)], [(3, 10), (2, 24)]))
def test_editions_tell_neither_a_small_figure_nor_that_one_pupil_moved(
    size: tuple[int, int],
) -> None:
    """Of every course a row may take: those that are told alike do not all move by the same few."""
    number, most = size
    alike: dict[tuple[Figures | None, ...], dict[tuple[int, str], set[int]]] = {}
    hidden: dict[tuple[Figures | None, ...], dict[tuple[int, str], set[int]]] = {}
    for states in product(every_row(most), repeat=number):
        told = tuple(editions(states))
        moved = alike.setdefault(told, defaultdict(set))
        for key, by in moves(states).items():
            moved[key].add(by)
        withheld = hidden.setdefault(told, defaultdict(set))
        for at, one in enumerate(told):
            if one is None:
                for name in FIGURES:
                    withheld[at, name].add(getattr(states[at], name))
    for told, moved in alike.items():
        for key, amounts in moved.items():
            assert len(amounts) > 1 or not 0 < abs(min(amounts)) < SMALL, (told, key)
        assert all(len(may) > 1 for may in hidden[told].values()), told


@given(states=st.lists(st.builds(Figures, agreed=counts, without=counts), min_size=2, max_size=8))
def test_a_figure_that_is_told_again_is_the_same_or_another_by_five(
    states: list[Figures],
) -> None:
    every = editions(states)
    told = [one for one in every if one is not None]

    for now, one in zip(states, every, strict=True):
        assert one is None or one.agreed > 0 or now.agreed == 0
        assert one is None or one.without > 0 or now.without == 0
    assert not [count for one in told for count in small_ones(one)]
    for before, after in pairwise(told):
        assert not [by for by in moves([before, after]).values() if 0 < abs(by) < SMALL]


def test_what_is_told_is_close_to_what_is() -> None:
    """Four pupils away on either side, or seven where that would tell of fewer than five."""
    last = Figures(10, 10)

    assert settled(last, Figures(14, 6)) == last
    assert settled(last, Figures(15, 5)) == Figures(15, 5)
    assert settled(last, Figures(20, 9)) == Figures(20, 10)
    assert settled(last, Figures(20, 0)) == Figures(20, 0)
    assert settled(last, Figures(17, 4)) is None
    assert settled(Figures(19, 5), Figures(22, 2)) == Figures(19, 5)
    # Both moved, and together by one: the one that moved further is told.
    assert settled(last, Figures(16, 5)) == Figures(16, 10)
    assert settled(Figures(16, 10), Figures(16, 5)) == Figures(16, 5)


def test_no_zero_is_told_of_somebody() -> None:
    assert settled(Figures(24, 0), Figures(21, 3)) is None
    assert settled(Figures(24, 0), Figures(19, 5)) == Figures(19, 5)
    assert settled(Figures(24, 0), Figures(18, 5)) == Figures(24, 5)
    assert settled(Figures(0, 13), Figures(5, 7)) == Figures(5, 13)
