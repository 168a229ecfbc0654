"""The invented lycées with real formations (MEF of the national list), and who works there."""

from dataclasses import dataclass

from contracts.identifiers import CommuneCode, Uai
from services.chassis.base.identity import Role

SECONDE, PREMIERE, TERMINALE, CAP1, CAP2 = "2nde", "1re", "Tle", "CAP1", "CAP2"
_LEVELS = {"1": SECONDE, "2": PREMIERE, "3": TERMINALE}
# As a class list names what it opens: one name for a formation, wherever it comes from.
_YEARS = {"1": "2de pro", "2": "1re bac pro", "3": "Tle bac pro"}
# A bac pro is three years (247), a CAP here two (241); the last figure is the year.
_BAC_PRO, _CAP = "247", "241"


@dataclass(frozen=True)
class DemoFormation:
    """A formation and its class; `trade` says which companies host its pupils."""

    mef: str
    label: str
    level: str
    class_label: str
    trade: str


@dataclass(frozen=True)
class DemoLycee:
    """An invented lycée; `zeal` is how well it finds places, 1 being usual.

    One has not decided yet to write to families.
    """

    uai: Uai
    name: str
    commune: CommuneCode
    classes: tuple[DemoFormation, ...]
    zeal: float = 1.0
    writes_to_families: bool = True

    @property
    def formations(self) -> dict[str, str]:
        """Labels by MEF."""
        return {one.mef: one.label for one in self.classes}


@dataclass(frozen=True)
class DemoAccount:
    """An invented person."""

    mail: str
    name: str
    role: Role
    uais: tuple[Uai, ...] = ()


def _bac_pro(code: str, label: str, short: str, trade: str, years: str) -> list[DemoFormation]:
    return [
        DemoFormation(
            f"{_BAC_PRO}{code}3{year}",
            f"{_YEARS[year]} {label}",
            _LEVELS[year],
            f"{'T' if year == '3' else 3 - int(year)}{short}",
            trade,
        )
        for year in years
    ]


def _cap(code: str, label: str, short: str, trade: str, years: str = "12") -> list[DemoFormation]:
    return [
        DemoFormation(
            f"{_CAP}{code}2{year}",
            f"{'1re' if year == '1' else '2e'} année CAP {label}",
            CAP1 if year == "1" else CAP2,
            f"{year}CAP{short}",
            trade,
        )
        for year in years
    ]


TILLEULS = DemoLycee(
    Uai("0829001N"),
    "Lycée des Tilleuls",
    CommuneCode("82121"),
    (
        *_bac_pro("25520", "Métiers de l’électricité", "MELEC", "électricité", "123"),
        *_bac_pro("31212", "Métiers de l’accueil", "MA", "accueil", "23"),
        *_bac_pro("25519", "Cybersécurité, informatique et réseaux", "CIEL", "numérique", "23"),
    ),
    zeal=1.04,
)
VIEUX_PONT = DemoLycee(
    Uai("0829002P"),
    "Lycée du Vieux-Pont",
    CommuneCode("82112"),
    (
        *_bac_pro("22106", "Cuisine", "CUIS", "restauration", "23"),
        *_bac_pro(
            "33403", "Commercialisation et services en restauration", "CSR", "hôtellerie", "23"
        ),
        *_cap("22146", "Cuisine", "C", "restauration"),
        *_cap("22137", "Boulanger", "B", "boulangerie", "2"),
    ),
)
PEUPLIERS = DemoLycee(
    Uai("0829003R"),
    "Lycée des Peupliers",
    CommuneCode("82033"),
    (
        *_bac_pro("31116", "Métiers de la logistique", "LOG", "logistique", "12"),
        *_cap("31122", "Opérateur logistique", "OL", "logistique"),
        *_bac_pro("30004", "Assistance à la gestion des organisations", "AGORA", "bureau", "23"),
        *_bac_pro("25012", "Maintenance des systèmes connectés", "MSPC", "industrie", "2"),
    ),
    zeal=0.9,
)
ORMEAUX = DemoLycee(
    Uai.numbered("0829005"),
    "Lycée des Ormeaux",
    CommuneCode("82125"),
    (
        *_bac_pro("25412", "Carrossier peintre automobile", "CPA", "automobile", "123"),
        *_bac_pro("25411", "Technicien en chaudronnerie industrielle", "TCI", "industrie", "123"),
    ),
    zeal=0.96,
)
LAVANDIERES = DemoLycee(
    Uai.numbered("0829006"),
    "Lycée des Lavandières",
    CommuneCode("82037"),
    (
        *_bac_pro(
            "33007", "Accompagnement, soins et services à la personne", "ASSP", "soin", "123"
        ),
        *_cap("33205", "Accompagnant éducatif petite enfance", "AEPE", "enfance"),
        *_bac_pro("31213", "Métiers du commerce et de la vente", "MCV", "commerce", "12"),
    ),
    zeal=1.0,
    writes_to_families=False,
)
GRAND_FOIRAIL = DemoLycee(
    Uai.numbered("0829007"),
    "Lycée du Grand-Foirail",
    CommuneCode("82013"),
    (
        *_bac_pro("23405", "Technicien menuisier agenceur", "TMA", "bois", "23"),
        *_bac_pro(
            "22707",
            "Installateur en chauffage et énergies renouvelables",
            "ICCER",
            "chauffage",
            "23",
        ),
        *_cap("23224", "Maçon", "M", "maçonnerie"),
        *_cap("23449", "Menuisier installateur", "MI", "bois", "2"),
    ),
    zeal=0.84,
)
LYCEES = (TILLEULS, VIEUX_PONT, PEUPLIERS, ORMEAUX, LAVANDIERES, GRAND_FOIRAIL)


def _works_at(*lycees: DemoLycee) -> tuple[Uai, ...]:
    return tuple(lycee.uai for lycee in lycees)


ACCOUNTS = (
    DemoAccount("bureau@tilleuls.example", "Camille Rivière", Role.RBDE, _works_at(TILLEULS)),
    DemoAccount("direction@tilleuls.example", "Dominique Vasseur", Role.HEAD, _works_at(TILLEULS)),
    DemoAccount("delegue@tilleuls.example", "Jo Lacaze", Role.DELEGATE, _works_at(TILLEULS)),
    DemoAccount("ddfpt@tilleuls.example", "Sandy Roques", Role.DDFPT, _works_at(TILLEULS)),
    DemoAccount("atct@tilleuls.example", "Ange Pujol", Role.ATCT, _works_at(TILLEULS)),
    DemoAccount(
        "secretariat@tilleuls.example", "Loris Cazals", Role.SECRETARIAT, _works_at(TILLEULS)
    ),
    DemoAccount(
        "referent@tilleuls.example", "Mael Fabre", Role.REFERENT_TEACHER, _works_at(TILLEULS)
    ),
    DemoAccount(
        "principal@tilleuls.example", "Gaby Estève", Role.FORM_TEACHER, _works_at(TILLEULS)
    ),
    DemoAccount("bureau@vieux-pont.example", "Sacha Lemoine", Role.RBDE, _works_at(VIEUX_PONT)),
    DemoAccount("direction@vieux-pont.example", "Andréa Bellac", Role.HEAD, _works_at(VIEUX_PONT)),
    DemoAccount(
        "bureau@peupliers.example", "Maxime Ferrand", Role.RBDE, _works_at(PEUPLIERS, ORMEAUX)
    ),
    DemoAccount("direction@peupliers.example", "Lou Castagné", Role.HEAD, _works_at(PEUPLIERS)),
    DemoAccount("direction@ormeaux.example", "Charlie Noguès", Role.HEAD, _works_at(ORMEAUX)),
    DemoAccount("bureau@lavandieres.example", "Yaël Soulié", Role.RBDE, _works_at(LAVANDIERES)),
    DemoAccount("direction@lavandieres.example", "Noa Tessier", Role.HEAD, _works_at(LAVANDIERES)),
    DemoAccount(
        "bureau@grand-foirail.example", "Swann Delpech", Role.RBDE, _works_at(GRAND_FOIRAIL)
    ),
    DemoAccount(
        "direction@grand-foirail.example", "Eden Marty", Role.HEAD, _works_at(GRAND_FOIRAIL)
    ),
    DemoAccount("supervision@dsden.example", "Claude Morvan", Role.SUPERVISOR),
    DemoAccount("academie@rectorat.example", "Domi Lagarde", Role.ACADEMY),
    DemoAccount("partenaire@greta.example", "Cléo Ramond", Role.PARTNER),
    DemoAccount("exploitation@dsden.example", "Alix Fontanel", Role.OPERATOR),
    DemoAccount("controle@dsden.example", "Sam Boyer", Role.AUDITOR),
)
