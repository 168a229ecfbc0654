"""How many needs in skills a bureau noted (signaux de besoins en compétences)."""

from services.supervision.base.figures import Unit, figure
from services.supervision.indicators.model.indicator import Indicator, Theme

TRAINING_SIGNALS = Indicator(
    code="signaux-competences",
    theme=Theme.OFFER,
    title="Signaux de besoins en compétences",
    definition=(
        "Signaux dits dans l’année, notés par le bureau et non retirés. Ceux que la DSDEN note elle-même "
        "ne sont à aucun lycée."
    ),
    unit=Unit.COUNT,
    family=None,
    sources=("TrainingSignalRaisedV1", "TrainingSignalWithdrawnV1"),
    measure=lambda facts: figure(facts.signals),
)
