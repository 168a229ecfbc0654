"""What each role finds on the home page: links, and parts drawn by the other services."""

from collections.abc import Collection
from dataclasses import dataclass

BUREAU = frozenset({"rbde"})
LYCEE = frozenset({"rbde", "head"})
DEPARTMENT = frozenset({"supervisor"})
OPERATION = frozenset({"operator"})


@dataclass(frozen=True)
class Part:
    """A card of the home page. `fragment` is the address of what another service shows in it."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...]
    roles: frozenset[str]
    fragment: str | None = None


PARTS = (
    Part(
        "PFMP",
        "Les périodes, les élèves sans lieu d’accueil, les places proposées et confirmées.",
        (("Voir les PFMP", "/pfmp"),),
        LYCEE,
        "/pfmp/fragments/aujourdhui",
    ),
    Part(
        "Entreprises",
        "Les entreprises connues du réseau, vos contacts et vos échanges.",
        (("Chercher une entreprise", "/entreprises"),),
        LYCEE,
        "/entreprises/fragments/aujourdhui",
    ),
    Part(
        "Envois",
        "Les courriels de votre lycée, ce qui attend et pourquoi.",
        (("Voir les envois", "/envois"),),
        LYCEE,
        "/envois/fragments/aujourdhui",
    ),
    Part(
        "Commencer l’année",
        "Importez vos entreprises et vos classes depuis un tableur.",
        (
            ("Importer des entreprises", "/entreprises/import"),
            ("Importer une classe", "/pfmp/eleves/import"),
        ),
        BUREAU,
    ),
    Part(
        "Couverture des PFMP",
        "Lycée par lycée, formation par formation, période par période.",
        (("Voir le département", "/departement"),),
        DEPARTMENT,
        "/departement/fragments/couverture",
    ),
    Part(
        "Dernières nouvelles de chaque lycée",
        "Un lycée silencieux n’est pas un lycée sans activité.",
        (("Voir le journal du réseau", "/departement/journal"),),
        DEPARTMENT,
        "/departement/fragments/fraicheur",
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
