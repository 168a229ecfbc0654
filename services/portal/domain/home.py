"""What each role finds on the home page: links, and parts drawn by the other services."""

from collections.abc import Collection
from dataclasses import dataclass

BUREAU = frozenset({"rbde", "ddfpt", "atct"})
LYCEE = frozenset({"rbde", "head", "ddfpt", "atct", "secretariat"})
MAILS = frozenset({"rbde", "head", "secretariat"})
DELEGATES = frozenset({"delegate"})
HEADS = frozenset({"head"})
TEACHERS = frozenset({"referent_teacher", "form_teacher"})
DEPARTMENT = frozenset({"supervisor"})
ACCESS = frozenset({"head"}) | DELEGATES
OPERATION = frozenset({"operator"})


@dataclass(frozen=True)
class Part:
    """A card of the home page. `fragment` is the address of what another service shows in it."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...]
    roles: frozenset[str]
    fragment: str | None = None
    drawn: bool = False
    """Whether the fragment is a drawing or a table, which needs more room."""
    whole: bool = False
    """Whether the fragment is the card itself, or nothing; without a script only the links are shown."""


PARTS = (
    Part(
        "Commencer l’année",
        "Pour commencer l’année, importez vos entreprises et vos classes.",
        (
            ("Importer des entreprises", "/entreprises/import"),
            ("Importer une classe", "/pfmp/eleves/import"),
        ),
        BUREAU,
        "/pfmp/fragments/premiers-pas",
        whole=True,
    ),
    Part(
        "Élèves sans lieu d’accueil",
        "Ceux qui partent le plus tôt d’abord.",
        (("Voir tous ces élèves", "/pfmp/sans-lieu"),),
        BUREAU,
        "/pfmp/fragments/sans-lieu",
    ),
    Part(
        "Réponses attendues",
        "Les réponses attendues des entreprises ne sont pas disponibles pour le moment.",
        (("Voir les réponses attendues", "/pfmp/reponses-attendues"),),
        BUREAU,
        "/pfmp/fragments/reponses-attendues",
        whole=True,
    ),
    Part(
        "Refus présumés discriminatoires",
        "Les refus que le bureau vous signale ne sont pas disponibles pour le moment.",
        (),
        HEADS,
        "/pfmp/fragments/refus-signales",
        whole=True,
    ),
    Part(
        "Entreprises à relancer",
        "Ce que votre bureau a à faire, le plus pressant d’abord.",
        (("Voir vos entreprises", "/entreprises"),),
        LYCEE,
        "/entreprises/fragments/aujourdhui",
    ),
    Part(
        "PFMP",
        "En cours et à venir, la plus proche d’abord.",
        (("Voir toutes les PFMP", "/pfmp"),),
        LYCEE,
        "/pfmp/fragments/aujourdhui",
    ),
    Part(
        "Pendant les PFMP",
        "Les alertes ouvertes, et ceux dont personne n’a pris de nouvelles.",
        (("Voir le suivi", "/pfmp/suivi"),),
        LYCEE,
        "/pfmp/fragments/suivi",
    ),
    Part(
        "Jusqu’au départ",
        "",
        (),
        LYCEE,
        "/pfmp/fragments/avancement",
        drawn=True,
    ),
    Part(
        "Où sont nos lieux d’accueil",
        "",
        (("Voir les entreprises qui ont accueilli", "/entreprises?accueil=oui"),),
        LYCEE,
        "/pfmp/fragments/carte",
        drawn=True,
    ),
    Part(
        "Entreprises",
        "Qui accueille des élèves, où, et qui connaît déjà cette entreprise.",
        (("Chercher une entreprise", "/entreprises"),),
        TEACHERS,
    ),
    Part(
        "Vu du département",
        "Ce que le superviseur voit de votre lycée. Vous ouvrez ou fermez chaque famille de faits.",
        (("Voir et choisir", "/departement/mes-lycees"),),
        HEADS,
    ),
    Part(
        "Envois",
        "Les courriels de votre lycée, ce qui attend et pourquoi.",
        (("Voir les envois", "/envois"),),
        MAILS,
        "/envois/fragments/aujourdhui",
    ),
    Part(
        "Qui a accès à votre lycée",
        "Chaque rôle, depuis quand et jusqu’à quand ; ce que le superviseur propose.",
        (("Voir les accès", "/acces"), ("Passer la main", "/acces/passation")),
        ACCESS,
        "/acces/fragments/aujourdhui",
    ),
    Part(
        "Actualités à publier",
        "Ce que les bureaux proposent attend votre décision.",
        (("Voir les propositions", "/actualites/propositions"),),
        DEPARTMENT,
        "/actualites/fragments/a-publier",
    ),
    Part(
        "Actualités du réseau",
        "Ce que les bureaux se racontent, et avec qui travailler dans le département.",
        (("Voir les actualités", "/actualites"), ("Ouvrir l’annuaire", "/annuaire")),
        LYCEE | TEACHERS | DELEGATES | DEPARTMENT,
        "/actualites/fragments/dernieres",
    ),
    Part(
        "Dernières nouvelles de chaque lycée",
        "Un lycée silencieux n’est pas un lycée sans activité.",
        (("Voir le journal du réseau", "/departement/journal"),),
        DEPARTMENT,
        "/departement/fragments/fraicheur",
    ),
    Part(
        "Couverture des PFMP",
        "",
        (("Voir lycée par lycée", "/departement/lycees"),),
        DEPARTMENT,
        "/departement/fragments/couverture?bref=oui",
        drawn=True,
    ),
    Part(
        "Carte des entreprises",
        "",
        (("Voir le département", "/departement"),),
        DEPARTMENT,
        "/departement/fragments/carte",
        drawn=True,
    ),
    Part(
        "Vos élèves",
        "Le bureau des entreprises vous remet un lien personnel\u202f: où en sont les PFMP de votre"
        " classe. Vous l’avez sur papier\u202f? Saisissez son code.",
        (("Saisir un code", "/code"),),
        TEACHERS,
    ),
    Part(
        "Académie",
        "Les totaux du département, sans aucun effectif inférieur à 5.",
        (("Voir les totaux", "/departement/totaux"),),
        frozenset({"academy"}),
    ),
    Part(
        "Partenaire",
        "Votre compte n’ouvre encore aucune page. Les chiffres et l’activité du réseau se lisent à une"
        " adresse que le superviseur départemental remet à votre organisation.",
        (),
        frozenset({"partner"}),
    ),
    Part(
        "Contrôle des accès",
        "Qui a fait quoi, quand, et ce qui a été refusé, service par service.",
        (("Lire le registre des accès", "/audit"),),
        frozenset({"auditor"}),
    ),
    Part(
        "Exploitation",
        "Le bus, les bases, ce qui attend et ce qui est mis de côté, service par service.",
        (("Voir ce qui ne va pas", "/exploitation"),),
        OPERATION,
    ),
)


def parts_for(roles: Collection[str]) -> list[Part]:
    """The cards of somebody who holds these roles."""
    return [part for part in PARTS if part.roles & set(roles)]
