"""How often a host was asked and no place came of it (refus d’accueil)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Unit, figure
from services.supervision.indicators.model.indicator import Indicator, Theme

HOST_REFUSALS = Indicator(
    code="refus-accueil",
    theme=Theme.PLACES,
    title="Refus d’accueil",
    definition="Demandes de l’année restées sans lieu, de quelque côté que vienne le refus.",
    unit=Unit.COUNT,
    family=FactFamily.EXCHANGES,
    sources=("RefusalTalliedV1",),
    measure=lambda facts: figure(facts.refusals),
)
