"""What the academy may subtract, and what it learns by it: nothing about fewer than five pupils."""

from collections.abc import Mapping

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.supervision.domain.small_numbers import (
    SMALL,
    Figures,
    Told,
    ToldTable,
    withhold_small,
)

Sums = frozenset[tuple[int, int]]
"""Pairs (with a place, without) that some rows may add up to."""


class Attacker:
    """Somebody who knows what is told, that pupils are counted whole, and how to search.

    It tries every table that agrees with what is told, instead of reasoning as the rule does. A row's sum
    that is not told is tried up to `most`: more would only leave more in doubt.
    """

    def __init__(self, table: ToldTable, most: int) -> None:
        self.most = most
        self.choices = {key: self._choices(told) for key, told in table.rows.items()}
        self.total = table.total

    def possible(self, key: str) -> list[tuple[int, int]]:
        """What a row may be, given everything told of the others and of their sum."""
        others: Sums = frozenset({(0, 0)})
        for other, choices in self.choices.items():
            if other != key:
                others = frozenset(
                    (a + x, w + y)
                    for a, w in others
                    for x, y in choices
                    if self._not_over(a + x, w + y)
                )
        return [
            (a, w)
            for a, w in self.choices[key]
            if any(self._agrees(self.total, a + x, w + y) for x, y in others)
        ]

    def possible_totals(self) -> list[tuple[int, int]]:
        sums: Sums = frozenset({(0, 0)})
        for choices in self.choices.values():
            sums = frozenset((a + x, w + y) for a, w in sums for x, y in choices)
        return [(a, w) for a, w in sums if self._agrees(self.total, a, w)]

    def _choices(self, told: Told) -> list[tuple[int, int]]:
        every = ((a, n - a) for n in range(self.most + 1) for a in range(n + 1))
        return [(a, w) for a, w in every if self._agrees(told, a, w)]

    def _not_over(self, agreed: int, without: int) -> bool:
        limits = (
            (self.total.agreed, agreed),
            (self.total.without, without),
            (self.total.expected, agreed + without),
        )
        return all(limit is None or found <= limit for limit, found in limits)

    @staticmethod
    def _agrees(told: Told, agreed: int, without: int) -> bool:
        pairs = (
            (told.agreed, agreed),
            (told.without, without),
            (told.expected, agreed + without),
        )
        return all(known is None or known == found for known, found in pairs)


def learnt(hidden: list[int]) -> bool:
    """Whether what a withheld figure may be tells it, or that it is about fewer than five."""
    return len(set(hidden)) == 1 or 0 < max(hidden) < SMALL


def found_out(rows: Mapping[str, Figures], table: ToldTable) -> list[str]:
    """The withheld figures that somebody who adds and subtracts finds out."""
    most = max((SMALL, *(figures.expected for figures in rows.values()))) + 1
    attacker = Attacker(table, most)
    every = [(key, told, attacker.possible(key)) for key, told in table.rows.items()]
    every.append(("together", table.total, attacker.possible_totals()))
    found = []
    for key, told, possible in every:
        sides = {
            "agreed": (told.agreed, [a for a, _ in possible]),
            "without": (told.without, [w for _, w in possible]),
            "expected": (told.expected, [a + w for a, w in possible]),
        }
        found += [
            f"{key}.{s}" for s, (shown, may) in sides.items() if shown is None and learnt(may)
        ]
    return found


def small_ones_told(rows: Mapping[str, Figures], table: ToldTable) -> list[str]:
    every = [*table.rows.items(), ("together", table.total)]
    return [
        key
        for key, told in every
        for count in (told.expected, told.agreed, told.without)
        if count is not None and 0 < count < SMALL
    ]


counts = st.integers(0, 7)
tables = st.dictionaries(
    st.sampled_from("ABCDE"), st.builds(Figures, agreed=counts, without=counts), max_size=3
)


@settings(max_examples=150, deadline=None)
@given(rows=tables)
@example(rows={"A": Figures(1, 9), "B": Figures(6, 6)})
@example(rows={"A": Figures(1, 1), "B": Figures(1, 0), "C": Figures(6, 6)})
@example(rows={"A": Figures(3, 0)})
@example(rows={"A": Figures(0, 3), "B": Figures(0, 12)})
@example(rows={"A": Figures(2, 10), "B": Figures(0, 9), "C": Figures(0, 9)})
def test_no_small_figure_is_found_by_adding_and_subtracting(rows: dict[str, Figures]) -> None:
    table = withhold_small(rows)

    assert small_ones_told(rows, table) == []
    assert found_out(rows, table) == []


@given(rows=tables)
def test_what_is_told_is_true_and_the_same_in_any_order(rows: dict[str, Figures]) -> None:
    table = withhold_small(rows)
    backwards = withhold_small(dict(reversed(rows.items())))

    assert dict(table.rows) == dict(backwards.rows)
    assert table.total == backwards.total
    for key, told in table.rows.items():
        true = rows[key]
        assert told.expected in (None, true.expected)
        assert (told.agreed, told.without) in ((None, None), (true.agreed, true.without))


def test_the_attacker_finds_a_figure_hidden_alone() -> None:
    rows = {"A": Figures(1, 19), "B": Figures(20, 20)}
    alone = ToldTable({"A": Told(20, None, None), "B": Told(40, 20, 20)}, Told(60, 21, 39))

    assert found_out(rows, alone) == ["A.agreed", "A.without"]


def test_small_sums_are_hidden_until_they_hold_five_together() -> None:
    rows = {"A": Figures(1, 1), "B": Figures(1, 0), "C": Figures(6, 6), "D": Figures(9, 9)}

    table = withhold_small(rows)

    assert [key for key, told in table.rows.items() if told.expected is None] == ["A", "B", "C"]
    assert table.rows["D"] == Told(18, 9, 9)
    assert table.total == Told(33, 17, 16)


def test_a_table_too_small_to_hide_anything_in_keeps_its_sums() -> None:
    table = withhold_small({"A": Figures(10, 2)})

    assert table.rows["A"] == Told(12, None, None)
    assert table.total == Told(12, None, None)
    assert withhold_small({"A": Figures(2, 1)}).total == Told(None, None, None)


def test_large_figures_and_zeros_are_told() -> None:
    table = withhold_small({"A": Figures(20, 0), "B": Figures(0, 7), "C": Figures(0, 0)})

    assert not table.withholds
    assert table.rows["C"] == Told(0, 0, 0)
    assert table.total == Told(27, 20, 7)
