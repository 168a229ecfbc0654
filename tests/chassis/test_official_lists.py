"""Official files of communes, postcodes and activities are read; bad ones are told what to do."""

from pathlib import Path

import pytest
import xlsxwriter

from services.chassis.files.official_lists import (
    UnreadableReference,
    read_official,
)
from services.chassis.reference.nomenclatures import activities, communes
from services.chassis.reference.nomenclatures.lists import ListKind

COG = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
LA_POSTE = "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5"


def cog(names: dict[str, str], *more: str) -> bytes:
    lines = [
        f'COM,{code},76,{code[:2]},82D,822,0,NCC,Nccenr,"{name}",8299,'
        for code, name in names.items()
    ]
    return "\n".join([COG, *lines, *more]).encode()


def naf(names: dict[str, str]) -> bytes:
    lines = ["Section A;AGRICULTURE", "01;Culture", *(f"{c};{label}" for c, label in names.items())]
    return "\r\n".join(["Liste des sous-classes;", "Code;Libellé", *lines]).encode("cp1252")


def test_the_communes_of_insee_are_read_whole_and_former_ones_left_out() -> None:
    read = read_official(
        cog(
            {**communes(), "82001": "Albefeuille", "47001": "Agen"},
            "COMD,82196,76,82,82D,822,0,NCC,Nccenr,Déléguée,8299,82121",
            "ARM,75101,11,75,75C,751,0,NCC,Nccenr,Paris 1er Arrondissement,7501,75056",
        ),
        "82",
    )

    assert (read.kind, read.here, len(read.entries)) == (ListKind.COMMUNES, 195, 196)
    assert read.entries["82001"] == "Albefeuille"
    assert read.entries["47001"] == "Agen"


def test_the_older_form_of_that_file_is_read_too() -> None:
    lines = [f"COM,{code},76,82,{name}" for code, name in communes().items()]
    content = "\n".join(["typecom,com,reg,dep,libelle", *lines]).encode()
    assert dict(read_official(content, "82").entries) == dict(communes())


def test_the_postcodes_of_la_poste_are_read_and_a_lost_zero_is_put_back() -> None:
    lines = [f"{code};NOM;82000;NOM;" for code in communes()]
    content = "\n".join([LA_POSTE, *lines, "82121;MONTAUBAN;82010;;", "1001;L ABERGEMENT;1400;;"])

    read = read_official(content.encode(), "82")

    assert (read.kind, read.here) == (ListKind.POSTCODES, 195)
    assert read.entries["82121"] == "82000 82010"
    assert read.entries["01001"] == "01400"


def test_the_sub_classes_of_the_naf_are_read_under_their_title() -> None:
    read = read_official(naf({**activities(), "43.21A": "Travaux d'installation"}), "82")

    assert (read.kind, read.here) == (ListKind.ACTIVITIES, len(activities()))
    assert read.entries["43.21A"] == "Travaux d’installation"
    assert "01" not in read.entries


def test_a_workbook_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "int_courts_naf_rev_2.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Ligne", "Code", "Intitulés de la NAF rév. 2, version finale"))
        for at, (code, label) in enumerate(activities().items(), 1):
            sheet.write_row(at, 0, (at, code, label))

    assert dict(read_official(path.read_bytes(), "82").entries) == dict(activities())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "aucune des listes attendues"),
        (b"%PDF-1.7", "un document ou une image"),
        (b"Nom;Commune\nBois Vert;Moissac", "aucune des listes attendues"),
        (cog({}), "aucune commune du département 82"),
        (cog({"47001": "Agen"}), "aucune commune du département 82"),
        (cog({"82121": "Montauban"}), "que 1 communes du département 82 (195 aujourd’hui)"),
        (cog(dict(communes()), "COM,821,76,82,,,,,,Montauban,,"), "Ligne 197"),
        (cog(dict(communes()), "COM,82121,76,82,,,,,,Autre,,"), "est deux fois"),
        (cog({**communes(), "82121": ""}), "le nom manque"),
        (cog({**communes(), "82121": "x" * 201}), "200 caractères"),
        (cog({**communes(), "82121": "Mont\x07auban"}), "caractères lisibles"),
        (f"{LA_POSTE}\n82121;MONTAUBAN;820000;;".encode(), "5\u00a0chiffres"),
        (f"{LA_POSTE}\n47001;AGEN;47000;;".encode(), "aucune commune du département 82"),
        (naf({"43.21A": "Travaux"}), "que 1 codes de cinq caractères"),
        (naf({**activities(), "43.21A ": "Travaux"}), "est deux fois"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do_and_that_nothing_changed(
    content: bytes, told: str
) -> None:
    with pytest.raises(UnreadableReference) as refused:
        read_official(content, "82")
    assert told in str(refused.value)
    assert str(refused.value).endswith("Rien n’a été changé.")
