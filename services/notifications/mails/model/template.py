"""What mails say, by the name each is kept by, in words for « Envois » and for models."""

from services.notifications.mails.model.template_words import (
    A_CONTACT,
    A_FAMILY,
    A_MEMBER,
    A_PERSON,
    AN_ACTOR,
    CONCERNED,
    WHO_ASKED,
    TemplateWords,
)


class Template(TemplateWords):
    """What a mail says: the name it is kept by, then what « Envois » calls it, for whom it is, and, unless it
    is a kind of notice, what makes it leave.

    One without such words is between the portal and a person, as a forgotten password, a code and a
    second factor are: no colleague sees it.
    """

    HOST_AGREED = ("host_agreed", "Accord noté", A_CONTACT, "Un lieu d’accueil est confirmé.")
    BUREAU_AGREED = "bureau_agreed", "Lieu d’accueil confirmé", CONCERNED
    CONTACT_CHECK = (
        *("contact_check", "Une fiche à confirmer", A_CONTACT),
        "Le bureau demande à un contact de relire sa fiche.",
    )
    HOST_PAGE = (
        *("host_page", "Espace de l’entreprise", A_CONTACT),
        "Le bureau envoie à un contact le lien de son espace.",
    )
    HOST_AGREEMENT_READY = (
        *("host_agreement_ready", "Convention à signer par l’entreprise", A_CONTACT),
        "Le matin après l’émission, puis sans signature 3 et 7 jours ouvrés après, et 2 avant le départ.",
    )
    HOST_PUPIL_ARRIVES = (
        *("host_pupil_arrives", "Arrivée d’un élève", A_CONTACT),
        "Trois jours avant le premier jour en entreprise.",
    )
    HOST_ATTESTATION_DUE = (
        *("host_attestation_due", "Attestation à remettre", A_CONTACT),
        "Le dernier jour en entreprise, puis 2 et 5 jours après, tant que l’attestation n’est pas notée.",
    )
    HOST_STAY_THANKS = (
        *("host_stay_thanks", "Merci pour l’accueil", A_CONTACT),
        "Trois jours après le dernier jour en entreprise.",
    )
    DECLARATION_RENEWAL = (
        *("declaration_renewal", "Déclaration à renouveler par l’entreprise", A_CONTACT),
        "60 et 30 jours avant le terme d’une déclaration de travaux réglementés, si un mineur est accueilli.",
    )
    ACTION_NOTED = (
        *("action_noted", "Action notée dans l’agenda", A_CONTACT),
        "Dix minutes après qu’une entreprise est notée « Vient ».",
    )
    ACTION_MOVED = (
        *("action_moved", "Action déplacée", A_CONTACT),
        "La date, l’heure ou le lieu d’une action change, pour qui l’a dans son agenda.",
    )
    ACTION_CALLED_OFF = (
        *("action_called_off", "Action retirée de l’agenda", A_CONTACT),
        "L’action est annulée, ou l’entreprise ne vient plus, pour qui l’a dans son agenda.",
    )
    ACTION_REMINDER = (
        *("action_reminder", "Action confirmée", A_CONTACT),
        "Une semaine avant une action, un matin de travail, à qui vient.",
    )
    VISIT_PLANNED = "visit_planned", "Visite annoncée", A_CONTACT, "Une visite est prévue."
    VISIT_MOVED = "visit_moved", "Visite déplacée", A_CONTACT, "La visite annoncée change."
    VISIT_CALLED_OFF = "visit_called_off", "Visite annulée", A_CONTACT, "La visite n’a plus lieu."
    FAMILY_PLACE_FOUND = (
        *("family_place_found", "Lieu d’accueil trouvé", A_FAMILY),
        "Le matin après la confirmation du lieu d’accueil, si le lycée écrit aux familles.",
    )
    FAMILY_AGREEMENT_READY = (
        *("family_agreement_ready", "Convention à signer par la famille", A_FAMILY),
        "Le matin après l’émission, puis sans signature 3 et 7 jours ouvrés après, et 2 avant le départ\u202f: à qui signe, le représentant légal ou l’élève majeur.",
    )
    FAMILY_AGREEMENT_SIGNED = (
        *("family_agreement_signed", "Convention signée, pour la famille", A_FAMILY),
        "Le matin après la dernière signature.",
    )
    FAMILY_DEPARTURE = (
        *("family_departure", "Départ en PFMP, pour la famille", A_FAMILY),
        "Trois jours avant le premier jour en entreprise.",
    )
    FAMILY_INTERRUPTED = (
        *("family_interrupted", "PFMP interrompue, pour la famille", A_FAMILY),
        "Dès qu’une rupture est notée, si le bureau choisit de prévenir la famille\u202f; aussi à qui a arrêté les autres courriels.",
    )
    MEETING_INVITE = (
        *("meeting_invite", "Convocation à une réunion", A_MEMBER),
        "Dix minutes après que la supervision convoque un comité, déplace une réunion ou l’annule, à qui a l’invitation dans son agenda.",
    )
    NEED_LETTER_CONFIRM = (
        *("need_letter_confirm", "Besoin à confirmer", WHO_ASKED),
        "Un besoin reste à confirmer.",
    )
    NEED_LETTER_RECEIVED = "need_letter_received", "Besoin reçu", WHO_ASKED, "Un besoin est reçu."
    NEED_LETTER_TAKEN = (
        *("need_letter_taken", "Besoin pris en charge", WHO_ASKED),
        "Quelqu’un s’en occupe.",
    )
    NEED_LETTER_LATE = (
        *("need_letter_late", "Besoin en retard", WHO_ASKED),
        "Personne ne l’a pris à temps.",
    )
    NEED_LETTER_ANSWERED = (
        *("need_letter_answered", "Réponse à un besoin", WHO_ASKED),
        "Un besoin a sa réponse.",
    )
    NEED_LETTER_AGAIN = (
        "need_letter_again",
        "Besoin rouvert, à l’entreprise",
        WHO_ASKED,
        "Il est rouvert.",
    )
    NEED_LETTER_ENTRUSTED = (
        *("need_letter_entrusted", "Besoin confié", AN_ACTOR),
        "La supervision confie un besoin.",
    )
    NEED_LETTER_RECALLED = (
        *("need_letter_recalled", "Besoin repris", AN_ACTOR),
        "La supervision le reprend.",
    )
    NEED_LETTER_SETTLED = "need_letter_settled", "Besoin réglé", AN_ACTOR, "Un autre a répondu."
    NEED_LETTER_REOPENED = "need_letter_reopened", "Besoin rouvert", AN_ACTOR, "Il est rouvert."
    NEED_LETTER_PROMISE_PASSED = (
        *("need_letter_promise_passed", "Réponse promise, jour passé", AN_ACTOR),
        "Le matin ouvré après le jour promis, une fois.",
    )
    NEED_LETTER_PRECISED = (
        *("need_letter_precised", "Précision de l’entreprise", AN_ACTOR),
        "L’entreprise ajoute une précision à sa demande, une fois par jour ouvré au plus.",
    )
    ACTOR_PERSON_INFORMED = (
        *("actor_person_informed", "Information d’une personne à joindre", A_PERSON),
        "La supervision note une personne chez un acteur et demande à Passerelle de la prévenir.",
    )
    TEACHER_LINK = (
        "teacher_link",
        "Apporter une entreprise",
        "Professeur",
        "Le bureau donne à un professeur un lien pour apporter une entreprise.",
    )
    MAILING = (
        *("mailing", "Courriel à plusieurs entreprises", A_CONTACT),
        "Le bureau écrit à plusieurs entreprises à la fois, avec son propre texte.",
    )
    INVITATION = (
        "invitation",
        "Invitation à choisir un mot de passe",
        "Titulaire du compte",
        "Un compte est ouvert.",
    )
    FORGOTTEN = "forgotten"
    ONE_TIME_CODE = "one_time_code"
    SECOND_FACTOR = "second_factor"
    ACCESS_PROPOSED = (
        "access_proposed",
        "Accès proposé",
        "Direction du lycée",
        "La supervision propose un accès au lycée.",
    )
    ACCESS_ACCEPTED = (
        "access_accepted",
        "Proposition d’accès acceptée",
        "Qui l’a proposé",
        "La direction accepte un accès proposé.",
    )
    ACCESS_REFUSED = (
        "access_refused",
        "Proposition d’accès refusée",
        "Qui l’a proposé",
        "La direction refuse un accès proposé.",
    )
    ACCESS_GRANTED = (
        "access_granted",
        "Accès donné",
        "Titulaire du compte",
        "La direction donne un accès.",
    )
    ACCOUNT_UNUSED = (
        "account_unused",
        "Compte inutilisé",
        "Titulaire du compte",
        "Personne ne s’est connecté à un compte depuis 23 mois, puis 7 jours avant sa suppression.",
    )
    TASK_DIGEST = (
        "task_digest",
        "Rappel du matin",
        "Personnes du bureau",
        "Un matin de travail, à qui a des tâches à faire, si le courriel du matin est parti sans elles.",
    )
    NOTICE_DIGEST = (
        *("notice_digest", "Courriel du matin", CONCERNED),
        "À 7 heures chaque matin de travail, à qui a des tâches à faire ou des avis qui attendaient.",
    )
    ALERT_URGENT = "alert_urgent", "Alerte urgente", CONCERNED
    ALERT_PROBLEM = "alert_problem", "Problème signalé", CONCERNED
    ALERT_VIGILANCE = "alert_vigilance", "Vigilance demandée", CONCERNED
    REFERENT_ASSIGNED = "referent_assigned", "Élève confié à un référent", CONCERNED
    RUPTURE = "rupture", "PFMP interrompue", CONCERNED
    NOT_STARTED = "not_started", "PFMP qui n’a pas commencé", CONCERNED
    AGREEMENT_TO_SIGN = "agreement_to_sign", "Convention à signer", CONCERNED
    AGREEMENT_REFUSED = "agreement_refused", "Convention refusée", CONCERNED
    AGREEMENT_SIGNED = "agreement_signed", "Convention signée", CONCERNED
    AGREEMENT_AMENDED = "agreement_amended", "Convention remplacée par un avenant", CONCERNED
    AID_MOVED = "aid_moved", "Aide à la mobilité", CONCERNED
    PERIOD_OPENS = "period_opens", "PFMP à préparer", CONCERNED
    WITHOUT_PLACE = "without_place", "Élèves sans lieu d’accueil", CONCERNED
    MANY_WITHOUT_PLACE = "many_without_place", "Un élève sur cinq sans lieu d’accueil", CONCERNED
    MANY_ON_EVE = "many_on_eve", "Élèves sans lieu d’accueil la veille du départ", CONCERNED
    DEPARTURE = "departure", "Départ en PFMP à vérifier", CONCERNED
    AGREEMENTS_LATE = "agreements_late", "Conventions en retard", CONCERNED
    VISITS_LATE = "visits_late", "Suivis en retard", CONCERNED
    ATTESTATIONS_MISSING = "attestations_missing", "Attestations manquantes", CONCERNED
    YEAR_END = "year_end", "Fin de l’année scolaire", CONCERNED
    DEROGATION_EXPIRING = "derogation_expiring", "Déclaration de travaux à renouveler", CONCERNED
    DEROGATION_EXPIRED = "derogation_expired", "Déclaration de travaux échue", CONCERNED
    ACTION_UNREPORTED = "action_unreported", "Action sans résultat noté", CONCERNED
    MAILING_UNDELIVERED = "mailing_undelivered", "Courriel non remis", CONCERNED
    MAIL_RETURNED = "mail_returned", "Adresse en échec", CONCERNED
    COMPANIES_DORMANT = "companies_dormant", "Entreprises sans échange depuis un an", CONCERNED
    IMPORT_HALTED = "import_halted", "Import de liste en panne", CONCERNED
    IMPORT_DONE = "import_done", "Import de liste terminé", CONCERNED
    HOST_ACTED = "host_acted", "Fait par l’entreprise", CONCERNED
    CARD_CHECKED = "card_checked", "Fiche relue par l’entreprise", CONCERNED
    NEWS_PROPOSED = "news_proposed", "Actualité proposée", CONCERNED
    NEWS_PUBLISHED = "news_published", "Actualité publiée", CONCERNED
    NEWS_REFUSED = "news_refused", "Actualité refusée", CONCERNED
    DECISION_ENTRUSTED = "decision_entrusted", "Décision d’un comité à mener", CONCERNED
    DECISION_LATE = "decision_late", "Décision d’un comité en retard", CONCERNED
    DECISION_DONE = "decision_done", "Décision d’un comité menée", CONCERNED
    OFFER_FILE_MOVED = "offer_file_moved", "Dossier d’évolution de l’offre", CONCERNED
    OFFER_OPINION_GIVEN = "offer_opinion_given", "Avis sur un dossier d’évolution", CONCERNED
    OFFER_DATE_ADDED = "offer_date_added", "Date d’instance ajoutée", CONCERNED
    OFFER_DATE_MOVED = "offer_date_moved", "Date d’instance déplacée", CONCERNED
    NEED_ASSIGNED = "need_assigned", "Besoin d’entreprise transmis", CONCERNED
    NEED_RECEIVED = "need_received", "Besoin d’entreprise reçu", CONCERNED
    NEED_LATE = "need_late", "Besoin d’entreprise en retard", CONCERNED
    NEED_ANSWERED = "need_answered", "Besoin d’entreprise répondu", CONCERNED
    NEED_SETTLED = "need_settled", "Besoin d’entreprise réglé ailleurs", CONCERNED
    NEED_AGAIN = "need_again", "Besoin d’entreprise qui attend de nouveau", CONCERNED
    NEED_PRECISED = "need_precised", "Précision d’une entreprise", CONCERNED
    NEED_PROMISE_PASSED = "need_promise_passed", "Réponse promise, jour passé", CONCERNED
    SUPPORT_REQUESTED = "support_requested", "Appui demandé", CONCERNED
    SUPPORT_REPLIED = "support_replied", "Suite à une demande d’appui", CONCERNED
    ACCOUNT_ASKED = "account_asked", "Arbitrage demandé", CONCERNED
    ACCOUNT_WORD_ASKED = "account_word_asked", "Avis attendu sur un grand compte", CONCERNED
    ACCOUNT_DECIDED = "account_decided", "Arbitrage rendu", CONCERNED
    ACCOUNT_REVIEW = "account_review", "Arbitrage qui va être revu", CONCERNED
    ACCOUNT_TO_REVIEW = "account_to_review", "Arbitrage à revoir", CONCERNED
    ACTOR_PERSON_OBJECTED = "actor_person_objected", "Opposition à être noté", CONCERNED
    PRACTICE_SHARED = "practice_shared", "Bonne pratique partagée", CONCERNED
    PRACTICE_COMMENTED = "practice_commented", "Bonne pratique commentée", CONCERNED
    PRACTICE_PINNED = "practice_pinned", "Bonne pratique épinglée", CONCERNED
    OWN_PRACTICE_COMMENTED = (
        "own_practice_commented",
        "Bonne pratique de la DSDEN commentée",
        CONCERNED,
    )
    JOURNAL_WORD = "journal_word", "Mot de la DSDEN", CONCERNED
    JOURNAL_WORD_ANSWERED = "journal_word_answered", "Réponse à un mot", CONCERNED
    CAMPAIGN_OPENED = "campaign_opened", "Campagne qui sollicite le lycée", CONCERNED
    CAMPAIGN_CLOSED = "campaign_closed", "Campagne close", CONCERNED
    CAMPAIGN_COMMENTED = "campaign_commented", "Campagne commentée", CONCERNED
    CAMPAIGN_REACHED = "campaign_reached", "Objectif d’une campagne atteint", CONCERNED
    OBJECTIVE_SET = "objective_set", "Objectif de l’année", CONCERNED
    CAMPAIGN_BEHIND = "campaign_behind", "Campagne qui finit dans une semaine", CONCERNED
    DEPARTMENT_WEEK = "department_week", "Point de la semaine", CONCERNED
    NETWORK_JOURNAL = "network_journal", "Journal du réseau", CONCERNED
    DEPARTMENT_JOURNAL = "department_journal", "Journal du département", CONCERNED
    MONTHLY_FIGURES = "monthly_figures", "Chiffres du mois du lycée", CONCERNED
    DEPARTMENT_FIGURES = "department_figures", "Chiffres du mois du département", CONCERNED
    LYCEE_SILENT = "lycee_silent", "Lycée silencieux", CONCERNED
    REGISTRY_DIFFERS = "registry_differs", "Registre qui ne concorde pas", CONCERNED
    COVERAGE_DIFFERS = "coverage_differs", "Suivi des PFMP qui ne concorde pas", CONCERNED
