"""What a report says of its period: a month, or a school year."""

from dataclasses import dataclass

from services.supervision.past.model import Period, Year


@dataclass(frozen=True)
class PeriodWords:
    """The words that differ."""

    title: str
    running: str
    """Of the PFMP that ran in it."""
    now: str
    before: str
    within: str
    """« de ce mois »."""
    end: str
    """« Connu à la fin du mois »."""


_MONTH = PeriodWords(
    "Rapport mensuel", "PFMP du mois", "Ce mois", "Mois précédent", "de ce mois", "du mois"
)
_YEAR = PeriodWords(
    *("Rapport annuel", "PFMP de l’année", "Cette année", "Année précédente"),
    *("de cette année", "de l’année"),
)


def words_of(period: Period) -> PeriodWords:
    """Words of a period."""
    return _YEAR if isinstance(period, Year) else _MONTH
