"""Codes of approaches as users read them."""

from collections.abc import Mapping

from services.internships.approaches.model.approach import REFUSALS, Answer, ApproachedBy, Means

BY: Mapping[ApproachedBy, str] = {
    ApproachedBy.OFFICE: "Le bureau des entreprises",
    ApproachedBy.PUPIL: "L’élève",
    ApproachedBy.TEACHER: "Une personne de l’équipe enseignante",
}
MEANS: Mapping[Means, str] = {
    Means.CALL: "Appel",
    Means.VISIT: "Visite",
    Means.MAIL: "Courriel",
    Means.LETTER: "Courrier",
    Means.ONLINE: "En ligne",
}
REASONS: Mapping[Answer, str] = {
    Answer.MINOR: "Élève mineur",
    Answer.CAPACITY: "Pas de place",
    Answer.SEASON: "Pas à cette période",
    Answer.MOBILITY: "Trop loin pour l’élève",
    Answer.NO_ANSWER: "Sans réponse",
    Answer.FORMATION: "La formation ne convient pas",
    Answer.OTHER: "Autre motif",
}
ANSWERS: Mapping[Answer, tuple[str, str]] = {
    Answer.WAITING: ("Réponse attendue", "info"),
    Answer.ACCEPTED: ("Accord", "success"),
    **{
        answer: (
            REASONS[answer]
            if answer is Answer.NO_ANSWER
            else f"Refus\u202f: {REASONS[answer][0].lower()}{REASONS[answer][1:]}",
            "warning",
        )
        for answer in REFUSALS
    },
}
ANSWER_CHOICES = [(answer.value, label) for answer, (label, _) in ANSWERS.items()]
REASON_CHOICES = [(answer.value, label) for answer, label in REASONS.items()]
