"""Sections of the French nomenclature of activities (NAF rév. 2): a letter for its divisions."""

from collections.abc import Mapping, Sequence

SECTIONS: Mapping[str, tuple[int, int, str]] = {
    "A": (1, 3, "Agriculture, sylviculture et pêche"),
    "B": (5, 9, "Industries extractives"),
    "C": (10, 33, "Industrie manufacturière"),
    "D": (35, 35, "Électricité, gaz, vapeur et air conditionné"),
    "E": (36, 39, "Eau, assainissement et déchets"),
    "F": (41, 43, "Construction"),
    "G": (45, 47, "Commerce et réparation de véhicules"),
    "H": (49, 53, "Transports et entreposage"),
    "I": (55, 56, "Hébergement et restauration"),
    "J": (58, 63, "Information et communication"),
    "K": (64, 66, "Finance et assurance"),
    "L": (68, 68, "Immobilier"),
    "M": (69, 75, "Activités spécialisées, scientifiques et techniques"),
    "N": (77, 82, "Services administratifs et de soutien"),
    "O": (84, 84, "Administration publique"),
    "P": (85, 85, "Enseignement"),
    "Q": (86, 88, "Santé humaine et action sociale"),
    "R": (90, 93, "Arts, spectacles et loisirs"),
    "S": (94, 96, "Autres services"),
    "T": (97, 98, "Ménages employeurs"),
    "U": (99, 99, "Organisations extraterritoriales"),
}


def divisions(section: str) -> Sequence[str]:
    """The two figures NAF codes of a section begin with."""
    first, last, _ = SECTIONS[section]
    return [f"{number:02d}" for number in range(first, last + 1)]
