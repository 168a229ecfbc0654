"""What each column about the opinions of hosts is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

OPINIONS = Processing(
    title="Avis des entreprises d’accueil",
    purpose="Savoir si une entreprise reprendrait un élève d’une formation, et s’il était préparé",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès, l’enseignant référent et l’entreprise par leur lien",
    retention="Jusqu’à l’effacement du nom de l’élève, le 31 octobre qui suit l’année scolaire",
    enforced=DAILY,
    rules=("pupils",),
)
HOST_OPINIONS: Register = {
    "host_opinions": told(
        OPINIONS,
        uai="Lycée",
        placement_id=personal("Lieu d’accueil de l’élève"),
        again=personal("Si l’entreprise reprendrait un élève de cette formation"),
        prepared=personal("Si l’élève était bien préparé, de 1 à 4"),
        remark=personal("Remarque de l’entreprise, en quelques mots"),
        given_at=personal("Instant où l’avis a été donné"),
    ),
}
