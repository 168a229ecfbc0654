"""Needs in the words of who reads them outside."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from contracts.coordination.needs import NeedKind, NeedOutcome
from services.chassis.base.working_days import working_days_after

KINDS: Mapping[NeedKind, str] = MappingProxyType(
    {
        NeedKind.PFMP: "Accueillir un élève en période de formation (PFMP)",
        NeedKind.APPRENTICE: "Trouver un apprenti",
        NeedKind.JOB: "Recruter une personne diplômée",
        NeedKind.INTERVENTION: "Intervenir devant des élèves, présenter un métier",
        NeedKind.TRAINING: "Former des salariés",
        NeedKind.VISIT: "Visiter un lycée, ou faire visiter l’entreprise",
        NeedKind.EQUIPMENT: "Donner ou prêter du matériel",
        NeedKind.OTHER: "Autre demande",
    }
)
OUTCOMES: Mapping[NeedOutcome, str] = MappingProxyType(
    {
        NeedOutcome.HELPED: "Une solution a été trouvée",
        NeedOutcome.NO_SOLUTION: "Aucune solution n’a été trouvée",
        NeedOutcome.UNREACHABLE: "L’entreprise n’a pas pu être jointe",
        NeedOutcome.NOT_FOR_US: "Ce besoin ne relève pas de cet interlocuteur",
    }
)
OWN_OUTCOMES: Mapping[NeedOutcome, str] = MappingProxyType(
    {
        NeedOutcome.HELPED: "Nous avons trouvé une solution",
        NeedOutcome.NO_SOLUTION: "Nous n’avons pas de solution",
        NeedOutcome.UNREACHABLE: "Nous n’avons pas réussi à joindre l’entreprise",
        NeedOutcome.NOT_FOR_US: "Ce besoin ne relève pas de nous",
    }
)
"""As the actor says it that answers."""
DAYS_TO_ANSWER = 10


def likely_day(today: date) -> date:
    """By when an answer is promised unless somebody says another day."""
    return working_days_after(today, DAYS_TO_ANSWER)
