"""What is kept of the letters to families."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

_LETTERS = Processing(
    title="Courriels aux familles",
    purpose="Écrire une fois, aux jours convenus, à la famille d’un élève qui part en PFMP",
    persons="Élèves du lycée, par le numéro de leur lieu d’accueil",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Un an",
    enforced=DAILY,
    rules=("family_letter_stays",),
)

FAMILY_LETTERS: Register = {
    "family_letter_stays": told(
        _LETTERS,
        uai="Lycée",
        letter_id="Identifiant du courriel",
        placement_id="Lieu d’accueil dont il parle",
        slot="À quelle adresse de la famille il a été demandé, sans l’adresse",
        kind="Ce qu’il dit",
        threshold="Nombre de jours avant ou après, pour ne l’écrire qu’une fois",
        counted_to="Jour que le courriel attend, pour écrire de nouveau si les dates changent",
        reminder="Nombre de courriels déjà écrits de même, pour dire «\u00a0Rappel\u00a0»",
        told_on="Jour du courriel",
    ),
}
