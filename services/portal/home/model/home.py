"""What each role finds on the home page: links, and parts drawn by the other services."""

from collections.abc import Collection, Iterable

from services.portal.home.model.cards import (
    ACCESS,
    BUREAU,
    CALLERS,
    DELEGATES,
    DEPARTMENT,
    HEADS,
    LYCEE,
    MAILS,
    OPERATION,
    TEACHERS,
    HomeCard,
)

SENTENCE = "/pfmp/fragments/phrase"
"""What waits today, in one sentence under the heading."""
EXCHANGE = "/recherche/echange"
"""Who was spoken with is posted there, from a line beside the heading."""
PARTS = (
    HomeCard(
        "Commencer l’année",
        "Ce par quoi commencer l’année n’est pas disponible pour le moment.",
        (
            ("Importer des entreprises", "/entreprises/import"),
            ("Importer une classe", "/pfmp/eleves/import"),
        ),
        BUREAU,
        "/pfmp/fragments/premiers-pas",
        whole=True,
        nothing="L’année est commencée.",
    ),
    HomeCard(
        "Passation",
        "La passation de votre bureau n’est pas disponible pour le moment.",
        (("Dossier de passation", "/passation"),),
        BUREAU,
        "/acces/fragments/passation",
        whole=True,
        nothing="Aucune passation n’est prévue.",
    ),
    HomeCard(
        "PFMP en cours et à venir",
        "",
        (
            ("Élèves sans lieu d’accueil", "/pfmp/sans-lieu"),
            ("Toutes les PFMP", "/pfmp"),
        ),
        BUREAU,
        "/pfmp/fragments/tableau",
        size="wide",
        room="tall",
    ),
    HomeCard(
        "Refus présumés discriminatoires",
        "Les refus que le bureau vous signale ne sont pas disponibles pour le moment.",
        (),
        HEADS,
        "/pfmp/fragments/refus-signales",
        whole=True,
        nothing="Aucun refus ne vous est signalé.",
    ),
    HomeCard(
        "Conventions à signer",
        "",
        (("Toutes les PFMP", "/pfmp"),),
        HEADS,
        "/pfmp/fragments/signatures",
    ),
    HomeCard(
        "Qui a accès à votre lycée",
        "",
        (("Voir les accès", "/acces"), ("Passer la main", "/acces/passation")),
        ACCESS,
        "/acces/fragments/aujourdhui",
    ),
    HomeCard(
        "Vu du département",
        "",
        (("Voir et choisir", "/departement/mes-lycees"),),
        HEADS,
        "/pfmp/fragments/publication",
    ),
    HomeCard(
        "Envois",
        "",
        (("Voir les envois", "/envois"),),
        HEADS,
        "/envois/fragments/aujourdhui",
    ),
    HomeCard(
        "À faire",
        "",
        (("Voir vos entreprises", "/entreprises"),),
        CALLERS,
        "/entreprises/fragments/aujourdhui",
        size="roomy",
    ),
    HomeCard(
        "PFMP",
        "",
        (("Toutes les PFMP", "/pfmp"),),
        LYCEE,
        "/pfmp/fragments/aujourdhui",
    ),
    HomeCard(
        "Pendant les PFMP",
        "",
        (("Voir le suivi", "/pfmp/suivi"),),
        LYCEE,
        "/pfmp/fragments/suivi",
    ),
    HomeCard(
        "Jusqu’au départ",
        "",
        (),
        LYCEE - BUREAU,
        "/pfmp/fragments/avancement",
        drawn=True,
    ),
    HomeCard(
        "Lieux d’accueil",
        "",
        (("Voir la liste", "/entreprises?accueil=oui"),),
        LYCEE - BUREAU,
        "/pfmp/fragments/carte",
        drawn=True,
        room="tall",
    ),
    HomeCard("Départs", "", (), BUREAU, "/pfmp/fragments/formations"),
    HomeCard(
        "Envois",
        "",
        (("Voir les envois", "/envois"),),
        MAILS - HEADS,
        "/envois/fragments/aujourdhui",
    ),
    HomeCard(
        "Réponses attendues",
        "Les réponses attendues des entreprises ne sont pas disponibles pour le moment.",
        (("Voir les réponses attendues", "/pfmp/reponses-attendues"),),
        BUREAU,
        "/pfmp/fragments/reponses-attendues",
        whole=True,
        nothing="Aucune réponse n’est attendue.",
    ),
    HomeCard(
        "Décisions des comités",
        "Les décisions confiées à votre lycée ne sont pas disponibles pour le moment.",
        (("Voir les décisions", "/comites/decisions"),),
        BUREAU,
        "/reseau/fragments/decisions",
        whole=True,
        nothing="Aucun comité ne vous a rien confié.",
    ),
    HomeCard(
        "Besoins transmis",
        "Les besoins d’entreprises qui vous sont transmis ne sont pas disponibles pour le moment.",
        (("Voir les besoins", "/besoins"),),
        BUREAU,
        "/reseau/fragments/besoins-transmis",
        whole=True,
        nothing="Aucun besoin d’entreprise ne vous attend.",
    ),
    HomeCard(
        "Entreprises à suivre",
        "",
        (("Voir vos entreprises", "/entreprises"),),
        CALLERS,
        "/entreprises/fragments/a-suivre",
        size="roomy",
    ),
    HomeCard(
        "Lieux d’accueil",
        "",
        (("Voir la liste", "/entreprises?accueil=oui"),),
        BUREAU,
        "/pfmp/fragments/carte",
        room="tall",
    ),
    HomeCard(
        "Vos élèves en PFMP",
        "",
        (("Tous vos élèves", "/pfmp/mes-eleves"), ("Saisir le code d’un lien", "/code")),
        TEACHERS,
        "/pfmp/fragments/mes-eleves",
        size="wide",
    ),
    HomeCard(
        "Entreprises",
        "Qui accueille des élèves, où, et qui connaît déjà cette entreprise.",
        (("Chercher une entreprise", "/entreprises"),),
        TEACHERS,
    ),
    HomeCard(
        "Qui a besoin de vous",
        "Les chiffres du département ne sont pas disponibles pour le moment.",
        (("Voir le département", "/departement"),),
        DEPARTMENT,
        "/departement/fragments/essentiel",
        whole=True,
        room="screen",
    ),
    HomeCard(
        "Besoins d’entreprises",
        "Les besoins d’entreprises ne sont pas disponibles pour le moment.",
        (("Voir les besoins", "/besoins"),),
        DEPARTMENT,
        "/reseau/fragments/besoins-a-traiter",
        whole=True,
        nothing="Aucun besoin d’entreprise n’attend.",
    ),
    HomeCard(
        "Demandes d’appui",
        "Vos demandes d’appui ne sont pas disponibles pour le moment.",
        (("Voir les demandes", "/appuis"),),
        BUREAU | DEPARTMENT,
        "/reseau/fragments/appuis",
        whole=True,
        nothing="Aucune demande d’appui n’est en cours.",
    ),
    HomeCard(
        "Actualités à publier",
        "Ce que les bureaux proposent attend votre décision.",
        (("Voir les propositions", "/actualites/propositions"),),
        DEPARTMENT,
        "/reseau/fragments/actualites-a-publier",
    ),
    HomeCard(
        "Actualités du réseau",
        "",
        (("Voir les actualités", "/actualites"), ("Annuaire", "/annuaire")),
        LYCEE | TEACHERS | DELEGATES | DEPARTMENT,
        "/reseau/fragments/actualites",
        size="wide",
    ),
    HomeCard(
        "Académie",
        "Les totaux du département, chaque lundi, sans aucun effectif inférieur à 5.",
        (("Voir les totaux", "/departement/totaux"),),
        frozenset({"academy"}),
    ),
    HomeCard(
        "Partenaire",
        "Votre compte n’ouvre encore aucune page. Les chiffres et l’activité du réseau se lisent à une"
        " adresse que le superviseur départemental remet à votre organisation.",
        (),
        frozenset({"partner"}),
    ),
    HomeCard(
        "Contrôle des accès",
        "Qui a fait quoi, quand, et ce qui a été refusé, service par service.",
        (("Lire le registre des accès", "/audit"),),
        frozenset({"auditor"}),
    ),
    HomeCard(
        "Exploitation",
        "Le bus, les bases, ce qui attend et ce qui est mis de côté, service par service.",
        (("Voir ce qui ne va pas", "/exploitation"),),
        OPERATION,
    ),
)


def parts_for(roles: Collection[str]) -> list[HomeCard]:
    """The cards of somebody who holds these roles."""
    mine = [part for part in PARTS if part.roles & set(roles)]
    # Who has several roles finds what several show once, in its first place.
    first = {part.fragment: part for part in reversed(mine)}
    return [one for one in mine if one.fragment is None or first[one.fragment] is one]


def sentence_for(roles: Collection[str]) -> str | None:
    """The fragment that says what waits today, for who works in a lycée."""
    return SENTENCE if LYCEE & set(roles) else None


def greeted(roles: Collection[str]) -> bool:
    """Whether a home begins with a greeting: the department's begins with who needs help."""
    return not DEPARTMENT & set(roles)


def exchange_for(roles: Collection[str]) -> str | None:
    """Where somebody who works with companies names the one they spoke with."""
    return EXCHANGE if BUREAU & set(roles) else None


def by_service(parts: Iterable[HomeCard], *more: str | None) -> list[list[str]]:
    """The fragments of cards that one service draws, where there are several: they are asked at once."""
    groups: dict[str, list[str]] = {}
    for fragment in (*more, *(part.fragment for part in parts)):
        if fragment is not None:
            groups.setdefault(fragment.partition("/fragments/")[0], []).append(fragment)
    return [group for group in groups.values() if len(group) > 1]
