"""A line of figures as it was sent: nothing changes it (ligne figée)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.indicator import IndicatorLine

DEPARTMENT = ""
"""In place of a UAI: all lycées together."""

Kept = Sequence[int | None] | str
"""A figure as it is stored: its two counts, and 1 where it was « at least »; or why there was none."""


@dataclass(frozen=True)
class RecordedLine:
    """A line of that day: by UAI, and `DEPARTMENT`."""

    heading: str
    indicator: str
    version: int
    unit: Unit
    told: Mapping[str, Told]
    without: int
    """Lycées that are not in the total."""

    def now(self, lines: Mapping[str, IndicatorLine]) -> Mapping[str, Told]:
        """What is known now of the same figures; empty when it is no correction of them.

        The indicator counts otherwise by now, or it was of the day alone.
        """
        line = lines.get(self.indicator)
        if line is None or line.indicator.version != self.version or line.indicator.of_today:
            return {}
        return {DEPARTMENT: line.total, **line.by_lycee}

    def corrected(self, lines: Mapping[str, IndicatorLine]) -> Mapping[str, Told]:
        """What is known otherwise now."""
        return {uai: told for uai, told in self.now(lines).items() if told != self.told.get(uai)}


def recorded(heading: str, line: IndicatorLine) -> RecordedLine:
    """A line of today, to be kept under the words it is sent under."""
    return RecordedLine(
        heading=heading,
        indicator=line.indicator.code,
        version=line.indicator.version,
        unit=line.indicator.unit,
        told={DEPARTMENT: line.total, **line.by_lycee},
        without=line.without,
    )


def kept(told: Told) -> Kept:
    """The line as it is stored."""
    if not isinstance(told, Figure):
        return told.name
    return [told.numerator, told.denominator, *([1] if told.at_least else [])]


def read(stored: Kept) -> Told:
    """The line as it was before it was stored."""
    if isinstance(stored, str):
        return Untold[stored]
    numerator, denominator, *at_least = stored
    return Figure(numerator or 0, denominator, bool(at_least))


def line_kept(line: RecordedLine) -> dict[str, Any]:
    """A line as it is stored."""
    return {
        "heading": line.heading,
        "indicator": line.indicator,
        "version": line.version,
        "unit": line.unit.name,
        "told": {uai: kept(told) for uai, told in line.told.items()},
        "without": line.without,
    }


def line_read(stored: Mapping[str, Any]) -> RecordedLine:
    """A line as it was before."""
    return RecordedLine(
        heading=stored["heading"],
        indicator=stored["indicator"],
        version=stored["version"],
        unit=Unit[stored["unit"]],
        told={uai: read(told) for uai, told in stored["told"].items()},
        without=stored["without"],
    )
