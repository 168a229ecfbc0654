"""What companies promised of their apprenticeship tax (taxe d’apprentissage promise)."""

from contracts.publication import FactFamily
from services.supervision.base.figures import Unit, floor
from services.supervision.indicators.model.indicator import Indicator, Theme

_DEFINITION = (
    "Promesses de l’année civile en cours, telles que les bureaux les notent. Le total avance de cinq entreprises en "
    "cinq\u00a0: deux totaux qui se suivent diraient sinon ce qu’une seule promet. Il est donc d’au moins ce "
    "chiffre\u00a0; sous cinq entreprises, il n’est pas dit."
)
_SOURCES = ("TaxPledgesTotalledV1", "TaxPledgesSuppressedV1")

PLEDGING_COMPANIES = Indicator(
    code="taxe-entreprises",
    theme=Theme.AIDS,
    title="Entreprises qui promettent leur taxe d’apprentissage",
    definition=_DEFINITION,
    unit=Unit.COUNT,
    family=FactFamily.COMPANIES,
    sources=_SOURCES,
    measure=lambda facts: floor(facts.pledging_companies),
    of_today=True,
)
PLEDGED_EUROS = Indicator(
    code="taxe-montant",
    theme=Theme.AIDS,
    title="Taxe d’apprentissage promise",
    definition=_DEFINITION,
    unit=Unit.EUROS,
    family=FactFamily.COMPANIES,
    sources=_SOURCES,
    measure=lambda facts: floor(facts.pledged_euros),
    of_today=True,
)
