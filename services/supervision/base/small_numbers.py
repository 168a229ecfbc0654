"""What of a table of pupils may leave the DSDEN: no figure under five, and none that gives one away.

A table has one row per formation: pupils with a place, without one, both together; and a last line
that adds up. A row where either side is about one to four pupils is withheld whole, and it is in no
sum: whoever adds and subtracts what is told gets back what is told, never what is not. So nothing
else has to be hidden beside it, this week or the next one, when another row is withheld.

From one edition of the table to the next a figure stays as it was, or moves by five pupils at least
(`settled`): two editions subtracted from one another tell of no pupil alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 5
"""No figure under this is shown outside the DSDEN, and none moves by less."""


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
        return _small(self.agreed) or _small(self.without)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.agreed + other.agreed, self.without + other.without)


@dataclass(frozen=True)
class PublishedRow:
    """What is told of a row; None: withheld."""

    expected: int | None
    agreed: int | None
    without: int | None


WITHHELD = PublishedRow(None, None, None)


@dataclass(frozen=True)
class ToldTable:
    """What is told of a table: its rows in their order, and the line that adds up those with figures."""

    rows: Mapping[str, PublishedRow]
    total: PublishedRow

    @property
    def counted(self) -> int:
        """How many rows have figures, and are in the sum."""
        return sum(told != WITHHELD for told in self.rows.values())


def tell(rows: Mapping[str, Figures | None]) -> ToldTable:
    """A table of which some rows are withheld (None): no sum tells anything of those."""
    counted = [one for one in rows.values() if one is not None]
    total = WITHHELD if rows and not counted else _told(sum(counted, Figures(0, 0)))
    return ToldTable({key: _told(one) if one else WITHHELD for key, one in rows.items()}, total)


def settled(last: Figures | None, now: Figures) -> Figures | None:
    """What an edition tells of a row, `last` being what was told of it last; None: withheld.

    Each side stays what it was until it is another one by five at least. Where both would move, but
    their sum by fewer than five, one does: that of which nobody was told, or that moved further.
    """
    if last is None:
        return None if now.is_small else now
    agreed, without = _step(last.agreed, now.agreed), _step(last.without, now.without)
    if agreed is None or without is None:
        return None
    moved = Figures(agreed, without)
    if not _small(abs(moved.expected - last.expected)):
        return moved
    further = abs(agreed - last.agreed) > abs(without - last.without)
    # A zero is told of nobody alone.
    if last.agreed == 0 or (further and last.without > 0):
        return Figures(agreed, last.without)
    return Figures(last.agreed, without)


HELD_BELOW = 2 * SMALL - 1
"""From here on, whichever small number a figure becomes, it moved by five at least."""


def _step(last: int, now: int) -> int | None:
    if _small(now):
        # Of a small one nothing is told, unless that it is one would tell which: five to eight stay.
        return last if SMALL <= last < HELD_BELOW else None
    return last if abs(now - last) < SMALL else now


def _small(count: int) -> bool:
    return 0 < count < SMALL


def _told(figures: Figures) -> PublishedRow:
    return PublishedRow(figures.expected, figures.agreed, figures.without)
