"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told
from services.internships.agreement_models.register import AGREEMENT_MODELS
from services.internships.approaches.register import APPROACHES
from services.internships.exemptions.register import EXEMPTIONS
from services.internships.families.register import FAMILIES
from services.internships.family_letters.register import FAMILY_LETTERS
from services.internships.follow_ups.register import FOLLOWING
from services.internships.host_desk.register import HOST_OPINIONS
from services.internships.host_letters.register import HOST_LETTERS
from services.internships.mobility.register import MOBILITY
from services.internships.rosters.register import ROSTERS
from services.internships.stays.register import AGREEMENTS, PLACEMENTS
from services.internships.visits.register import VISITS

PFMP = Processing(
    title="Formations et périodes de PFMP",
    purpose="Organiser les périodes de formation en milieu professionnel du lycée",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès, et le département sans les classes",
    retention="Sans limite",
)
LINKS = Processing(
    title="Liens personnels remis aux élèves, aux parents, aux enseignants et aux tuteurs",
    purpose="Laisser suivre sans compte les PFMP d’un élève, l’accueil d’un élève ou où en est une classe",
    persons="Élèves et enseignants du lycée",
    recipients="Bureau des entreprises du lycée, et la personne à qui le papier est remis",
    retention="Un an après la fin du lien, et jamais après le nom de l’élève",
    enforced=DAILY,
    rules=("personal_links", "pupils"),
)
PUBLICATION = Processing(
    title="Ce que le département voit du lycée",
    purpose="Publier ou garder au lycée chaque famille de chiffres, par décision de la direction",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès, et le département",
    retention="Sans limite",
)
PAUSES = Processing(
    title="Lieux d’accueil en pause",
    purpose="Faire contacter le lycée qui l’a demandé avant d’y placer un élève",
    persons="Aucune",
    recipients="Personnes des lycées qui placent des élèves",
    retention="Jusqu’à la fin de la pause, six mois au plus",
    enforced="La fin de la pause, dite par le registre des entreprises",
)
COMMENTS = Processing(
    title="Commentaires de la direction sur les chiffres publiés",
    purpose="Expliquer un chiffre à la supervision départementale",
    persons="Aucune\u202f: un texte qui nomme un élève du lycée est refusé",
    recipients="Direction du lycée et supervision départementale",
    retention="Jusqu’à son retrait par la direction",
)
HOSTS = Processing(
    title="Copie des lieux d’accueil",
    purpose="Choisir un lieu d’accueil même quand le registre ne répond pas",
    persons="Entrepreneurs individuels, quand un lieu d’accueil porte leur nom",
    recipients="Personnes des lycées qui en ont l’accès",
    retention="Tant que l’entreprise est au registre",
    enforced="Chaque correction du registre, sans jamais le nom d’une personne",
)
COUNTS = Processing(
    title="Chiffres de couverture et places d’accueil",
    purpose="Dire au département combien d’élèves ont un lieu d’accueil, jamais lesquels",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès, et le département",
    retention="Sans limite",
)

HEADINGS = Processing(
    title="Titres de colonnes retenus",
    purpose="Lire de même les prochaines listes d’élèves",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Jusqu’à ce que le bureau les oublie",
    enforced="Le bureau, depuis la page des imports",
)

REMINDERS = Processing(
    title="Rappels de PFMP",
    purpose="Rappeler une fois, aux jours convenus, ce qui manque encore pour une PFMP",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Un an",
    enforced=DAILY,
    rules=("told_reminders",),
)

REGISTER: Register = {
    **ROSTERS,
    **EXEMPTIONS,
    **HOST_LETTERS,
    **FAMILIES,
    **FAMILY_LETTERS,
    **VISITS,
    "import_headings": told(
        HEADINGS,
        uai="Lycée",
        heading_key="Reconnaître le titre",
        heading="Titre tel que la liste l’écrit",
        field="Ce qu’il veut dire",
        remembered_at="Instant où il a été retenu",
    ),
    "formations": told(
        PFMP,
        uai="Lycée",
        formation_id="Identifiant de la formation",
        mef="Code de la formation",
        label="Intitulé de la formation",
        version="Empêcher deux corrections de s’écraser",
    ),
    "classes": told(
        PFMP,
        uai="Lycée",
        class_id="Identifiant de la classe",
        school_year="Année scolaire",
        label="Nom de la classe",
        class_key="Retrouver la classe dans une liste",
        formation_id="Formation de la classe",
    ),
    "periods": told(
        PFMP,
        uai="Lycée",
        period_id="Identifiant de la période",
        school_year="Année scolaire",
        starts_on="Premier jour",
        ends_on="Dernier jour",
        weeks="Durée",
        status="Brouillon ou publiée",
        version="Empêcher deux corrections de s’écraser",
    ),
    "period_classes": told(PFMP, uai="Lycée", period_id="Période", class_id="Classe concernée"),
    "classes_expecting_none": told(
        PFMP,
        uai="Lycée",
        class_id="Classe sans autre période prévue cette année",
        act_id="Reprendre ce qui a été dit d’un coup",
        said_on="Jour où cela a été dit",
        said_as="Fonction de la personne qui l’a dit",
    ),
    "personal_links": told(
        LINKS,
        uai="Lycée",
        link_id="Identifiant du lien, qui n’est pas son secret",
        kind="Pour l’élève, pour un parent, pour un enseignant ou pour un tuteur",
        pupil_year_id=personal("Élève dont le lien montre les PFMP"),
        class_id="Classe dont le lien montre les nombres",
        referent_id=personal("Enseignant référent à qui le lien a été remis"),
        placement_id=personal("Accueil que le lien laisse suivre"),
        given_to=personal("Enseignant à qui le lien d’une classe a été remis"),
        given_at="Instant où il a été remis",
        expires_at="Fin de validité",
        revoked_at="Instant où le bureau l’a fermé",
    ),
    "host_companies": told(
        HOSTS,
        company_id="Identifiant de l’entreprise",
        naf="Activité",
        public_name="Nom d’une personne morale diffusible",
        version="Ne pas revenir à une fiche plus ancienne",
    ),
    "host_sites": told(
        HOSTS,
        site_id="Identifiant du lieu",
        company_id="Entreprise du lieu",
        site_key="SIRET, ou clé interne",
        naf="Activité",
        commune="Commune",
        search_text="Retrouver le lieu en tapant des mots",
        listed="Si le lieu est encore au registre",
        told_at="Ne pas rendre le lieu à une entreprise qui ne l’a plus",
    ),
    **PLACEMENTS,
    **FOLLOWING,
    **HOST_OPINIONS,
    **MOBILITY,
    **AGREEMENTS,
    **APPROACHES,
    **AGREEMENT_MODELS,
    "coverages": told(
        COUNTS,
        uai="Lycée",
        coverage_id="Identifiant du compte",
        period_id="Période",
        formation_id="Formation",
        concerned="Nombre d’élèves concernés",
        exempted="Nombre de dispensés",
        left="Nombre de partis",
        host_agreed="Nombre d’élèves qui ont un lieu",
        agreement_issued="Nombre de conventions envoyées",
        agreement_signed="Nombre de conventions signées",
        version="Ne dire que ce qui a changé",
    ),
    "coverage_statements": told(
        COUNTS,
        uai="Lycée",
        school_year="Année scolaire",
        totals_id="Identifiant des totaux de couverture",
        version="Ne pas revenir en arrière",
    ),
    "paused_sites": told(
        PAUSES,
        uai="Lycée à contacter",
        pause_id="Identifiant de la pause",
        site_id="Lieu",
        until_on="Jour de réexamen",
    ),
    "closed_sites": told(
        PAUSES,
        site_id="Lieu",
        closed_on="Depuis quand il est fermé",
        version="Ne pas revenir en arrière",
    ),
    "hosted_weeks": told(
        COUNTS,
        uai="Lycée",
        tally_id="Identifiant du compte",
        site_key="Lieu d’accueil",
        week="Semaine",
        seats="Nombre de places, pour le plafond d’accueil",
        version="Ne pas revenir en arrière",
    ),
    "host_keys": told(
        HOSTS,
        site_key="Désigner un lieu, sous chacun de ses numéros",
        site_id="Lieu",
        absorbed_id="Fiche fusionnée",
        was_id="Lieu d’avant la fusion",
    ),
    "host_staff": told(
        HOSTS,
        site_id="Lieu",
        staff="Nombre de personnes, pour le plafond d’accueil",
        version="Ne pas revenir en arrière",
    ),
    "hosting_limits": told(
        HOSTS,
        from_on="À partir de quand",
        percent="Part de l’effectif",
        small="Élèves dans un petit lieu",
        small_under="Ce qu’est un petit lieu",
        version="Ne pas revenir en arrière",
    ),
    "hosting_sites": told(
        COUNTS, uai="Lycée", site_id="Lieu d’accueil", first_on="Premier accueil par le lycée"
    ),
    "tallies": told(
        COUNTS,
        uai="Lycée",
        tally_id="Identifiant du compte",
        site_key="Lieu d’accueil",
        school_year="Année scolaire",
        week="Semaine",
        seats="Nombre de places",
        version="Ne dire que ce qui a changé",
        withheld="Dire au département, à la réouverture, ce qui ne lui a pas été dit",
    ),
    "told_reminders": told(
        REMINDERS,
        uai="Lycée",
        reminder_id="Identifiant du rappel",
        period_id="PFMP",
        kind="Ce qui est rappelé",
        threshold="Nombre de jours avant ou après, pour ne le dire qu’une fois",
        counted_to="Jour que le rappel attend, pour rappeler de nouveau si la PFMP est déplacée",
        told_on="Jour du rappel",
    ),
    "publications": told(
        PUBLICATION,
        uai="Lycée",
        family="Famille de faits",
        publication_id="Identifiant de la décision",
        steps="Jours où la famille est ouverte ou fermée",
        version="Empêcher deux décisions de s’écraser",
    ),
    "figure_comments": told(
        COMMENTS,
        uai="Lycée",
        comment_id="Identifiant du commentaire",
        family="Chiffres commentés",
        coverage_id="Chiffre commenté",
        lycee="Nom du lycée",
        figure="Nom du chiffre commenté",
        text="Texte de la direction, sans nom d’élève",
        written_at="Instant du commentaire",
    ),
}
