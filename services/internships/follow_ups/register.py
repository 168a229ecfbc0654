"""What each column about the follow-up of pupils during a period is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

REFERENTS = Processing(
    title="Enseignants référents",
    purpose="Savoir qui suit quels élèves pendant une PFMP, et combien",
    persons="Enseignants et élèves du lycée",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention="Noms jusqu’au 31 octobre qui suit l’année scolaire\u202f; ce qui reste ne nomme personne",
    enforced=DAILY,
    rules=("referents", "pupils"),
)

FOLLOW_UPS = Processing(
    title="Suivi pendant les PFMP",
    purpose="Savoir qui a vu ou appelé l’élève et son entreprise, et ce qui ne va pas",
    persons="Élèves du lycée, sous un identifiant tiré au sort chaque année",
    recipients="Personnes du lycée qui en ont l’accès, l’enseignant référent et l’entreprise par leur lien",
    retention="Notes effacées avec le nom de l’élève\u202f; ce qui reste ne nomme personne",
    enforced=DAILY,
    rules=("pupils",),
)

FOLLOWING: Register = {
    "referents": told(
        REFERENTS,
        uai="Lycée",
        referent_id="Identifiant de l’enseignant, pour l’année",
        school_year="Année scolaire",
        name=personal("Nom de l’enseignant"),
        account_id=personal(
            "Compte de l’enseignant, pour le prévenir de ce qui arrive à ses élèves"
        ),
    ),
    "followings": told(
        REFERENTS,
        uai="Lycée",
        following_id="Identifiant du suivi",
        period_id="Période",
        pupil_year_id=personal("Élève suivi"),
        referent_id=personal("Enseignant qui le suit"),
        act_id="Reprendre ce qui a été fait d’un coup",
        before_id=personal("Enseignant qui le suivait avant, pour y revenir"),
        version="Empêcher deux corrections de s’écraser",
    ),
    "follow_ups": told(
        FOLLOW_UPS,
        uai="Lycée",
        follow_up_id="Identifiant du contact",
        placement_id=personal("Lieu d’accueil de l’élève"),
        pupil_year_id=personal("Élève suivi"),
        kind=personal("Visite, appel, visioconférence ou courriel"),
        happened_on=personal("Jour du contact"),
        level=personal("Comment cela va, de «\u00a0tout va bien\u00a0» à «\u00a0urgent\u00a0»"),
        absence_days=personal("Jours d’absence constatés"),
        note=personal("Ce qu’il y a à savoir, en quelques mots"),
        noted_at="Instant de la saisie",
        noted_as="Fonction de la personne qui l’a noté",
        referent_id=personal("Enseignant qui l’a dit par son lien"),
    ),
    "arrivals": told(
        FOLLOW_UPS,
        uai="Lycée",
        placement_id=personal("Lieu d’accueil de l’élève"),
        told_at=personal("Instant où l’entreprise a dit que l’élève est arrivé"),
    ),
    "alerts": told(
        FOLLOW_UPS,
        uai="Lycée",
        alert_id="Identifiant de l’alerte",
        placement_id=personal("Lieu d’accueil de l’élève"),
        pupil_year_id=personal("Élève suivi"),
        matter=personal(
            "Signalement, déclaration que l’entreprise doit faire, départ, ou élève qui n’est pas arrivé"
        ),
        level=personal("Gravité"),
        opened_on=personal("Jour de l’alerte"),
        opened_as="Fonction de la personne qui l’a donnée",
        raised_by=personal("Ne pas prévenir qui l’a donnée de son propre geste"),
        follow_up_id="Contact qui l’a ouverte",
        closed_on=personal("Jour où elle a été close"),
        closed_as="Fonction de la personne qui l’a close",
        steps=personal("Étapes faites d’une déclaration, jour et fonction"),
        version="Empêcher deux corrections de s’écraser",
    ),
}
