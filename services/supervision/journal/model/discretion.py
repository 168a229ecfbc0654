"""What the journal tells outside the DSDEN: nothing that is about fewer than five pupils.

A place that is confirmed or lost is one pupil's, and so is a first hosting: those lines are left out
whole, and their number is in the coverage, where small ones are withheld. An action is told without
its number of pupils when it is a small one.
"""

from dataclasses import replace

from contracts.publication import FactFamily
from services.supervision.base.small_numbers import SMALL
from services.supervision.journal.model.sentences import Said

LEFT_OUT = FactFamily.PLACEMENTS
HOSTING = "hosting"
"""The reason of a first meeting that is left out."""


def for_outsiders(said: Said) -> Said:
    """A line of the journal without what would tell of fewer than five pupils."""
    pupils = int(said.details.get("pupils") or 0)
    if pupils < SMALL:
        return replace(said, details={k: v for k, v in said.details.items() if k != "pupils"})
    return said
