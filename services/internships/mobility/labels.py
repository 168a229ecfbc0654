"""Labels of mobility aids: what each is for, and where it is."""

from collections.abc import Mapping

from contracts.internships.mobility import AidKind, AidState

KINDS: Mapping[AidKind, str] = {
    AidKind.TRANSPORT: "Transport",
    AidKind.LODGING: "Hébergement",
    AidKind.MEALS: "Repas",
    AidKind.EQUIPMENT: "Équipement",
    AidKind.OTHER: "Autre aide",
}
STATES: Mapping[AidState, tuple[str, str]] = {
    AidState.ASKED: ("Demandée", "info"),
    AidState.ELIGIBLE: ("L’élève y a droit", "info"),
    AidState.INELIGIBLE: ("L’élève n’y a pas droit", "neutral"),
    AidState.GRANTED: ("Accordée", "warning"),
    AidState.PAID: ("Versée", "success"),
    AidState.WITHDRAWN: ("Retirée", "neutral"),
}
