"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told
from services.coordination.account_plans import register as account_plans
from services.coordination.accounts import register as accounts
from services.coordination.actor_accounts import register as actor_accounts
from services.coordination.actor_agreements import register as actor_agreements
from services.coordination.actor_exchanges import register as actor_exchanges
from services.coordination.actor_files import register as actor_files
from services.coordination.actor_people import register as actor_people
from services.coordination.campaigns import register as campaigns
from services.coordination.committee_plans import register as committee_plans
from services.coordination.committee_years import register as committee_years
from services.coordination.committees.register import COMMITTEES
from services.coordination.decisions.register import DECISIONS
from services.coordination.formations import register as formations
from services.coordination.good_practices import register as good_practices
from services.coordination.journal_words import register as journal_words
from services.coordination.meetings.register import MEETINGS
from services.coordination.need_forms import register as need_forms
from services.coordination.needs import register as needs
from services.coordination.objectives import register as objectives
from services.coordination.offer_calendar import register as offer_calendar
from services.coordination.offer_files import register as offer_files
from services.coordination.onboardings import register as onboardings
from services.coordination.people_files import register as people_files
from services.coordination.supervisor_tasks import register as supervisor_tasks
from services.coordination.support_requests import register as support_requests
from services.coordination.training_signals import register as training_signals

DIRECTORY = Processing(
    title="Annuaire du réseau",
    purpose="Savoir avec qui travailler dans le département",
    persons="Personnes d’un service à joindre, si la supervision en nomme une",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="Jusqu’à ce que la supervision corrige la fiche",
    enforced="La supervision",
)
NEWS = Processing(
    title="Actualités du réseau",
    purpose="Partager entre bureaux ce qui peut servir à tous",
    persons="Personnes citées dans un texte",
    recipients=(
        "Son bureau et la supervision\u202f; une fois publiée, tous les bureaux et directions\u202f; tout le monde, "
        "si la supervision l’ouvre au public"
    ),
    retention="1 an après le refus ou le retrait\u202f; une actualité publiée reste jusqu’à son retrait",
    enforced=f"{DAILY}, et le bureau ou la supervision quand ils effacent le texte",
    rules=("news",),
)
FEEDS = Processing(
    title="Abonnements aux actualités",
    purpose="Lire les actualités sans se connecter, par une adresse personnelle",
    persons="Personnes qui ont un compte",
    recipients="La personne elle-même",
    retention="1 an après la fermeture",
    enforced=DAILY,
    rules=("feed_links",),
)
LYCEES = Processing(
    title="Noms des lycées",
    purpose="Dire quel lycée propose une actualité",
    persons="Aucune",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="Sans limite",
)

REGISTER: Register = {
    **actor_people.REGISTER,
    **actor_accounts.REGISTER,
    **actor_agreements.REGISTER,
    **actor_exchanges.REGISTER,
    **actor_files.REGISTER,
    **people_files.REGISTER,
    **needs.REGISTER,
    **support_requests.REGISTER,
    **journal_words.REGISTER,
    **supervisor_tasks.REGISTER,
    **campaigns.REGISTER,
    **objectives.REGISTER,
    **COMMITTEES,
    **MEETINGS,
    **DECISIONS,
    **committee_plans.REGISTER,
    **committee_years.REGISTER,
    **need_forms.REGISTER,
    **formations.REGISTER,
    **good_practices.REGISTER,
    **training_signals.REGISTER,
    **offer_files.REGISTER,
    **offer_calendar.REGISTER,
    **accounts.REGISTER,
    **account_plans.REGISTER,
    **onboardings.REGISTER,
    "actors": told(
        DIRECTORY,
        actor_id="Identifiant de l’acteur",
        kind="Nature de l’organisation",
        name="Nom de l’organisation",
        other_names="Sigles et anciens noms, pour la retrouver",
        commune="Commune",
        about=personal("Ce qu’elle apporte aux bureaux, en texte libre"),
        website="Site public",
        desk=personal("Service à demander"),
        mail=personal("Lui écrire"),
        phone=personal("Lui téléphoner"),
        whole_department="S’il travaille dans tout le département",
        communities="Intercommunalités où il travaille",
        communes="Communes où il travaille",
        sectors="Secteurs pour lesquels il travaille",
        trades="Métiers pour lesquels il travaille, par leur code ROME",
        campus_id="Campus des métiers dont il fait partie",
        name_key="Ranger par nom",
        words="Retrouver en tapant un mot",
        archived_at="Quand elle est sortie de l’annuaire",
        version="Empêcher deux corrections de s’écraser",
    ),
    "lycees": told(LYCEES, lycee="Lycée", name="Nom du lycée", version="Ne pas revenir en arrière"),
    "news": told(
        NEWS,
        uai="Lycée qui propose",
        news_id="Identifiant de l’actualité, qui reste après l’effacement",
        title=personal("Titre, en texte libre"),
        body=personal("Texte libre"),
        link="Adresse à lire",
        status="Où elle en est",
        reason=personal("Motif du refus, en texte libre"),
        proposed_at="Instant de la proposition",
        changed_at="Instant de la dernière décision",
        version="Empêcher deux décisions de s’écraser",
    ),
    "published_news": told(
        NEWS,
        news_id="Identifiant, qui reste après le retrait",
        lycee="Lycée qui a proposé",
        title=personal("Titre publié", retention="Jusqu’au retrait"),
        body=personal("Texte publié", retention="Jusqu’au retrait"),
        link="Adresse à lire",
        first_published_at="Instant de la première publication",
        published_at="Instant de la dernière publication",
        withdrawn_at="Instant du retrait",
        public_at="Depuis quand tout le monde la lit",
    ),
    "news_pictures": told(
        NEWS,
        uai="Lycée qui propose",
        news_id="Actualité",
        alt=personal("Ce que montre l’image, en texte libre"),
        content=personal("Image redessinée, sans ce que l’appareil y écrit"),
        width="Largeur",
        height="Hauteur",
    ),
    "published_pictures": told(
        NEWS,
        news_id="Actualité",
        alt=personal("Ce que montre l’image publiée", retention="Jusqu’au retrait"),
        content=personal("Image publiée", retention="Jusqu’au retrait"),
        width="Largeur",
        height="Hauteur",
    ),
    "feed_links": told(
        FEEDS,
        uai="Lycée pour lequel la personne lit",
        feed_link_id="Identifiant de l’abonnement, sans son secret",
        account_id=personal("Compte"),
        opened_at="Ouverture",
        closed_at="Fermeture",
    ),
}
