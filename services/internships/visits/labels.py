"""Labels of visits, and what is told once one is planned, moved or called off."""

from collections.abc import Mapping

from contracts.internships.visits import VisitWay

WAYS: Mapping[VisitWay, str] = {
    VisitWay.ON_SITE: "Sur place",
    VisitWay.CALL: "Téléphone",
    VisitWay.VIDEO: "Visioconférence",
}
PLANNED = "Visite prévue. Si l’entreprise a une adresse, un courriel part dans dix minutes."
MOVED = "Visite déplacée. Si l’entreprise a une adresse, un courriel part dans dix minutes."
UNMOVED = "Rien n’a changé\u202f: la visite reste prévue ainsi."
CALLED_OFF = (
    "Visite annulée. L’entreprise en est prévenue dans dix minutes, si elle en avait eu l’annonce."
)
RESTORED = "Visite prévue de nouveau."
