"""What each column of people of actors is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

PEOPLE = Processing(
    title="Personnes à joindre chez les acteurs du réseau",
    purpose="Savoir qui appeler chez un acteur du département, et pour quoi",
    persons="Personnes d’un organisme partenaire, prévenues qu’elles sont notées",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="3 ans après le dernier échange ou la dernière confirmation\u202f; 1 an après leur départ, 30 jours après leur opposition",
    enforced=f"{DAILY}, ou la supervision dès qu’une personne le demande",
    rules=("actor_people",),
)

_REFUSALS = Processing(
    title="Adresses de personnes qui se sont opposées à être notées",
    purpose="Ne plus noter chez aucun acteur une personne qui s’y est opposée",
    persons="Personnes d’un organisme partenaire, par une empreinte à clé de leur adresse",
    recipients="Personne\u202f: la supervision lit seulement qu’une adresse est refusée",
    retention="3 ans après l’opposition, ou dès que la personne y revient",
    enforced=DAILY,
    rules=("actor_refusals",),
)

REGISTER: Register = {
    "actor_people": told(
        PEOPLE,
        person_id="Identifiant de la personne",
        actor_id="Acteur de l’annuaire",
        name=personal("La demander"),
        function=personal("Ce qu’elle y fait"),
        mail=personal("Lui écrire"),
        phone=personal("Lui téléphoner"),
        purpose=personal("Pour quoi la joindre"),
        informed_by="Comment elle a été prévenue qu’elle est notée",
        informed_on="Quand elle a été prévenue",
        confirmed_on="Quand ces coordonnées ont été confirmées",
        left_on="Depuis quand elle est partie",
        version="Empêcher deux corrections de s’écraser",
    ),
    "actor_objections": told(
        PEOPLE,
        person_id="Personne qui s’oppose à être notée",
        objected_at="Depuis quand",
    ),
    "actor_refusals": told(
        _REFUSALS,
        address_digest="Reconnaître l’adresse sans la garder",
        refusal_id="Identifiant du refus",
        refused_at="Depuis quand",
    ),
    "actor_person_letters": told(
        PEOPLE,
        uai="La DSDEN, qui informe",
        letter_id="Identifiant du courriel d’information",
        person_id="À qui il s’adresse",
        asked_at="Quand il a été demandé",
        state="Où il en est",
        moved_on="Depuis quel jour",
    ),
}
