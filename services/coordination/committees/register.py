"""What each column of committees is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_COMMITTEES = Processing(
    title="Comités du réseau",
    purpose="Réunir écoles et entreprises du département, et savoir qui siège où",
    persons="Personnes qui siègent dans un comité",
    recipients="Bureaux et directions des lycées\u202f; les adresses, la supervision et le lycée de la personne",
    retention="1 an après le départ de la personne, ou après l’archivage du comité",
    enforced=f"{DAILY}, ou la supervision dès qu’une personne le demande",
    rules=("committee_people",),
)
_STOPS = Processing(
    title="Courriels des comités arrêtés ou en échec",
    purpose="Ne plus écrire à qui ne le veut plus, ni où rien n’arrive",
    persons="Personnes qui siègent dans un comité, par une empreinte ou un numéro",
    recipients="La supervision départementale",
    retention="Jusqu’à ce que la personne revienne sur son choix\u202f; un échec, jusqu’à une autre adresse",
    enforced="La personne elle-même, ou la supervision",
)

COMMITTEES: Register = {
    "committees": told(
        _COMMITTEES,
        committee_id="Identifiant du comité",
        kind="Nature du comité",
        name="Nom du comité",
        perimeter="Où il travaille, en quelques mots",
        communes="Communes de son périmètre",
        name_key="Ranger par nom",
        archived_at="Quand il a cessé de se réunir",
        version="Empêcher deux corrections de s’écraser",
    ),
    "committee_members": told(
        _COMMITTEES,
        member_id="Identifiant du membre, qui reste après l’effacement de la personne",
        committee_id="Comité",
        lycee="Lycée qui siège",
        actor_id="Acteur de l’annuaire qui siège",
        organisation="Autre organisation qui siège",
        function="Ce qu’elle y fait",
        person=personal("Qui siège pour elle"),
        joined_on="Depuis quand",
        left_on="Jusqu’à quand",
        version="Empêcher deux corrections de s’écraser",
    ),
    "committee_addresses": told(
        _COMMITTEES,
        uai="Lycée qui siège, qui peut lire l’adresse des siens\u202f; sinon la DSDEN",
        member_id="Membre",
        address_id="Identifiant de l’adresse, qui change avec elle",
        mail=personal("Le convoquer"),
    ),
    "committee_mail_stops": told(
        _STOPS,
        address_digest=personal("Empreinte d’une adresse qui ne veut plus de courriels"),
        stopped_at="Depuis quand",
    ),
    "committee_mail_returns": told(
        _STOPS,
        address_id="Adresse d’où un courriel est revenu, par son identifiant",
        returned_at="Depuis quand",
    ),
    "committee_charters": told(
        _COMMITTEES,
        charter_id="Identifiant de la charte",
        committee_id="Comité",
        label="Version de la charte",
        signed_on="Jour de la signature",
        withdrawn_at="Quand elle a été retirée, si elle était notée par erreur",
    ),
}
