"""Twenty-two more lists, in the habits of as many people: what becomes of each line, and how many."""

from collections import Counter
from collections.abc import Mapping

import pytest

from services.partnerships.import_desk.pages.imports import understood
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_files.store.files import parse
from tests.partnerships.files import FILES
from tests.partnerships.world import Bureau

CREATED = "nouvelle entreprise"
SECTION = "Titre d’une partie de la liste, laissé de côté."
TOTAL = "Ligne de total, laissée de côté."
REMARK = "Remarque sous la liste, laissée de côté."
ALONE = "Rien d’autre qu’un nom\u202f: est-ce une entreprise, ou le titre d’une partie de la liste\u202f?"
FOURTEEN = "Un numéro SIRET compte 14 chiffres, par exemple 732 829 320 00074."
ZEROS = "zéros perdus au début du SIRET remis\u202f: vérifiez-le"
SIREN_ALONE = "SIREN seul\u202f: le SIRET reste à compléter"
TOWN_FOUND = "commune lue dans l’adresse"
NO_POSTCODE = "code postal étranger ou de moins de 5 chiffres, gardé en note"
POSTCODE_ZERO = "zéro remis devant le code postal\u202f: vérifiez-le"
TWO_PEOPLE = "2 contacts dans une même case"


def created_with(*remarks: str) -> str:
    return "\u202f; ".join((CREATED, *remarks))


def shortened(number: str) -> str:
    return (
        f"Le tableur n’a gardé que le début de ce numéro ({number})\u202f: mettez la colonne au format"
        " Texte et saisissez-le de nouveau."
    )


VERDICTS: Mapping[str, Mapping[int, tuple[str, str]]] = {
    "10_secteurs_en_titre.xlsx": {
        3: ("rejected", SECTION),
        4: ("created", CREATED),
        5: ("created", CREATED),
        6: ("rejected", TOTAL),
        7: ("rejected", SECTION),
        8: ("created", CREATED),
        9: ("asked", ALONE),
        10: ("created", CREATED),
        11: ("rejected", TOTAL),
    },
    "11_titres_fusionnes.xlsx": {
        4: ("created", CREATED),
        5: ("created", CREATED),
        6: ("created", CREATED),
    },
    "12_totaux_partout.csv": {
        2: ("created", CREATED),
        3: ("created", CREATED),
        4: ("rejected", TOTAL),
        5: ("rejected", TOTAL),
        6: ("rejected", TOTAL),
        7: ("rejected", TOTAL),
    },
    "13_deux_tableaux.xlsx": {
        3: ("created", CREATED),
        4: ("created", CREATED),
        6: ("asked", ALONE),
        7: (
            "rejected",
            "Titres d’un autre tableau\u202f: les lignes qui suivent sont lues d’après eux. Colonnes laissées de côté\u202f: Montant versé.",
        ),
        8: ("created", CREATED),
        9: ("created", CREATED),
    },
    "14_couleurs.xlsx": {
        2: ("created", CREATED),
        3: ("created", CREATED),
        4: ("created", CREATED),
        6: ("rejected", REMARK),
        7: ("rejected", REMARK),
    },
    "15_contacts_dans_une_case.xlsx": {
        2: ("created", created_with(TWO_PEOPLE)),
        3: ("created", created_with(TWO_PEOPLE)),
        4: ("created", CREATED),
    },
    "16_codes_postaux_nombres.xlsx": {
        2: ("created", CREATED),
        3: ("created", created_with(POSTCODE_ZERO)),
        4: ("created", created_with(POSTCODE_ZERO)),
        5: ("created", CREATED),
    },
    "17_siret_zeros_perdus.xlsx": {
        2: ("created", created_with(ZEROS)),
        3: ("created", created_with(ZEROS)),
        4: ("created", CREATED),
    },
    "18_siret_scientifique.csv": {
        2: ("created", CREATED),
        3: ("asked", shortened("9,00E+13")),
        4: ("asked", shortened("9,0000033E+13")),
    },
    "19_siret_espaces.csv": {
        2: ("created", CREATED),
        3: ("created", CREATED),
        4: ("created", CREATED),
        5: ("asked", FOURTEEN),
    },
    "20_siren_seul.xlsx": {
        2: ("created", created_with(SIREN_ALONE)),
        3: ("created", created_with(SIREN_ALONE)),
        4: ("asked", FOURTEEN),
        5: ("asked", FOURTEEN),
    },
    "21_etranger.xlsx": {
        2: ("created", created_with("note ajoutée", NO_POSTCODE)),
        3: ("created", created_with("note ajoutée", NO_POSTCODE)),
        4: ("created", created_with("note ajoutée", NO_POSTCODE)),
        5: ("created", CREATED),
    },
    "22_windows.csv": {
        2: ("created", CREATED),
        3: ("created", CREATED),
    },
    "23_guillemets.csv": {
        2: ("created", CREATED),
        4: ("created", CREATED),
    },
    "24_formules.xlsx": {
        2: ("created", CREATED),
        3: ("created", CREATED),
    },
    "25_libreoffice.ods": {
        2: ("created", CREATED),
        3: ("created", CREATED),
    },
    "26_excel_97.xls": {
        2: ("created", CREATED),
        3: ("created", CREATED),
    },
    "27_valeurs_mauvaises.xlsx": {
        2: ("created", created_with("note ajoutée", "adresse mail non valable, gardée en note")),
        3: (
            "created",
            created_with("note ajoutée", "numéro de téléphone non valable, gardé en note"),
        ),
        4: ("created", created_with("note ajoutée")),
        5: ("created", created_with("note ajoutée", "code NAF non valable, gardé en note")),
    },
    "28_formes_juridiques.csv": {
        2: ("created", CREATED),
        3: (
            "asked",
            "Ressemble à «\xa0Garage du Pigeonnier\xa0», à la ligne 2, dans la même commune\u202f: est-ce la même entreprise\u202f?",
        ),
        4: ("created", CREATED),
        5: ("duplicate", "doublon de la ligne 2"),
    },
    "29_ville_dans_l_adresse.xlsx": {
        2: ("created", created_with(TOWN_FOUND)),
        3: ("created", created_with(TOWN_FOUND)),
        4: ("created", created_with(TOWN_FOUND)),
        5: ("created", CREATED),
        6: ("created", created_with(TOWN_FOUND)),
    },
    "30_colonnes_en_trop.xlsx": {
        2: ("created", created_with("note ajoutée")),
        3: ("created", created_with("note ajoutée")),
    },
    "31_plusieurs_listes.xlsx": {
        2: ("created", created_with("note ajoutée")),
        3: ("created", created_with("note ajoutée")),
        2_000_002: ("created", created_with("note ajoutée")),
    },
}
COUNTS: Mapping[str, tuple[int, int, int, int]] = {
    "10_secteurs_en_titre.xlsx": (4, 0, 1, 4),
    "11_titres_fusionnes.xlsx": (3, 0, 0, 0),
    "12_totaux_partout.csv": (2, 0, 0, 4),
    "13_deux_tableaux.xlsx": (4, 0, 1, 1),
    "14_couleurs.xlsx": (3, 0, 0, 2),
    "15_contacts_dans_une_case.xlsx": (3, 0, 0, 0),
    "16_codes_postaux_nombres.xlsx": (4, 0, 0, 0),
    "17_siret_zeros_perdus.xlsx": (3, 0, 0, 0),
    "18_siret_scientifique.csv": (1, 0, 2, 0),
    "19_siret_espaces.csv": (3, 0, 1, 0),
    "20_siren_seul.xlsx": (2, 0, 2, 0),
    "21_etranger.xlsx": (4, 0, 0, 0),
    "22_windows.csv": (2, 0, 0, 0),
    "23_guillemets.csv": (2, 0, 0, 0),
    "24_formules.xlsx": (2, 0, 0, 0),
    "25_libreoffice.ods": (2, 0, 0, 0),
    "26_excel_97.xls": (2, 0, 0, 0),
    "27_valeurs_mauvaises.xlsx": (4, 0, 0, 0),
    "28_formes_juridiques.csv": (2, 1, 1, 0),
    "29_ville_dans_l_adresse.xlsx": (5, 0, 0, 0),
    "30_colonnes_en_trop.xlsx": (2, 0, 0, 0),
    "31_plusieurs_listes.xlsx": (3, 0, 0, 0),
}
"""Lines created, duplicates, asked about, left out."""
UNDERSTOOD: Mapping[str, list[str]] = {
    "15_contacts_dans_une_case.xlsx": [
        "Moissac · Mme Arnal, arnal@glycines.example, 05 36 49 15 01 · M. Bories, bories@glycines.example, 05 36 49 15 02",
        "Montauban · Mme Cayrou, contact@pirouette.example, 05 36 49 15 03 · M. Delrieu",
        "Castelsarrasin · 05 36 49 15 04 · Mme Estève, 05 36 49 15 05",
    ],
    "16_codes_postaux_nombres.xlsx": [
        "82000 Montauban · 05 36 49 16 01",
        "01000 Bourg-en-Bresse · 05 36 49 16 02",
        "08220 Moissac · 05 36 49 16 03",
        "82200 Moissac · 05 36 49 16 04",
    ],
    "17_siret_zeros_perdus.xlsx": [
        "SIRET 00541000600018 · Montauban",
        "SIRET 09100001800019 · Moissac",
        "SIRET 90000021700019 · Moissac",
    ],
    "18_siret_scientifique.csv": [
        "SIRET 90000031600019 · Montauban",
        "Montauban · SIRET\u00a0: 9,00E+13",
        "Moissac · SIRET\u00a0: 9,0000033E+13",
    ],
    "19_siret_espaces.csv": [
        "SIRET 90000041500019 · Moissac",
        "SIRET 90000042300013 · Moissac",
        "SIRET 90000043100016 · Moissac",
        "Moissac · SIRET\u00a0: 9000004150",
    ],
    "20_siren_seul.xlsx": [
        "SIREN 900000514 · Montauban",
        "SIREN 900000522 · Moissac",
        "Moissac · SIRET\u00a0: 900000539",
        "Moissac · SIRET\u00a0: à demander",
    ],
    "21_etranger.xlsx": [
        "Gérone (Espagne) · Sra. Puig, +34 972 00 12 34 · Code postal\u00a0: 17001",
        "Bruxelles (Belgique) · +32 2 555 12 12 · Code postal\u00a0: 1000",
        "Londres (Royaume-Uni) · Mr Doe · Code postal\u00a0: SW1A 1AA",
        "82200 Moissac · Mme Lacaze, 05 36 49 21 01",
    ],
    "24_formules.xlsx": [
        "SIRET 90000061300019 · Moissac · Mme Bex, calcul@atelier.example",
        "Moissac",
    ],
    "27_valeurs_mauvaises.xlsx": [
        "Moissac · Mme Ayral, 05 36 49 27 01 · Adresse mail de Mme Ayral\u00a0: ayral(at)mail",
        "Moissac · M. Bouyssou, b@tel.example · Numéro de téléphone de M. Bouyssou\u00a0: 05 36",
        "Moissac · 05 36 49 27 03 · Site web\u00a0: www.web.example",
        "Moissac · 05 36 49 27 04 · Code NAF\u00a0: menuiserie",
    ],
    "29_ville_dans_l_adresse.xlsx": [
        "12 rue des Lices · 82200 Moissac · 05 36 49 29 01",
        "3, allée du Port · 82100 Castelsarrasin · 05 36 49 29 02",
        "Place Nationale · Montauban · 05 36 49 29 03",
        "8 route de Moissac · 05 36 49 29 04",
        "1 avenue Haute · 82017 Montauban · 05 36 49 29 05",
    ],
    "30_colonnes_en_trop.xlsx": [
        "Moissac · 05 36 49 30 01 · Mme Foissac, 05 36 49 30 02 · Observations\u00a0: rappeler",
        "Montauban · M. Gineste, 05 36 49 30 03 · Observations\u00a0: ne prend plus",
    ],
}
"""What the preview says it read of each company, besides its name."""


def test_each_list_that_somebody_kept_has_its_verdicts() -> None:
    made = {path.name for path in FILES.glob("[123]*")}
    assert made == set(VERDICTS) == set(COUNTS)


@pytest.mark.parametrize("name", VERDICTS)
async def test_a_list_is_taken_as_it_is_line_by_line(bureau: Bureau, name: str) -> None:
    import_id = await bureau.looks_at(parse((FILES / name).read_bytes()))
    card = await bureau.do(read_import_card, import_id)

    assert {one.line: (one.verdict.value, one.reason) for one in card.lines} == VERDICTS[name]
    counts = Counter(one.verdict.value for one in card.lines)
    kinds = ("created", "duplicate", "asked", "rejected")
    assert tuple(counts[kind] for kind in kinds) == COUNTS[name]
    assert counts.total() == sum(COUNTS[name])
    if name in UNDERSTOOD:
        lines = sorted(card.lines, key=lambda one: one.line)
        assert [understood(one.row) for one in lines if one.row] == UNDERSTOOD[name]
