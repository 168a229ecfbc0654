"""Parts of a hand-over dossier other services draw: what runs, whom a bureau knows, what it promised."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

BUREAU = frozenset({"rbde", "ddfpt", "atct"})
ALL = BUREAU | {"head"}


@dataclass(frozen=True)
class DossierPart:
    """A part: its title, the address of what another service shows in it, who may read it."""

    title: str
    fragment: str
    roles: frozenset[str]
    links: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    """Whether the fragment is the card itself, or nothing."""
    nothing: str = ""
    """What a whole part says when there is nothing."""


PARTS = (
    DossierPart(
        "Partenariats et entreprises",
        "/entreprises/fragments/passation",
        ALL,
        (("Toutes les entreprises", "/entreprises"), ("Partenariats", "/entreprises/partenariats")),
    ),
    DossierPart("PFMP", "/pfmp/fragments/aujourdhui", ALL, (("Toutes les PFMP", "/pfmp"),)),
    DossierPart(
        "Pendant les PFMP", "/pfmp/fragments/suivi", ALL, (("Voir le suivi", "/pfmp/suivi"),)
    ),
    DossierPart(
        "Besoins d’entreprises",
        "/reseau/fragments/besoins-transmis",
        BUREAU,
        (("Voir les besoins", "/besoins"),),
        whole=True,
        nothing="Aucun besoin d’entreprise n’est confié au bureau.",
    ),
    DossierPart(
        "Grands comptes",
        "/reseau/fragments/grands-comptes",
        BUREAU,
        (("Voir les grands comptes", "/grands-comptes"),),
        whole=True,
        nothing="Aucun grand compte n’attend le bureau.",
    ),
    DossierPart(
        "Campagnes en cours",
        "/reseau/fragments/campagnes-demandees",
        BUREAU,
        (("Voir les campagnes", "/campagnes"),),
        whole=True,
        nothing="Aucune campagne du réseau ne sollicite le lycée.",
    ),
    DossierPart(
        "Décisions des comités",
        "/reseau/fragments/decisions",
        BUREAU,
        (("Voir les décisions", "/comites/decisions"),),
        whole=True,
        nothing="Aucun comité n’a rien confié au lycée.",
    ),
    DossierPart(
        "Demandes d’appui",
        "/reseau/fragments/appuis",
        BUREAU,
        (("Voir les demandes", "/appuis"),),
        whole=True,
        nothing="Aucune demande d’appui n’est en cours.",
    ),
)


def parts_for(roles: Collection[str]) -> Sequence[DossierPart]:
    """The parts somebody who holds these roles may read."""
    return [part for part in PARTS if part.roles & set(roles)]
