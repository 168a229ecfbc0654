"""Indicators beside what their owners count in their own tables: each that such a table has an answer to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from contracts.partnerships.actions import ActionKind
from services.supervision.base.figures import Count, Untold
from services.supervision.indicators.model.indicator import LyceeFacts
from services.supervision.indicators.model.network_actions import ACTIONS_BY_PARTNER
from services.supervision.indicators.model.offer_files import OFFER_FILES_BY_STATE

OwnersCount = int | None
"""What an owner counted; None: too few to be told."""


@dataclass(frozen=True)
class AuditedFigure:
    """One figure both sides have: how it is called, where its owner keeps it, what is shown of it."""

    label: str
    there: str
    shown: Callable[[LyceeFacts], Count]
    indicators: tuple[str, ...]
    """The codes of the indicators it stands for."""


def _held(*kinds: ActionKind) -> Callable[[LyceeFacts], Count]:
    def shown(facts: LyceeFacts) -> Count:
        if facts.held is None:
            return Untold.UNTOLD
        return sum(facts.held.get(kind, 0) for kind in kinds)

    return shown


REGISTRY, TRACKER = "au registre", "au suivi des PFMP"
FIGURES: Mapping[str, AuditedFigure] = {
    "under_agreement": AuditedFigure(
        "partenariats sous convention",
        REGISTRY,
        lambda facts: (
            Untold.UNTOLD
            if isinstance(facts.partnerships_active, Untold)
            else facts.partnerships_under_agreement
        ),
        ("partenariats-sous-convention",),
    ),
    "declarations": AuditedFigure(
        "dérogations valides", REGISTRY, lambda facts: facts.declarations, ("derogations-valides",)
    ),
    "visits": AuditedFigure(
        *("visites d’entreprises menées", REGISTRY),
        *(_held(ActionKind.VISIT), ("visites-entreprises",)),
    ),
    "interventions": AuditedFigure(
        *("interventions menées", REGISTRY),
        *(_held(ActionKind.INTERVENTION), ("interventions-au-lycee",)),
    ),
    "participations": AuditedFigure(
        "participations d’élèves",
        REGISTRY,
        lambda facts: Untold.UNTOLD if facts.held is None else facts.participations,
        ("participations-eleves",),
    ),
    "with_the_network": AuditedFigure(
        "actions menées avec un partenaire du réseau",
        REGISTRY,
        lambda facts: Untold.UNTOLD if facts.held is None else facts.partnered,
        ("actions-avec-le-reseau",),
    ),
    "pledging_companies": AuditedFigure(
        "entreprises qui promettent leur taxe",
        REGISTRY,
        lambda facts: facts.pledging_companies,
        ("taxe-entreprises",),
    ),
    "pledged_euros": AuditedFigure(
        "taxe promise, en euros", REGISTRY, lambda facts: facts.pledged_euros, ("taxe-montant",)
    ),
    "refusals": AuditedFigure(
        "refus d’accueil", TRACKER, lambda facts: facts.refusals, ("refus-accueil",)
    ),
    "mobility_pupils": AuditedFigure(
        "élèves aidés pour leur mobilité",
        TRACKER,
        lambda facts: facts.mobility_pupils,
        ("aides-mobilite-eleves",),
    ),
}
"""By the name its owner counts it under."""
OF_STATEMENTS: Mapping[str, str] = {
    "taux-de-couverture": "expected and confirmed, by period",
    "sans-lieu-j-15": "the same counts, of the day they were told",
    "sans-lieu-j0": "the same",
    "sans-lieu-j7": "the same",
    "conventions-avant-depart": "the agreements signed, by period",
    "partenariats-actifs": "active partnerships",
    "actions-menees": "actions that were held",
}
"""The indicators that nightly statements hold, and are compared by (`exactness/queries/verified.py`)."""
NOT_AUDITED: Mapping[str, str] = {
    "lieux-du-bureau": "facts, not a state: those of a time a head kept them are told to nobody",
    "lieux-des-enseignants": "the same",
    "lieux-des-eleves": "the same",
    "nouveaux-lieux": "the same",
    **dict.fromkeys(
        (one.code for one in ACTIONS_BY_PARTNER),
        "all partners together are, at once and by the same rows",
    ),
    "aides-mobilite-montant": "the amount told last stands until five pupils more, or fewer",
    "signaux-competences": "the animation of the network has them, and answers no audit",
    "besoins-recus": "the animation of the network has them, and answers no audit",
    "besoins-pris-a-temps": "the same",
    "besoins-aides": "the same",
    "besoins-sans-solution": "the same",
    "besoins-injoignables": "the same",
    "besoins-remontes": "the same",
    "demandes-appui": "the same",
    "delai-appui": "the same",
    **dict.fromkeys((one.code for one in OFFER_FILES_BY_STATE), "the same"),
    "dernieres-nouvelles": "no owner has a table of it",
}
"""The indicators no table of an owner has the answer to, and why."""


def differences(counted: Mapping[str, OwnersCount], facts: LyceeFacts) -> Iterator[str]:
    """« refus d’accueil : 3 au suivi des PFMP, Non publié à ce jour au tableau », for each that differs.

    What nobody told is none in its owner's tables: the night says so, and until then it is no gap.
    """
    for name, count in counted.items():
        of = FIGURES[name]
        shown, expected = of.shown(facts), Untold.TOO_FEW if count is None else count
        if shown == expected or (shown is Untold.UNTOLD and expected == 0):
            continue
        yield f"{of.label}\u202f: {_said(expected)} {of.there}, {_said(shown)} au tableau"


def _said(count: Count) -> str:
    return f"«\u00a0{count.value}\u00a0»" if isinstance(count, Untold) else str(count)
