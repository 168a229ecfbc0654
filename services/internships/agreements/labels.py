"""What agreements are called where people read them."""

from collections.abc import Mapping

from contracts.internships.agreements import (
    AgreementStanding,
    SignatureChannel,
    SignatureRefusal,
    Signer,
)
from services.chassis.web.views.french import plural
from services.internships.agreements.model.agreement_record import Aside, DoneAtOnce

AGREEMENTS: Mapping[AgreementStanding, tuple[str, str]] = {
    AgreementStanding.PREPARED: ("Préparée", "neutral"),
    AgreementStanding.ISSUED: ("Émise", "info"),
    AgreementStanding.PARTLY_SIGNED: ("Signée en partie", "info"),
    AgreementStanding.SIGNED: ("Signée par tous", "success"),
    AgreementStanding.REFUSED: ("Refus de signer", "error"),
    AgreementStanding.AMENDED: ("Remplacée par un avenant", "neutral"),
    AgreementStanding.CANCELLED: ("Annulée", "neutral"),
}
SIGNERS: Mapping[Signer, str] = {
    Signer.HEAD: "Direction",
    Signer.HOST: "Entreprise",
    Signer.PUPIL: "Élève",
    Signer.REPRESENTATIVE: "Représentant légal",
    Signer.REFERENT: "Enseignant référent",
    Signer.TUTOR: "Tuteur",
    Signer.SECOND_TUTOR: "Second tuteur",
}
CHANNELS: Mapping[SignatureChannel, str] = {
    SignatureChannel.PAPER: "Sur le papier",
    SignatureChannel.SCAN: "Sur une copie numérisée",
}
REFUSALS: Mapping[SignatureRefusal, str] = {
    SignatureRefusal.TEXT: "Le texte de la convention",
    SignatureRefusal.DATES: "Les dates ou les horaires",
    SignatureRefusal.TASKS: "Les tâches confiées",
    SignatureRefusal.INSURANCE: "L’assurance",
    SignatureRefusal.PLACE_LOST: "L’accueil n’est plus possible",
    SignatureRefusal.OTHER: "Autre motif",
}
MISSING: Mapping[str, str] = {
    "tutor": "tuteur",
    "referent": "enseignant référent",
    "birth date": "date de naissance",
}
_LEFT: Mapping[Aside, tuple[str, str]] = {
    Aside.NOT_ISSUED: (
        "d’une convention pas encore émise",
        "de conventions pas encore émises",
    ),
    Aside.ALREADY: ("déjà notée", "déjà notées"),
    Aside.CLOSED: ("remplacée ou annulée entre-temps", "remplacées ou annulées entre-temps"),
    Aside.NO_PLACE: ("dont le lieu d’accueil est perdu", "dont le lieu d’accueil est perdu"),
    Aside.MOVED_ON: (
        "laissée, car la suite est déjà notée",
        "laissées, car la suite est déjà notée",
    ),
}


def sentence(first: str, done: DoneAtOnce) -> str:
    """What one click did, to the last line."""
    told = [first]
    if done.completed:
        told.append(
            f"{plural(done.completed, 'convention signée', 'conventions signées')} par tous."
        )
    for why, count in done.aside.items():
        one, many = _LEFT[why]
        told.append(f"{count} {one if count == 1 else many}.")
    return " ".join(told)
