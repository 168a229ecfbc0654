"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.register import DAILY, Processing, Register, personal, told

ACCOUNTS = Processing(
    title="Comptes et droits",
    purpose="N’ouvrir à chacun que ce qui le concerne",
    persons="Personnes qui ont un compte",
    recipients="La personne elle-même, qui administre les comptes, et les destinataires de ses courriels",
    retention="1 an après la fermeture du compte ou la fin du dernier droit\u202f; reste un identifiant",
    enforced=DAILY,
    rules=("accounts",),
)
SESSIONS = Processing(
    title="Connexions",
    purpose="Reconnaître qui est connecté, et arrêter qui essaie des mots de passe",
    persons="Personnes qui ont un compte",
    recipients="Personne",
    retention="Jusqu’à la déconnexion, 12 heures au plus\u202f; 1 jour pour un échec",
    enforced=f"{DAILY}, et chaque connexion",
    rules=("sign_in_failures",),
)
TOKENS = Processing(
    title="Jetons d’accès",
    purpose="Laisser un programme agir pour une personne, sans son mot de passe",
    persons="Personnes qui ont un compte",
    recipients="La personne elle-même",
    retention="Un an après leur fin",
    enforced="Chaque jeton créé, pour les anciens",
)
LETTERS = Processing(
    title="Liens et codes de connexion",
    purpose="Entrer sans mot de passe, ou en choisir un",
    persons="Personnes qui ont un compte",
    recipients="Personne",
    retention="30 jours",
    enforced=DAILY,
    rules=("sign_in_letters",),
)
HANDING = Processing(
    title="Accès aux lycées",
    purpose="Que seule la direction d’un lycée ouvre ses données, et puisse dire à qui et jusqu’à quand",
    persons="Personnes qui ont un compte, ou pour qui un accès est proposé",
    recipients="La direction du lycée et ses délégués, le superviseur pour ce qu’il propose, l’auditeur",
    retention="Propositions\u202f: 90 jours après la réponse. Le reste\u202f: sans effacement automatique à ce jour",
    enforced="Chaque proposition, pour les anciennes\u202f; rien n’efface le reste, qui dit qui a ouvert quoi",
)
LYCEES = Processing(
    title="Lycées",
    purpose="Nommer les lycées du département",
    persons="Aucune",
    recipients="Tous",
    retention="Sans limite",
)
PROFILES = Processing(
    title="Fiches des lycées",
    purpose="Écrire l’adresse, la direction et l’assurance du lycée sur ses conventions et courriels",
    persons="Chefs d’établissement",
    recipients="Personnes du lycée qui en ont l’accès, signataires des conventions, destinataires des courriels",
    retention="Jusqu’à la correction suivante",
    enforced="Le lycée, depuis sa fiche",
)
DEMONSTRATION = Processing(
    title="Boîte aux lettres de la démonstration",
    purpose="Montrer les courriels d’une démonstration, sans les envoyer",
    persons="Personnes inventées",
    recipients="Qui est devant cette machine",
    retention="Les derniers reçus, jusqu’à la fin de la démonstration ou au premier effacement",
    enforced="Chaque courriel reçu, et chaque effacement",
)

REGISTER: Register = {
    "accounts": told(
        ACCOUNTS,
        account_id=personal("Identifiant du compte"),
        mail=personal("Se connecter, recevoir un courriel"),
        mail_key=personal("Retrouver le compte par son adresse"),
        display_name=personal("Nom affiché, et qui signe les courriels"),
        password_hash="Vérifier le mot de passe sans le garder",  # noqa: S106 # what the column is for
        created_at="Création",
        closed_at="Fermeture",
    ),
    "lycees": told(
        LYCEES, uai="Lycée", name="Nom", commune="Commune", version="Ne pas revenir en arrière"
    ),
    "lycee_profiles": told(
        PROFILES,
        uai="Lycée",
        address="Adresse sur les conventions et les courriels",
        postcode="Code postal",
        town="Commune",
        phone="Téléphone",
        mail="Courriel",
        head_name=personal("Qui représente le lycée sur ses conventions"),
        head_title=personal("Sa qualité"),
        insurer="Assureur en responsabilité civile",
        policy="Numéro du contrat",
        hours="Quand le lycée répond",
        logo="Image en tête des conventions",
        logo_kind="Forme de l’image",
        version="Empêcher deux corrections de s’écraser",
    ),
    "grants": told(
        ACCOUNTS,
        grant_id="Identifiant du droit",
        account_id=personal("Compte"),
        role=personal("Rôle"),
        uai=personal("Lycée où il vaut"),
        from_on="Premier jour",
        until_on="Premier jour sans ce droit",
        version="Ne pas écraser le changement d’un autre",
        granted_at="Instant où il a été donné",
        granted_by=personal("Qui l’a donné"),
        ended_at="Instant où il a été terminé",
        ended_by=personal("Qui l’a terminé"),
    ),
    "access_proposals": told(
        HANDING,
        proposal_id="Identifiant de la proposition",
        uai="Lycée concerné",
        role="Rôle proposé",
        mail=personal("Inviter la personne proposée"),
        display_name=personal("Dire à la direction de qui il s’agit"),
        from_on="Premier jour proposé",
        last_day="Dernier jour proposé",
        proposed_at="Instant de la proposition",
        proposed_by=personal("Qui propose"),
        status="Réponse",
        decided_at="Instant de la réponse",
        decided_by=personal("Qui a répondu"),
        version="Ne pas écraser la réponse d’un autre",
    ),
    "handovers": told(
        HANDING,
        handover_id="Identifiant de la passation",
        uai="Lycée concerné",
        leaver_id=personal("Qui part"),
        successor_id=personal("Qui arrive"),
        on_day="Premier jour de qui arrive",
        made_at="Instant de l’enregistrement",
        made_by=personal("Qui l’a décidée"),
        cancelled_at="Instant de l’annulation",
    ),
    "handover_parts": told(
        HANDING,
        part_id="Identifiant de la ligne",
        handover_id="Passation",
        uai="Lycée concerné",
        leaver_grant_id="Accès qui se ferme",
        until_before="Fin à remettre si elle est annulée",
        successor_grant_id="Accès qui s’ouvre",
    ),
    "sessions": told(
        SESSIONS,
        token_hash="Reconnaître le navigateur, sans garder son secret",  # noqa: S106 # what the column is for
        account_id=personal("Compte"),
        began_at="Début",
        seen_at="Dernière page",
        session_id="Désigner la connexion à la personne",
        device=personal("Navigateur et système, sans version, pour que la personne le reconnaisse"),
    ),
    "calendar_feeds": told(
        ACCOUNTS,
        account_id=personal("Compte"),
        token_hash="Reconnaître l’adresse du calendrier, sans la garder",  # noqa: S106 # what the column is for
        made_at="Création de l’adresse",
    ),
    "api_tokens": told(
        TOKENS,
        token_id="Identifiant du jeton",  # noqa: S106 # what the column is for
        account_id=personal("Compte"),
        token_hash="Reconnaître le jeton, sans garder son secret",  # noqa: S106 # what the column is for
        label="À quoi il sert, dit par son titulaire",
        uai="Lycée pour lequel il agit",
        service="Données qu’il ouvre",
        writes="S’il peut écrire",
        made_at="Création",
        expires_at="Fin de validité",
        last_used_at="Dernier usage",
        revoked_at="Révocation",
    ),
    "sign_in_failures": told(
        SESSIONS,
        failure_id="Identifiant de l’échec",
        about="Empreinte de l’adresse, de la machine, ou des deux",
        failed_at="Instant",
    ),
    "sign_in_letters": told(
        LETTERS,
        letter_id="Identifiant de la lettre",
        uai="Lycée au nom de qui elle parle",
        account_id=personal("Compte"),
        kind="Invitation, oubli ou code",
        asked_at="Instant de la demande",
        expires_at="Fin de validité",
        ended_at="Instant où elle a servi",
        tries="Codes essayés",
    ),
    "demo_mails": told(
        DEMONSTRATION,
        mail_id="Identifiant",
        received_at="Instant",
        sender="Expéditeur",
        recipient="Destinataire",
        subject="Objet",
        content="Courriel entier",
    ),
}
