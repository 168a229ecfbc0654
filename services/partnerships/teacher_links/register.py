"""What is kept of what teachers bring."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_LINKS = Processing(
    title="Liens des professeurs qui apportent des entreprises",
    purpose="Laisser un professeur dire une entreprise ou un appel, sans compte",
    persons="Professeurs du lycée",
    recipients="Personnes du bureau",
    retention="Un an après la fin du lien",
    enforced=DAILY,
    rules=("teacher_links",),
)
_BROUGHT = Processing(
    title="Ce que les professeurs apportent",
    purpose="Ajouter au registre, après lecture, les entreprises que des professeurs connaissent",
    persons="Professeurs, et personnes d’entreprises qu’ils nomment",
    recipients="Personnes du bureau",
    retention="Un an après la remise",
    enforced=DAILY,
    rules=("brought",),
)

TEACHER_LINKS_REGISTER: Register = {
    "teacher_links": told(
        _LINKS,
        uai="Lycée",
        teacher_link_id="Identifiant du lien, dont il est tiré",
        name=personal("Professeur à qui il est remis"),
        mail=personal("Où l’envoyer"),
        given_at="Instant de la remise",
        expires_at="Jusqu’à quand il ouvre la page",
        revoked_at="Instant de la fermeture",
    ),
    "brought": told(
        _BROUGHT,
        uai="Lycée",
        brought_id="Identifiant",
        teacher_link_id="Professeur",
        company=personal("Entreprise, telle qu’il l’écrit"),
        town="Commune, telle qu’il l’écrit",
        reach=personal("Comment la joindre"),
        through="S’il veut qu’on passe par lui",
        outcome="Suite d’un appel, dans une liste",
        note=personal("Ce qui s’est dit"),
        brought_at="Instant",
        settled="Ce que le bureau en a fait",
        settled_at="Quand",
    ),
}
