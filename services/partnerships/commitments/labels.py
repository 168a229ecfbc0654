"""Codes of declarations and pledges as users read them."""

from collections.abc import Mapping

from contracts.partnerships.commitments import RegulatedWork
from services.partnerships.commitments.model import DeclarationState, LetterStep, PledgeState

WORKS: Mapping[RegulatedWork, str] = {
    RegulatedWork.MACHINES: "Machines et équipements de travail",
    RegulatedWork.LIFTING: "Conduite d’engins et levage",
    RegulatedWork.HEIGHT: "Travail en hauteur, échafaudages",
    RegulatedWork.ELECTRICITY: "Risque électrique",
    RegulatedWork.CHEMICALS: "Agents chimiques dangereux",
    RegulatedWork.EARTHWORKS: "Démolition, tranchées, terrassement",
    RegulatedWork.CONFINED: "Milieu confiné",
    RegulatedWork.PRESSURE: "Appareils sous pression",
    RegulatedWork.HEAT: "Verre et métaux en fusion",
    RegulatedWork.RADIATION: "Rayonnements",
}
DECLARATION_STATES: Mapping[DeclarationState, tuple[str, str]] = {
    DeclarationState.VALID: ("Valide", "success"),
    DeclarationState.EXPIRING: ("À renouveler", "warning"),
    DeclarationState.EXPIRED: ("Expirée", "error"),
}
LETTER_STEPS: Mapping[LetterStep, str] = {
    LetterStep.WAITING: "Courriel à l’entreprise pour la renouveler\u202f: demandé le",
    LetterStep.LEFT: "L’entreprise a été prévenue par courriel le",
    LetterStep.LOST: "Le courriel à l’entreprise n’est pas arrivé\u202f; appelez-la. Noté le",
}
"""What is said before the day; of a letter that did not leave, nothing."""
PLEDGE_STATES: Mapping[PledgeState, tuple[str, str]] = {
    PledgeState.ASKED: ("Sollicitée", "info"),
    PledgeState.PLEDGED: ("Promise", "info"),
    PledgeState.CONFIRMED: ("Confirmée sur SOLTéA", "success"),
    PledgeState.THANKED: ("Remerciée", "success"),
    PledgeState.DECLINED: ("Déclinée", "neutral"),
}
