"""The age of a lycée’s last news (dernières nouvelles): for how long nobody has heard of it."""

from services.supervision.base.figures import Figure, Unit
from services.supervision.indicators.model.indicator import Indicator, LyceeFacts, Theme


def _measure(facts: LyceeFacts) -> Figure | None:
    if facts.publication.tells_nothing or facts.heard_on is None:
        return None
    return Figure(max(0, (facts.today - facts.heard_on).days))


LAST_NEWS = Indicator(
    code="dernieres-nouvelles",
    theme=Theme.NETWORK,
    title="Jours depuis la dernière nouvelle",
    definition="À ce jour\u00a0; pour le département, le lycée dont on est sans nouvelles depuis le plus longtemps.",
    unit=Unit.DAYS,
    family=None,
    sources=(),
    measure=_measure,
    of_any_day=True,
    of_today=True,
    together="most",
)
