"""What mails say, by the name each is kept by, in words for « Envois » and for models."""

from enum import StrEnum
from typing import Self

_A_CONTACT = "Contact de l’entreprise"
_A_FAMILY = "Famille de l’élève"
_A_MEMBER = "Membre d’un comité, ou son bureau"
_CONCERNED = "Personnes concernées"


class Template(StrEnum):
    """What a mail says: the name it is kept by, then what « Envois » calls it, for whom it is, and, unless it
    is a kind of notice, what makes it leave.

    One without such words is between the portal and a person, as a forgotten password, a code and a
    second factor are: no colleague sees it.
    """

    called: str
    reader: str
    when: str

    HOST_AGREED = ("host_agreed", "Accord noté", _A_CONTACT, "Un lieu d’accueil est confirmé.")
    BUREAU_AGREED = "bureau_agreed", "Lieu d’accueil confirmé", _CONCERNED
    CONTACT_CHECK = (
        "contact_check",
        "Une fiche à confirmer",
        _A_CONTACT,
        "Le bureau demande à un contact de relire sa fiche.",
    )
    HOST_PAGE = (
        "host_page",
        "Espace de l’entreprise",
        _A_CONTACT,
        "Le bureau envoie à un contact le lien de son espace.",
    )
    HOST_AGREEMENT_READY = (
        "host_agreement_ready",
        "Convention à signer par l’entreprise",
        _A_CONTACT,
        "Le matin après l’émission, puis sans signature 3 et 7 jours ouvrés après, et 2 avant le départ.",
    )
    HOST_PUPIL_ARRIVES = (
        "host_pupil_arrives",
        "Arrivée d’un élève",
        _A_CONTACT,
        "Trois jours avant le premier jour en entreprise.",
    )
    HOST_ATTESTATION_DUE = (
        "host_attestation_due",
        "Attestation à remettre",
        _A_CONTACT,
        "Le dernier jour en entreprise, puis 2 et 5 jours après, tant que l’attestation n’est pas notée.",
    )
    HOST_STAY_THANKS = (
        "host_stay_thanks",
        "Merci pour l’accueil",
        _A_CONTACT,
        "Trois jours après le dernier jour en entreprise.",
    )
    DECLARATION_RENEWAL = (
        "declaration_renewal",
        "Déclaration à renouveler par l’entreprise",
        _A_CONTACT,
        "60 et 30 jours avant le terme d’une déclaration de travaux réglementés, si un mineur est accueilli.",
    )
    ACTION_NOTED = (
        "action_noted",
        "Action notée dans l’agenda",
        _A_CONTACT,
        "Dix minutes après qu’une entreprise est notée « Vient ».",
    )
    ACTION_MOVED = (
        "action_moved",
        "Action déplacée",
        _A_CONTACT,
        "La date, l’heure ou le lieu d’une action change, pour qui l’a dans son agenda.",
    )
    ACTION_CALLED_OFF = (
        "action_called_off",
        "Action retirée de l’agenda",
        _A_CONTACT,
        "L’action est annulée, ou l’entreprise ne vient plus, pour qui l’a dans son agenda.",
    )
    ACTION_REMINDER = (
        "action_reminder",
        "Action confirmée",
        _A_CONTACT,
        "Une semaine avant une action, un matin de travail, à qui vient.",
    )
    VISIT_PLANNED = "visit_planned", "Visite annoncée", _A_CONTACT, "Une visite est prévue."
    VISIT_MOVED = "visit_moved", "Visite déplacée", _A_CONTACT, "La visite annoncée change."
    VISIT_CALLED_OFF = "visit_called_off", "Visite annulée", _A_CONTACT, "La visite n’a plus lieu."
    FAMILY_PLACE_FOUND = (
        "family_place_found",
        "Lieu d’accueil trouvé",
        _A_FAMILY,
        "Le matin après la confirmation du lieu d’accueil, si le lycée écrit aux familles.",
    )
    FAMILY_AGREEMENT_READY = (
        "family_agreement_ready",
        "Convention à signer par la famille",
        _A_FAMILY,
        "Le matin après l’émission, puis sans signature 3 et 7 jours ouvrés après, et 2 avant le départ\u202f: à qui signe, le représentant légal ou l’élève majeur.",
    )
    FAMILY_AGREEMENT_SIGNED = (
        "family_agreement_signed",
        "Convention signée, pour la famille",
        _A_FAMILY,
        "Le matin après la dernière signature.",
    )
    FAMILY_DEPARTURE = (
        "family_departure",
        "Départ en PFMP, pour la famille",
        _A_FAMILY,
        "Trois jours avant le premier jour en entreprise.",
    )
    FAMILY_INTERRUPTED = (
        "family_interrupted",
        "PFMP interrompue, pour la famille",
        _A_FAMILY,
        "Dès qu’une rupture est notée, si le bureau choisit de prévenir la famille\u202f; aussi à qui a arrêté les autres courriels.",
    )
    MEETING_INVITE = (
        "meeting_invite",
        "Convocation à une réunion",
        _A_MEMBER,
        "Dix minutes après que la supervision convoque un comité, déplace une réunion ou l’annule, à qui a l’invitation dans son agenda.",
    )
    TEACHER_LINK = (
        "teacher_link",
        "Apporter une entreprise",
        "Professeur",
        "Le bureau donne à un professeur un lien pour apporter une entreprise.",
    )
    MAILING = (
        "mailing",
        "Courriel à plusieurs entreprises",
        _A_CONTACT,
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
        "notice_digest",
        "Courriel du matin",
        _CONCERNED,
        "À 7 heures chaque matin de travail, à qui a des tâches à faire ou des avis qui attendaient.",
    )
    ALERT_URGENT = "alert_urgent", "Alerte urgente", _CONCERNED
    ALERT_PROBLEM = "alert_problem", "Problème signalé", _CONCERNED
    ALERT_VIGILANCE = "alert_vigilance", "Vigilance demandée", _CONCERNED
    REFERENT_ASSIGNED = "referent_assigned", "Élève confié à un référent", _CONCERNED
    RUPTURE = "rupture", "PFMP interrompue", _CONCERNED
    NOT_STARTED = "not_started", "PFMP qui n’a pas commencé", _CONCERNED
    AGREEMENT_TO_SIGN = "agreement_to_sign", "Convention à signer", _CONCERNED
    AGREEMENT_REFUSED = "agreement_refused", "Convention refusée", _CONCERNED
    AGREEMENT_SIGNED = "agreement_signed", "Convention signée", _CONCERNED
    AGREEMENT_AMENDED = "agreement_amended", "Convention remplacée par un avenant", _CONCERNED
    AID_MOVED = "aid_moved", "Aide à la mobilité", _CONCERNED
    PERIOD_OPENS = "period_opens", "PFMP à préparer", _CONCERNED
    WITHOUT_PLACE = "without_place", "Élèves sans lieu d’accueil", _CONCERNED
    MANY_WITHOUT_PLACE = "many_without_place", "Un élève sur cinq sans lieu d’accueil", _CONCERNED
    MANY_ON_EVE = "many_on_eve", "Élèves sans lieu d’accueil la veille du départ", _CONCERNED
    DEPARTURE = "departure", "Départ en PFMP à vérifier", _CONCERNED
    AGREEMENTS_LATE = "agreements_late", "Conventions en retard", _CONCERNED
    VISITS_LATE = "visits_late", "Suivis en retard", _CONCERNED
    ATTESTATIONS_MISSING = "attestations_missing", "Attestations manquantes", _CONCERNED
    YEAR_END = "year_end", "Fin de l’année scolaire", _CONCERNED
    DEROGATION_EXPIRING = "derogation_expiring", "Déclaration de travaux à renouveler", _CONCERNED
    DEROGATION_EXPIRED = "derogation_expired", "Déclaration de travaux échue", _CONCERNED
    ACTION_UNREPORTED = "action_unreported", "Action sans résultat noté", _CONCERNED
    MAILING_UNDELIVERED = "mailing_undelivered", "Courriel non remis", _CONCERNED
    MAIL_RETURNED = "mail_returned", "Adresse en échec", _CONCERNED
    COMPANIES_DORMANT = "companies_dormant", "Entreprises sans échange depuis un an", _CONCERNED
    IMPORT_HALTED = "import_halted", "Import de liste en panne", _CONCERNED
    IMPORT_DONE = "import_done", "Import de liste terminé", _CONCERNED
    HOST_ACTED = "host_acted", "Fait par l’entreprise", _CONCERNED
    CARD_CHECKED = "card_checked", "Fiche relue par l’entreprise", _CONCERNED
    NEWS_PROPOSED = "news_proposed", "Actualité proposée", _CONCERNED
    NEWS_PUBLISHED = "news_published", "Actualité publiée", _CONCERNED
    NEWS_REFUSED = "news_refused", "Actualité refusée", _CONCERNED
    DECISION_ENTRUSTED = "decision_entrusted", "Décision d’un comité à mener", _CONCERNED
    DECISION_LATE = "decision_late", "Décision d’un comité en retard", _CONCERNED
    DECISION_DONE = "decision_done", "Décision d’un comité menée", _CONCERNED
    NEED_ASSIGNED = "need_assigned", "Besoin d’entreprise transmis", _CONCERNED
    NEED_RECEIVED = "need_received", "Besoin d’entreprise reçu", _CONCERNED
    NEED_LATE = "need_late", "Besoin d’entreprise en retard", _CONCERNED
    NEED_ANSWERED = "need_answered", "Besoin d’entreprise répondu", _CONCERNED
    DEPARTMENT_WEEK = "department_week", "Point de la semaine", _CONCERNED
    NETWORK_JOURNAL = "network_journal", "Journal du réseau", _CONCERNED
    DEPARTMENT_JOURNAL = "department_journal", "Journal du département", _CONCERNED
    MONTHLY_FIGURES = "monthly_figures", "Chiffres du mois du lycée", _CONCERNED
    DEPARTMENT_FIGURES = "department_figures", "Chiffres du mois du département", _CONCERNED
    LYCEE_SILENT = "lycee_silent", "Lycée silencieux", _CONCERNED
    REGISTRY_DIFFERS = "registry_differs", "Registre qui ne concorde pas", _CONCERNED
    COVERAGE_DIFFERS = "coverage_differs", "Suivi des PFMP qui ne concorde pas", _CONCERNED

    def __new__(cls, value: str, called: str = "", reader: str = "", when: str = "") -> Self:
        """The member that is kept as `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.called, member.reader, member.when = called, reader, when
        return member

    @property
    def shown(self) -> bool:
        """Whether colleagues see it in « Envois »."""
        return bool(self.called)

    @property
    def to_a_contact(self) -> bool:
        """Whether it goes to an address on the card of a company."""
        return self.reader == _A_CONTACT

    @property
    def to_a_family(self) -> bool:
        """Whether it goes to an address of the family of a pupil."""
        return self.reader == _A_FAMILY

    @property
    def to_a_member(self) -> bool:
        """Whether it goes to who sits in a committee, or to the bureau of their lycée."""
        return self.reader == _A_MEMBER

    @property
    def stoppable(self) -> bool:
        """Whether its reader has no account, may stop such mails, and is known to whoever hears of a return."""
        return self.to_a_contact or self.to_a_family or self.to_a_member
