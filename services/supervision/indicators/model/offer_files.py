"""How many files of the training offer are at each state (dossiers d’évolution de l’offre, les états d’Orion)."""

from contracts.coordination.offer_files import OfferState
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.indicator import DepartmentFacts, Indicator, Theme


def _at(code: str, title: str, state: OfferState) -> Indicator:
    def of_department(facts: DepartmentFacts) -> Told:
        if facts.offer_files is None:
            return Untold.UNTOLD
        return Figure(facts.offer_files.get(state.value, 0))

    return Indicator(
        code=code,
        theme=Theme.OFFER,
        title=title,
        definition=(
            "Dossiers d’évolution de l’offre qui ont bougé dans l’année, par l’état où ils sont. Du département seul\u202f: "
            "un dossier n’est d’aucune colonne de lycée, et ceux en préparation ne sont pas comptés."
        ),
        unit=Unit.COUNT,
        family=None,
        sources=("OfferFileMovedV1",),
        measure=lambda _: Untold.DEPARTMENT,
        of_department=of_department,
        department_alone=True,
        of_any_day=True,
    )


_S = OfferState
OFFER_FILES_BY_STATE = (
    _at("dossiers-offre-proposes", "Dossiers de l’offre proposés", _S.PROPOSAL),
    _at("dossiers-offre-incomplets", "Dossiers de l’offre incomplets", _S.INCOMPLETE),
    _at("dossiers-offre-complets", "Dossiers de l’offre complets", _S.COMPLETE),
    _at("dossiers-offre-projets", "Dossiers de l’offre, projets de demande", _S.PROJECT),
    _at("dossiers-offre-prets", "Dossiers de l’offre prêts pour le vote", _S.READY),
    _at("dossiers-offre-valides", "Dossiers de l’offre validés", _S.VALIDATED),
    _at("dossiers-offre-refuses", "Dossiers de l’offre refusés", _S.REFUSED),
    _at("dossiers-offre-abandonnes", "Dossiers de l’offre abandonnés", _S.DELETED),
)
"""One for each state but the draft: what is in preparation is the DSDEN’s own."""
