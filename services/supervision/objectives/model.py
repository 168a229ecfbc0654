"""How far a figure is from its objective: never said of what was not told."""

from dataclasses import dataclass

from services.supervision.base.figures import Figure, Told, Unit


@dataclass(frozen=True)
class Aim:
    """An objective beside its figure."""

    target: int
    told: Told
    unit: Unit

    @property
    def value(self) -> float | None:
        """The figure in the unit of the objective; None where none was told, or nobody is counted yet."""
        if not isinstance(self.told, Figure):
            return None
        return self.told.percent if self.unit is Unit.PERCENT else self.told.numerator

    @property
    def reached(self) -> bool | None:
        """Whether it is reached; None where that cannot be said."""
        if self.value is None or not isinstance(self.told, Figure):
            return None
        reached = self.value >= self.target
        return True if reached else None if self.told.at_least else False
