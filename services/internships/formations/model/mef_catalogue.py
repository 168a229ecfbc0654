"""The formations of vocational lycées one meets most: code, diploma, label, and how classes are named.

A short table written by hand, to begin with; any other formation is opened by its code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.identifiers import Mef
from contracts.words import plain

_BAC_PRO, _CAP = "247", "241"
_YEARS = {
    _BAC_PRO: {"1": "2de pro", "2": "1re bac pro", "3": "Tle bac pro"},
    _CAP: {"1": "1re année CAP", "2": "2e année CAP"},
}
_LASTS = {_BAC_PRO: "3", _CAP: "2"}


@dataclass(frozen=True)
class CatalogueFormation:
    """A formation (module élémentaire de formation) as the national list names it."""

    mef: Mef
    label: str
    words: frozenset[str]
    """What the name of a class says when it is one of this formation’s: « melec »."""
    year: str
    cap: bool


# Common first years (familles de métiers), of which pupils choose a diploma afterwards.
_FAMILIES = (
    (
        "20006",
        "Métiers de la construction durable, du bâtiment et des travaux publics",
        "MCD MCDBTP CDBTP",
    ),
    ("20008", "Métiers des transitions numérique et énergétique", "MTNE TNE"),
    ("20103", "Métiers de la réalisation d’ensembles mécaniques et industriels", "REMI MREMI"),
    (
        "20104",
        "Métiers du pilotage et de la maintenance d’installations automatisées",
        "PMIA MPMIA",
    ),
    ("22107", "Métiers de l’alimentation", "MALIM ALIM"),
    ("23409", "Métiers de l’agencement, de la menuiserie et de l’ameublement", "AMA MAMA"),
    ("25222", "Métiers de la maintenance des matériels et des véhicules", "MMV"),
    ("25307", "Métiers de l’aéronautique", "AERO MAERO"),
    (
        "30003",
        "Métiers de la gestion administrative, du transport et de la logistique",
        "GATL MGATL",
    ),
    ("31211", "Métiers de la relation client", "MRC"),
    ("33404", "Métiers de l’hôtellerie-restauration", "MHR"),
    ("33605", "Métiers de la beauté et du bien-être", "MBBE"),
)
# Diplomas whose first year is their own come with it (123), the others from the second on.
_DIPLOMAS = (
    ("25520", "Métiers de l’électricité et de ses environnements connectés", "MELEC", "123"),
    ("25519", "Cybersécurité, informatique et réseaux, électronique", "CIEL", "123"),
    ("25012", "Maintenance des systèmes de production connectés", "MSPC", "123"),
    ("25411", "Technicien en chaudronnerie industrielle", "TCI", "123"),
    ("25412", "Carrossier peintre automobile", "CPA", "123"),
    ("25517", "Métiers du froid et des énergies renouvelables", "MFER", "123"),
    ("22707", "Installateur en chauffage, climatisation et énergies renouvelables", "ICCER", "123"),
    ("22706", "Maintenance et efficacité énergétique", "MEE", "123"),
    ("23405", "Technicien menuisier agenceur", "TMA", "123"),
    ("23304", "Aménagement et finitions du bâtiment", "AFB", "123"),
    ("23210", "Travaux publics", "TP", "123"),
    ("22105", "Boulanger-pâtissier", "BP", "123"),
    ("22106", "Cuisine", "CUIS CUISINE", "123"),
    ("33403", "Commercialisation et services en restauration", "CSR", "123"),
    ("30004", "Assistance à la gestion des organisations et de leurs activités", "AGORA", "123"),
    ("31114", "Organisation de transport de marchandises", "OTM", "123"),
    ("31116", "Métiers de la logistique", "LOG MLOG", "123"),
    ("31117", "Conducteur routier de marchandises", "CTRM CRM", "123"),
    ("31212", "Métiers de l’accueil", "MA ACCUEIL", "123"),
    ("31213", "Métiers du commerce et de la vente, option A", "MCVA", "123"),
    ("31214", "Métiers du commerce et de la vente, option B", "MCVB", "123"),
    ("33006", "Animation, enfance et personnes âgées", "AEPA", "123"),
    ("33007", "Accompagnement, soins et services à la personne", "ASSP", "123"),
    ("33604", "Métiers de la coiffure", "COIF COIFFURE", "123"),
    ("33606", "Esthétique cosmétique parfumerie", "ECP", "123"),
    ("34306", "Hygiène, propreté, stérilisation", "HPS", "123"),
    ("34403", "Métiers de la sécurité", "MS SECU", "123"),
    ("24204", "Métiers de la couture et de la confection", "MCC", "123"),
)
_CAPS = (
    ("22137", "Boulanger", "BOUL BOULANGER"),
    ("22141", "Pâtissier", "PAT PATISSIER"),
    ("22146", "Cuisine", "CUIS CUISINE"),
    ("23224", "Maçon", "MACON"),
    ("23223", "Couvreur", "COUV COUVREUR"),
    ("23325", "Carreleur mosaïste", "CM CARRELEUR"),
    ("23324", "Monteur en installations sanitaires", "MIS"),
    ("22715", "Monteur en installations thermiques", "MIT"),
    ("23327", "Peintre applicateur de revêtements", "PAR"),
    ("23446", "Charpentier bois", "CB CHARPENTIER"),
    ("23447", "Menuisier fabricant", "MF"),
    ("23449", "Menuisier installateur", "MI"),
    ("25439", "Métallier", "METAL METALLIER"),
    ("25440", "Carrossier automobile", "CA CARROSSIER"),
    ("25524", "Électricien", "ELEC"),
    ("23006", "Intervention en maintenance technique des bâtiments", "IMTB"),
    ("31122", "Opérateur logistique", "OL"),
    ("31223", "Fleuriste", "FL FLEURISTE"),
    ("31224", "Équipier polyvalent du commerce", "EPC"),
    ("33205", "Accompagnant éducatif petite enfance", "AEPE"),
    ("33002", "Agent accompagnant au grand âge", "AAGA"),
    ("33615", "Esthétique cosmétique parfumerie", "ECP"),
    ("33616", "Métiers de la coiffure", "COIF COIFFURE"),
    ("34308", "Propreté et prévention des biocontaminations", "PPB"),
)


_BAC_PRO_YEAR = re.compile(
    r"(?:(?P<second>2(?:n?de)?|seconde)|(?P<first>1(?:e?re)?|premiere)|(?P<last>t(?:le|erminale|erm)?))"
    r" ?(?:bac ?)?(?:pro(?= ))? ?(?P<words>.*)"
)
_CAP_YEAR = re.compile(
    r"(?P<before>[12])?(?:e?re|e|eme)? ?(?:annee )?cap ?(?P<after>[12])? ?(?P<words>.*)"
)
_GROUP = re.compile(r"(?: [a-z]|(?<=[a-z]) ?\d+)$")


def _made() -> dict[Mef, CatalogueFormation]:
    rows = [
        *((_BAC_PRO, code, label, words, "1") for code, label, words in _FAMILIES),
        *((_BAC_PRO, *diploma) for diploma in _DIPLOMAS),
        *((_CAP, *cap, "12") for cap in _CAPS),
    ]
    every = (
        CatalogueFormation(
            Mef(f"{kind}{code}{_LASTS[kind]}{year}"),
            f"{_YEARS[kind][year]} {label}",
            frozenset(plain(words).split()),
            year,
            kind == _CAP,
        )
        for kind, code, label, words, years in rows
        for year in years
    )
    return {one.mef: one for one in sorted(every, key=lambda one: one.label)}


CATALOGUE: Mapping[Mef, CatalogueFormation] = _made()


def proposed_for(class_label: str) -> CatalogueFormation | None:
    """The formation that the name of a class says (« 2MELEC A », « CAP1 cuisine »), when it is one only."""
    said = plain(class_label)
    cap, pro = _CAP_YEAR.fullmatch(said), _BAC_PRO_YEAR.fullmatch(said)
    if cap:
        year, words = cap["before"] or cap["after"], cap["words"]
    elif pro:
        year = "1" if pro["second"] else "2" if pro["first"] else "3"
        words = pro["words"]
    else:
        return None
    word = _GROUP.sub("", words).replace(" ", "")
    found = [
        one
        for one in CATALOGUE.values()
        if (one.cap, one.year) == (bool(cap), year) and word in one.words
    ]
    return found[0] if len(found) == 1 else None
