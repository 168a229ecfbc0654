"""What of a table of pupils may leave the DSDEN: no figure under five, none that gives one away.

A table has one row per formation: pupils with a place, without one, both together; and a last line
that adds all rows up. What is withheld must not be found again by adding and subtracting what is
told, so more is withheld than the small figures (secret secondaire):

- a figure under five hides its row's two figures; their sum stays told when it is not small,
- a small sum is hidden too, then with others until they hold five pupils together,
- rows are hidden until those that are hold five pupils on either side; when the whole table does
  not, the sums of its columns are hidden instead.

Each hidden figure may then be five or more, and more than one number, for whoever knows the rest.
It is a function of the figures alone: asked twice, or in another order, it hides the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 5
"""No figure under this is shown outside the DSDEN."""


@dataclass(frozen=True)
class Figures:
    """Pupils of one row, as they are."""

    agreed: int
    without: int

    @property
    def expected(self) -> int:
        return self.agreed + self.without

    @property
    def is_small(self) -> bool:
        """Whether one of its two sides is about fewer than five pupils."""
        return any(0 < count < SMALL for count in (self.agreed, self.without))

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.agreed + other.agreed, self.without + other.without)


@dataclass(frozen=True)
class Told:
    """What is told of a row; None: withheld."""

    expected: int | None
    agreed: int | None
    without: int | None


@dataclass(frozen=True)
class ToldTable:
    """What is told of a table: its rows in their order, and the line that adds them up."""

    rows: Mapping[str, Told]
    total: Told

    @property
    def withholds(self) -> bool:
        """Whether anything is withheld."""
        every = (*self.rows.values(), self.total)
        return any(None in (told.expected, told.agreed, told.without) for told in every)


def withhold_small(rows: Mapping[str, Figures]) -> ToldTable:
    """What may be told of a table outside the DSDEN."""
    # Small rows first: the fewest pupils are withheld. Rows without anybody hide nothing.
    somebody = [key for key in rows if rows[key].expected]
    ordered = sorted(somebody, key=lambda key: (rows[key].expected, key))
    whole, sum_is_told = _hidden_sums(rows, ordered)
    split, columns_are_told = _hidden_sides(rows, ordered, whole)
    told = {
        key: _told(figures, expected=key not in whole, sides=key not in split)
        for key, figures in rows.items()
    }
    total = sum(rows.values(), Figures(0, 0))
    columns = columns_are_told and sum_is_told
    return ToldTable(told, _told(total, expected=sum_is_told, sides=columns))


def _hidden_sums(rows: Mapping[str, Figures], ordered: list[str]) -> tuple[set[str], bool]:
    """The rows whose sum is withheld, and whether the sum of all can be told all the same."""
    small = {key for key in ordered if rows[key].expected < SMALL}
    hidden: set[str] = set()
    for key in ordered if small else ():
        if key in small or not _hold(rows, hidden):
            hidden.add(key)
    if small and not _hold(rows, hidden):
        return small, False
    return hidden, True


def _hold(rows: Mapping[str, Figures], hidden: set[str]) -> bool:
    return sum(rows[key].expected for key in hidden) >= SMALL


def _hidden_sides(
    rows: Mapping[str, Figures], ordered: list[str], whole: set[str]
) -> tuple[set[str], bool]:
    """The rows whose two sides are withheld, and whether the columns' sums can be told."""
    needed = whole | {key for key in ordered if rows[key].is_small}
    if not needed:
        return needed, True
    hidden = set(needed)
    held = sum((rows[key] for key in hidden), Figures(0, 0))
    for key in ordered:
        lacks_agreed = held.agreed < SMALL and rows[key].agreed > 0
        lacks_without = held.without < SMALL and rows[key].without > 0
        if key not in hidden and (lacks_agreed or lacks_without):
            hidden.add(key)
            held += rows[key]
    if held.agreed >= SMALL and held.without >= SMALL:
        return hidden, True
    return needed, False


def _told(figures: Figures, *, expected: bool, sides: bool) -> Told:
    return Told(
        figures.expected if expected else None,
        figures.agreed if sides else None,
        figures.without if sides else None,
    )
