"""What is kept of the letters to hosts."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

_LETTERS = Processing(
    title="Courriels à l’accueil",
    purpose="Écrire une fois, aux jours convenus, à qui accueille un élève",
    persons="Élèves du lycée, par le numéro de leur lieu d’accueil",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Un an",
    enforced=DAILY,
    rules=("host_letter_stays",),
)

HOST_LETTERS: Register = {
    "host_letter_stays": told(
        _LETTERS,
        uai="Lycée",
        letter_id="Identifiant du courriel",
        placement_id="Lieu d’accueil dont il parle",
        kind="Ce qu’il dit",
        threshold="Nombre de jours avant ou après, pour ne l’écrire qu’une fois",
        counted_to="Jour que le courriel attend, pour écrire de nouveau si les dates changent",
        reminder="Nombre de courriels déjà écrits de même, pour dire «\u00a0Rappel\u00a0»",
        told_on="Jour du courriel",
    ),
}
