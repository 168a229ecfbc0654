"""What each column of taking over a bureau is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

ONBOARDINGS = Processing(
    title="Prises de poste",
    purpose="Dire à qui reprend un bureau par où commencer, et voir où il en est",
    persons="Aucune",
    recipients="Le bureau et la supervision départementale",
    retention="2 ans après la clôture",
    enforced=DAILY,
    rules=("onboardings",),
)
STEPS = Processing(
    title="Étapes d’une prise de poste",
    purpose="Dire à qui reprend un bureau par où commencer",
    persons="Aucune",
    recipients="Bureaux des lycées, supervision départementale",
    retention="Jusqu’à ce que la supervision les change",
)

REGISTER: Register = {
    "onboarding_steps": told(
        STEPS,
        step_id="Identifiant de l’étape",
        position="Ordre",
        text="Ce qu’il y a à faire",
        week="Avant la fin de quelle semaine",
        link="Page de Passerelle",
        removed="Si elle est retirée de la liste",
        version="Empêcher deux décisions de s’écraser",
    ),
    "onboardings": told(
        ONBOARDINGS,
        uai="Lycée",
        onboarding_id="Identifiant de la prise de poste",
        begun_on="Depuis quand",
        closed_at="Instant de la clôture",
        closed_for="Passation qui l’a close, par son identifiant",
        version="Empêcher deux décisions de s’écraser",
    ),
    "onboarding_ticks": told(
        ONBOARDINGS,
        uai="Lycée",
        onboarding_id="Prise de poste",
        step_id="Étape faite",
        done_at="Instant",
    ),
}
