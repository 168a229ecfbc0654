"""Class lists as lycées have them, none made for a program: exports and a sheet kept by hand."""

import io
from collections.abc import Sequence

import xlsxwriter

Rows = Sequence[Sequence[str]]


def _book(sheets: dict[str, Rows]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    return file.getvalue()


def pronote() -> bytes:
    """Name and class in one cell, pupils' own addresses under « Mél », homonyms born the same day."""
    return (
        "Élève (classe);Né(e) le;N° élève;Mél;Régime;Tél. élève\r\n"
        "ROUX Tom (2ELEC);12/03/2010;1041;tom.roux@eleve.example;DP;05 36 49 00 01\r\n"
        "ROUX Tom (2ELEC);12/03/2010;1042;tom.roux2@eleve.example;Externe;\r\n"
        "LE GOFF Éva (2ELEC);01/02/2010;1043;eva.le-goff@eleve.example;;05 36 49 00 02\r\n"
        "VIDAL Inès (2ELEC);30/11/2010;1044;;DP;\r\n"
    ).encode("cp1252")


SIECLE_HEADINGS = (
    *("Division", "Nom de famille", "Prénom 1", "Prénom 2", "Date de naissance", "N° INE"),
    *("Commune", "Mél responsable légal", "Tél. responsable", "Mél élève"),
)


def siecle() -> bytes:
    """A sheet a class, a line for each representative: the pupil comes again, told by the INE."""
    first = (
        *("2ELEC", "ROUX", "Tom", "Jean", "12/03/2010", "000000001AA"),
        *("Moissac", "mere.roux@famille.example", "05 36 49 00 03", "tom.roux@eleve.example"),
    )
    second = (*first[:6], "Moissac", "pere.roux@famille.example", "05 36 49 00 04", "")
    twin = (*first[:5], "000000002BB", "Montauban", "autre.mere@famille.example", "", "")
    own = ("2ELEC", "PONS", "Zoé", "", "04/09/2010", "000000003CC", "", "zoe.pons@mail.example")
    return _book(
        {
            "2ELEC": (
                ("Édition du 24/11/2026", "Année 2026-2027"),
                (),
                SIECLE_HEADINGS,
                *(first, second, twin, own),
                ("Total", "3"),
            ),
            "1ELEC": (
                SIECLE_HEADINGS,
                ("1ELEC", "GALY", "Paul", "", "01/03/2009", "000000004DD", "Atlantis"),
            ),
        }
    )


def by_hand() -> bytes:
    """Surname and first name in one cell, a column without a heading, a sheet of notes, one pupil twice."""
    return _book(
        {
            "Suivi": (
                ("Suivi PFMP du lycée",),
                ("Nom / Prénom", "Classe", "Naissance", "", "Mail élève / parents", "Entreprise"),
                ("ROUX / Tom", "2ELEC", "12/03/2010", "permis", "roux@mail.example", "Bois Vert"),
                ("ROUX / Tom", "2ELEC", "12/03/2010", "", "tom@mail.example", "Garage Blanc"),
                ("PONS / Zoé", "2ELEC", "04/09/2010 ?", "à rappeler", "", ""),
                ("VIDAL", "2ELEC", "", "", "", "Bois Vert"),
            ),
            "Notes": (("Penser aux conventions",), ("Tom", "appelé le 3")),
        }
    )
