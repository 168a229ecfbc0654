"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told
from services.partnerships.registers.actor_exchanges import ACTOR_EXCHANGES
from services.partnerships.registers.brought import BROUGHT
from services.partnerships.registers.company_notes import COMPANY_NOTES
from services.partnerships.registers.departed import DEPARTED
from services.partnerships.registers.directory import DIRECTORY
from services.partnerships.registers.drops import DROPS
from services.partnerships.registers.host_pages import HOST_PAGES
from services.partnerships.registers.many import MANY
from services.partnerships.registers.merges import MERGES
from services.partnerships.registers.partnerships import PARTNERSHIPS
from services.partnerships.registers.pressure import PRESSURE
from services.partnerships.registers.sharing import SHARING
from services.partnerships.registers.tasks import TASKS
from services.partnerships.registers.views import VIEWS
from services.partnerships.registers.ways import WAYS

CONTACTS_KEPT = (
    "3 ans après le dernier échange, courriel envoyé ou accueil, ou la durée choisie par "
    "l’installation"
)
NOTES_KEPT = "3 ans après l’échange, ou la durée choisie par l’installation"
COMPANIES = Processing(
    title="Registre des entreprises",
    purpose="Connaître les entreprises et leurs lieux, une fiche pour tous les bureaux",
    persons="Entrepreneurs individuels, dont l’entreprise porte le nom",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant qu’un lycée s’en sert",
    enforced="Le chef d’un lycée qui la suit, quand un entrepreneur individuel le demande",
)
CONTACTS = Processing(
    title="Contacts des entreprises",
    purpose="Joindre la bonne personne d’une entreprise",
    persons="Personnes que le lycée connaît dans les entreprises",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention=CONTACTS_KEPT,
    enforced=f"{DAILY}, et le bureau quand le contact le demande",
    rules=("contacts",),
)
CHECKS = Processing(
    title="Vérification des fiches par les contacts",
    purpose="Faire vérifier sa fiche à un contact, par un lien personnel",
    persons="Personnes que le lycée connaît dans les entreprises",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="3 ans, sans lien avec le contact une fois celui-ci oublié",
    enforced=DAILY,
    rules=("contact_checks",),
)
EXCHANGES = Processing(
    title="Échanges avec les entreprises",
    purpose="Se rappeler ce qui s’est dit, et quoi faire ensuite",
    persons="Personnes citées dans une note",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Le texte\u202f: 3 ans, ou la durée choisie par l’installation\u202f; l’échange, sans limite",
    enforced=DAILY,
    rules=("notes",),
)
NETWORK = Processing(
    title="Liens entre lycées et entreprises",
    purpose="Savoir quel lycée connaît quelle entreprise",
    persons="Aucune",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que le lycée suit l’entreprise",
)
IMPORTS = Processing(
    title="Reprise de listes d’entreprises",
    purpose="Reprendre une liste tenue ailleurs, et pouvoir l’annuler",
    persons="Contacts et entrepreneurs nommés dans la liste",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="1 an pour le compte rendu",
    enforced=DAILY,
    rules=("imports",),
)
FILES = Processing(
    title="Fichiers déposés pour une reprise",
    purpose="Dire ce que sont les colonnes d’une liste avant de la reprendre",
    persons="Contacts et entrepreneurs nommés dans la liste",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Chiffrés, jusqu’à la confirmation ou l’abandon, 1 heure au plus",
    enforced="Une tâche programmée à chaque dépôt",
)
HEADINGS = Processing(
    title="Titres de colonnes retenus",
    purpose="Lire de même les prochaines listes",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Jusqu’à ce que le bureau les oublie",
    enforced="Le bureau, depuis la page des imports",
)
MONTH = "30 jours"

REGISTER: Register = {
    **DEPARTED,
    **DROPS,
    **DIRECTORY,
    **MANY,
    **MERGES,
    **PARTNERSHIPS,
    **PRESSURE,
    **SHARING,
    **ACTOR_EXCHANGES,
    **TASKS,
    **VIEWS,
    **WAYS,
    **HOST_PAGES,
    **BROUGHT,
    **COMPANY_NOTES,
    "companies": told(
        COMPANIES,
        company_id="Identifiant de l’entreprise",
        name=personal("Nom, celui d’une personne pour un entrepreneur individuel"),
        name_key=personal("Retrouver l’entreprise par son nom"),
        siren="Numéro officiel",
        legal_form="Forme juridique",
        diffusion="Si le nom peut être montré à tous",
        naf="Activité",
        version="Empêcher deux corrections de s’écraser",
    ),
    "company_words": told(
        COMPANIES,
        word=personal("Retrouver l’entreprise en tapant un mot"),
        company_id="Entreprise",
    ),
    "sites": told(
        COMPANIES,
        site_id="Identifiant du lieu",
        company_id="Entreprise",
        rank="Ordre d’affichage",
        site_key="SIRET, ou clé interne",
        siret="Numéro officiel",
        name=personal("Enseigne"),
        address=personal("S’y rendre, y écrire"),
        postcode="S’y rendre, y écrire",
        commune="Chercher par commune",
        locality="Commune telle que la liste la dit",
        place_key="Ranger par commune",
        naf="Activité",
        phone=personal("Téléphoner au lieu"),
        mail=personal("Écrire au lieu"),
    ),
    "lycees": told(
        NETWORK,
        lycee="Lycée",
        name="Nom du lycée",
        version="Ne pas revenir en arrière",
    ),
    "publications": told(
        NETWORK,
        uai="Lycée",
        family="Famille de faits",
        steps="Jours où la famille est dite au département, ou non",
        version="Ne pas revenir en arrière",
    ),
    "acquaintances": told(
        NETWORK,
        uai="Lycée qui connaît le lieu",
        site_id="Lieu",
        company_id="Entreprise",
        last_on="Dernier échange",
        n_30d="Échanges du mois, délai de courtoisie",
        hosted_on="Dernier accueil",
    ),
    "contacts": told(
        CONTACTS,
        uai="Lycée qui connaît le contact",
        contact_id=personal("Identifiant du contact"),
        company_id="Entreprise",
        site_id="Lieu de travail",
        name=personal("Savoir qui demander"),
        name_key=personal("Retrouver le contact"),
        function=personal("Savoir à quel titre il répond"),
        mail=personal("Lui écrire"),
        phone=personal("Lui téléphoner"),
        gets_mail="S’il reçoit les courriels des PFMP",
        version="Empêcher deux corrections de s’écraser",
    ),
    "contact_words": told(
        CONTACTS,
        uai="Lycée qui connaît le contact",
        word=personal("Retrouver le contact en tapant un mot"),
        contact_id=personal("Contact"),
    ),
    "contact_checks": told(
        CHECKS,
        uai="Lycée",
        contact_check_id="Identifiant de la demande",
        company_id="Entreprise",
        site_id="Lieu",
        contact_id=personal("Contact à qui la demande est faite"),
        placement_id="Placement qui l’a demandée",
        asked_at="Instant de la demande",
        confirmed_at="Instant de la réponse",
        corrected="Si quelque chose a été corrigé",
        revoked_at="Instant où le lien est fermé",
        revoked_because="Pourquoi il est fermé, dans une liste",
    ),
    "interactions": told(
        EXCHANGES,
        uai="Lycée",
        interaction_id="Identifiant de l’échange",
        company_id="Entreprise",
        site_id="Lieu",
        kind="Visite, appel, courriel",
        purpose="But de l’échange",
        outcome="Issue",
        occurred_on="Date",
        next_step_on="Date de la suite",
        refusal="Raison d’un refus, dans une liste",
        contact_id=personal("Contact avec qui il a eu lieu"),
        shared_id="Échange noté une fois pour plusieurs lycées",
        former_ids="Identifiants d’avant ses corrections, pour dire un conflit",
        to_many="Courriel envoyé à plusieurs entreprises à la fois",
        noted_by=personal("Compte de la personne du bureau qui l’a noté"),
        note=personal("Ce qui s’est dit, en texte libre"),
    ),
    "onboardings": told(
        NETWORK,
        uai="Lycée",
        company_id="Entreprise",
        reason="Pourquoi elle entre dans le suivi",
        onboarded_on="Date",
        told="Nombre de premiers échanges dits au département",
    ),
    "cardless_meetings": told(
        NETWORK,
        uai="Lycée",
        company_id="Entreprise que le registre n’a plus, après la remise d’une sauvegarde",
        reason="Pourquoi elle est entrée dans le suivi",
        onboarded_on="Date",
    ),
    "imports": told(
        IMPORTS,
        uai="Lycée",
        import_id="Identifiant de la reprise",
        source="Sorte de liste",
        file_name="Reconnaître le fichier",
        status="Où elle en est",
        previewed_at="Instant de la lecture",
        completed_at="Instant de la fin",
        headings="Titres des colonnes, pour rendre les lignes refusées",
        sheet="Feuille lue",
        unread_sheets="Feuilles non lues",
        undone_at="Instant de l’annulation",
    ),
    "import_files": told(
        FILES,
        uai="Lycée",
        import_id="Reprise",
        content=personal("Relire la liste avec d’autres colonnes"),
        line="Ligne des titres",
        columns=personal("Ce que sont les colonnes, avec des exemples"),
    ),
    "import_headings": told(
        HEADINGS,
        uai="Lycée",
        heading_key="Reconnaître le titre",
        heading="Titre tel que la liste l’écrit",
        field="Ce qu’il veut dire",
        remembered_at="Instant où il a été retenu",
    ),
    "import_rows": told(
        IMPORTS,
        uai="Lycée",
        import_id="Reprise",
        line="Ligne du fichier",
        name=personal("Entreprise que la ligne nomme"),
        verdict="Ce qui en est fait",
        reason="Pourquoi elle est refusée",
        company_id="Entreprise reconnue",
        values=personal("Ligne à reprendre, ou à rendre si elle est refusée", retention=MONTH),
        done="Si elle est reprise",
    ),
    "import_effects": told(
        IMPORTS,
        uai="Lycée",
        import_id="Reprise",
        company_id="Entreprise touchée",
        part="Morceau de la reprise",
        name=personal("Entreprise touchée", retention=MONTH),
        before=personal("Fiche avant, pour annuler", retention=MONTH),
        after=personal("Fiche après, pour annuler", retention=MONTH),
        followed="Lieux entrés dans le suivi",
        contacts="Identifiants des contacts ajoutés",
        notes="Identifiants des notes ajoutées",
        exchanges="Identifiants des échanges repris",
        undone="Si c’est annulé",
        outcome=personal("Ce qui a été remis ou gardé", retention=MONTH),
    ),
    "places": told(
        NETWORK,
        uai="Lycée",
        placement_id="Placement proposé",
        company_id="Entreprise",
        site_id="Lieu, qui reste donc au registre",
    ),
}
