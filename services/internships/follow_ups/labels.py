"""Labels of contacts, of levels and of what is to do after an accident."""

from collections.abc import Mapping

from contracts.internships.follow_up import ContactKind, ReportLevel
from services.chassis.base.identity import Role
from services.internships.follow_ups.model import HOST, AlertMatter, Step

CONTACT_KINDS: Mapping[ContactKind, str] = {
    ContactKind.VISIT: "Visite",
    ContactKind.CALL: "Appel",
    ContactKind.VIDEO: "Visioconférence",
    ContactKind.MAIL: "Courriel",
}


LEVELS: Mapping[ReportLevel, tuple[str, str]] = {
    ReportLevel.NONE: ("Tout va bien", "success"),
    ReportLevel.VIGILANCE: ("Vigilance", "info"),
    ReportLevel.PROBLEM: ("Problème", "warning"),
    ReportLevel.URGENT: ("Urgent", "error"),
}


MATTERS: Mapping[AlertMatter, str] = {
    AlertMatter.REPORT: "Signalement",
    AlertMatter.DECLARATION: "À déclarer sous 48\u00a0heures",
    AlertMatter.LEAVING: "L’élève a quitté l’entreprise",
    AlertMatter.NOT_ARRIVED: "L’élève n’est pas arrivé",
}


STEPS: Mapping[Step, str] = {
    Step.FAMILY_TOLD: "La famille est prévenue",
    Step.HEAD_TOLD: "La direction du lycée est prévenue",
    Step.HOST_DECLARED: "L’entreprise l’a déclaré à la CPAM, sous 48 heures",
    Step.COPY_RECEIVED: "Le lycée a la copie de la déclaration",
}


SAID_AS: Mapping[str, str] = {
    **{role.value: role.label for role in Role},
    HOST: "Tuteur, entreprise d’accueil",
}
"""The function of who said something, where it is kept."""
