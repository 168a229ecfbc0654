"""Makes the workbooks 10 to 31 of `tests/files`: `python -m tests.partnerships.make_workbooks`.

Each is kept in the way of somebody: companies are invented, phones are 05 36 49 xx xx, mails `.example`.
"""

import struct
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

HERE = Path(__file__).parents[1] / "files"
MADE_ON = datetime(2026, 9, 1, tzinfo=UTC).replace(tzinfo=None)
Cell = str | float | None
Rows = Sequence[Sequence[Cell]]


def _key(digits: str) -> str:
    """The digits with the one that makes them a number of the registry (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def siren(number: int) -> str:
    """An invented SIREN."""
    return _key(f"{number:08d}")


def siret(number: int) -> str:
    """The SIRET of its first site."""
    return _key(f"{siren(number)}0001")


def phone(number: int) -> str:
    """A phone number kept for fictions."""
    return f"05 36 49 {number // 100:02d} {number % 100:02d}"


class Book:
    """A workbook of today."""

    def __init__(self, name: str) -> None:
        self._book = xlsxwriter.Workbook(str(HERE / name))
        self._book.set_properties({"created": MADE_ON})
        self._green = self._book.add_format({"bg_color": "#00B050"})
        self._bold = self._book.add_format({"bold": True, "align": "center"})

    def sheet(
        self,
        rows: Rows,
        name: str = "Feuil1",
        merged: Sequence[str] = (),
        green: Sequence[int] = (),
    ) -> "Book":
        """Add a sheet; `merged` ranges hold what their first cell says, `green` rows are coloured."""
        sheet = self._book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    formula, _, result = cell.partition("→")
                    sheet.write_formula(at, column, formula, None, result)
                elif cell is not None and cell != "":
                    sheet.write(at, column, cell, self._green if at + 1 in green else None)
        for where in merged:
            sheet.merge_range(where, _said(rows, where), self._bold)
        return self

    def done(self) -> None:
        """Write the file."""
        self._book.close()


def _said(rows: Rows, where: str) -> Cell:
    line = int("".join(c for c in where.split(":", maxsplit=1)[0] if c.isdigit())) - 1
    return rows[line][ord(where[0]) - ord("A")]


def text(name: str, rows: Rows, encoding: str = "utf-8-sig", mark: str = ";") -> None:
    """Write lines of text."""
    lines = [mark.join("" if cell is None else str(cell) for cell in row) for row in rows]
    (HERE / name).write_bytes("\r\n".join([*lines, ""]).encode(encoding))


def calc(name: str, rows: Rows) -> None:
    """Write a workbook of LibreOffice: a table of XML in an archive."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, float | int)
            else f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0"'
        f' xmlns:text="{names}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>'
        f'<table:table table:name="Entreprises">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        f' xmlns:manifest="{names}:manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(HERE / name, "w") as archive:
        for entry, told in (
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(zipfile.ZipInfo(entry, (2026, 9, 1, 0, 0, 0)), told)


def excel_97(name: str, rows: Rows) -> None:
    """Write a workbook of an old Excel: records of BIFF8 in a compound file of one stream."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def cell(at: int, column: int, value: Cell) -> bytes:
        where = struct.pack("<HHH", at, column, 0)
        if isinstance(value, str):
            said = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
            return record(0x0204, where + said)
        return record(0x0203, where + struct.pack("<d", float(value or 0)))

    title = "Entreprises"
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    end = record(0x000A, b"")
    bound = struct.pack("<BBBB", 0, 0, len(title), 0) + title.encode("ascii")
    starts = len(begin) + 4 + 4 + len(bound) + len(end)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet += cell(at, column, value) if value not in (None, "") else b""
    stream = begin + record(0x0085, struct.pack("<I", starts) + bound) + end + sheet + end
    (HERE / name).write_bytes(_compound(stream))


def _compound(stream: bytes) -> bytes:
    """One stream « Workbook » in a compound file: header, allocation table, directory, sectors."""
    free, chain_end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    chain = [table, chain_end, *range(3, 2 + sectors), chain_end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, chain_end, 0, chain_end, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        told = name.encode("utf-16-le") + b"\0\0"
        told = told.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(name) * 2 + 2, kind, 1, free, free, child
        )
        return told + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, chain_end, 0) + entry("Workbook", 2, free, 2, len(stream))
    allocation = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    return header + allocation + directory.ljust(512, b"\0") + stream


NAMED = ("Raison sociale", "SIRET", "Adresse", "CP", "Ville", "Contact", "Téléphone", "Mail")


def _titles_and_sections() -> None:
    Book("10_secteurs_en_titre.xlsx").sheet(
        [
            ["Entreprises partenaires du BDE, année 2026-2027"],
            ["Entreprise", "SIRET", "Ville", "Téléphone"],
            ["SECTEUR BTP"],
            ["Maçonnerie Lomagne", siret(90000001), "Moissac", phone(1001)],
            ["Charpentes du Séoune", siret(90000002), "Montauban", phone(1002)],
            ["Sous-total", "", "2 entreprises"],
            ["SECTEUR INDUSTRIE"],
            ["Usinage Barguelonne", siret(90000003), "Castelsarrasin", phone(1003)],
            ["HÔTELLERIE – RESTAURATION"],
            ["Auberge du Lendou", siret(90000004), "Lauzerte", phone(1004)],
            ["Total général", "", "4 entreprises"],
        ],
        merged=["A1:D1", "A3:D3", "A7:D7", "A9:D9"],
    ).done()
    Book("11_titres_fusionnes.xlsx").sheet(
        [
            ["LYCÉE DES TILLEULS"],
            ["", "Entreprise", "", "Personne à joindre", ""],
            ["N°", "Nom de l'entreprise", "Commune", "Interlocuteur", "Tél."],
            [1, "Fonderie du Tescou", "Montauban", "Mme Roques", phone(1101)],
            [2, "Marbrerie Garrigue", "", "M. Faydel", phone(1102)],
            [3, "Vitrerie des Coteaux", "Moissac", "Mme Bessières", phone(1103)],
        ],
        merged=["A1:E1", "B2:C2", "D2:E2", "C4:C5"],
    ).done()
    text(
        "12_totaux_partout.csv",
        [
            ["Entreprise", "Ville", "Téléphone", "Places"],
            ["Transports Vallon", "Caussade", phone(1201), 2],
            ["Total Bois Énergies", "Montauban", phone(1202), 1],
            ["", "", "Total", 3],
            ["Nombre d’entreprises : 2", "", "", ""],
            ["Moyenne", "", "", "1,5"],
            ["TOTAL", "", "", 3],
        ],
    )


def _tables_and_colours() -> None:
    Book("13_deux_tableaux.xlsx").sheet(
        [
            ["Entreprises d’accueil"],
            ["Entreprise", "Ville", "Téléphone"],
            ["Garage Lavayssière", "Moissac", phone(1301)],
            ["Tôlerie du Brulhois", "Valence", phone(1302)],
            [],
            ["Taxe d’apprentissage"],
            ["SIRET", "Société", "Commune", "Montant versé"],
            [siret(90000011), "Cartonnerie d’Autan", "Montauban", 1200.0],
            [siret(90000012), "Brasserie des Causses", "Caussade", 300.0],
        ]
    ).done()
    Book("14_couleurs.xlsx").sheet(
        [
            ["Entreprise", "Ville", "Contact", "Téléphone"],
            ["Paysages Cammas", "Moissac", "Mme Vidal", phone(1401)],
            ["Pépinières du Tarn", "Montauban", "M. Calvet", phone(1402)],
            ["Serres Delbosc", "Moissac", "Mme Poux", phone(1403)],
            [],
            ["* en vert : a déjà pris un élève"],
            ["Légende : rien = jamais contactée"],
        ],
        green=[2, 4],
    ).done()
    Book("15_contacts_dans_une_case.xlsx").sheet(
        [
            ["Structure", "Localité", "Contacts", "Coordonnées mail", "Tél"],
            [
                "EHPAD Les Glycines",
                "Moissac",
                "Mme Arnal\nM. Bories",
                "arnal@glycines.example\nbories@glycines.example",
                f"{phone(1501)}\n{phone(1502)}",
            ],
            [
                "Crèche Pirouette",
                "Montauban",
                "Mme Cayrou et M. Delrieu",
                "contact@pirouette.example",
                phone(1503),
            ],
            ["Aide Lomagne", "Castelsarrasin", "Mme Estève", "", f"{phone(1504)} / {phone(1505)}"],
        ]
    ).done()
    Book("16_codes_postaux_nombres.xlsx").sheet(
        [
            ["Entreprise", "Code postal", "Ville", "Tél"],
            ["Verrerie du Quercy", 82000.0, "Montauban", 536491601.0],
            ["Fromages Bugey", 1000.0, "Bourg-en-Bresse", 536491602.0],
            ["Conserves Aveyron", 8220.0, "Moissac", phone(1603)],
            ["Cuirs du Midi", "82 200", "MOISSAC CEDEX", phone(1604)],
        ]
    ).done()


def _numbers() -> None:
    Book("17_siret_zeros_perdus.xlsx").sheet(
        [
            ["Entreprise", "N° SIRET", "Ville"],
            ["Ateliers Zéro", float(siret(541000)), "Montauban"],
            ["Ateliers Deux Zéros", float(siret(9100001)), "Moissac"],
            ["Ateliers Entiers", float(siret(90000021)), "Moissac"],
        ]
    ).done()
    exact = siret(90000031)
    text(
        "18_siret_scientifique.csv",
        [
            ["Entreprise", "SIRET", "Ville"],
            ["Imprimerie Exacte", f"{exact[0]},{exact[1:]}E+13", "Montauban"],
            ["Imprimerie Perdue", "9,00E+13", "Montauban"],
            ["Reliure Perdue", "9,0000033E+13", "Moissac"],
        ],
    )
    spaced = siret(90000041)
    dotted, narrow = siret(90000042), siret(90000043)
    text(
        "19_siret_espaces.csv",
        [
            ["Entreprise", "SIRET (14 chiffres)", "Ville"],
            [
                "Toitures Espacées",
                f"{spaced[:3]} {spaced[3:6]} {spaced[6:9]} {spaced[9:]}",
                "Moissac",
            ],
            [
                "Toitures Pointées",
                f"{dotted[:3]}.{dotted[3:6]}.{dotted[6:9]}-{dotted[9:]}",
                "Moissac",
            ],
            ["Toitures Insécables", f"{narrow[:9]}\u00a0{narrow[9:]}", "Moissac"],
            ["Toitures Tronquées", spaced[:10], "Moissac"],
        ],
    )
    Book("20_siren_seul.xlsx").sheet(
        [
            ["Entreprise", "SIRET", "Ville"],
            ["Scierie Neuf Chiffres", siren(90000051), "Montauban"],
            ["Scierie Espacée", "900 000 52" + siren(90000052)[-1], "Moissac"],
            [
                "Scierie Fausse",
                "900000539" if siren(90000053) != "900000539" else "900000530",
                "Moissac",
            ],
            ["Scierie Sans Numéro", "à demander", "Moissac"],
        ]
    ).done()


def _abroad_and_encodings() -> None:
    Book("21_etranger.xlsx").sheet(
        [
            ["Entreprise", "Code postal", "Ville", "Pays", "Contact", "Téléphone"],
            ["Hotel Ejemplo", "17001", "Gérone", "Espagne", "Sra. Puig", "+34 972 00 12 34"],
            ["Bakkerij Voorbeeld", "1000", "Bruxelles", "Belgique", "", "+32 2 555 12 12"],
            ["Example Joinery", "SW1A 1AA", "Londres", "Royaume-Uni", "Mr Doe", ""],
            ["Auberge de France", "82200", "Moissac", "France", "Mme Lacaze", phone(2101)],
        ]
    ).done()
    text(
        "22_windows.csv",
        [
            ["Dénomination", "Commune", "Gérant", "Téléphone"],
            ["L’Œuf de Noël", "Nègrepelisse", "Mme Lœtitia Sœur", phone(2201)],
            ["Café « Le Cœur »", "Moissac", "M. Gaël Peña", phone(2202)],
        ],
        encoding="cp1252",
    )
    text(
        "23_guillemets.csv",
        [
            ["Nom de l’entreprise", "Adresse", "Ville", "Tél"],
            ['"Bâtiment ; Travaux"', '"4 rue du Port\nBâtiment B"', "Moissac", phone(2301)],
            ['"Les ""Bons"" Pains"', '"2, place Neuve"', "Montauban", phone(2302)],
        ],
    )
    Book("24_formules.xlsx").sheet(
        [
            ["Entreprise", "SIRET", "Ville", "Mail", "Contact"],
            [
                '="Atelier "&"Calculé"→Atelier Calculé',
                f'="{siret(90000061)}"→{siret(90000061)}',
                "Moissac",
                '=HYPERLINK("mailto:calcul@atelier.example")→mailto:calcul@atelier.example',
                "Mme Bex",
            ],
            ["Atelier Cassé", "=VLOOKUP(A3,B:C,2)→#N/A", "Moissac", "=B3→#REF!", "#N/A"],
        ]
    ).done()
    rows: Rows = [
        ["Raison sociale", "Code postal", "Ville", "Contact", "Téléphone"],
        ["Poterie Calc", 82000, "Montauban", "Mme Ségur", phone(2501)],
        ["Vannerie Calc", 82200, "Moissac", "M. Lauzin", phone(2502)],
    ]
    calc("25_libreoffice.ods", rows)
    excel_97(
        "26_excel_97.xls",
        [[f"{c}".replace("Calc", "97") if isinstance(c, str) else c for c in row] for row in rows],
    )


def _doubts() -> None:
    Book("27_valeurs_mauvaises.xlsx").sheet(
        [
            ["Entreprise", "Ville", "Contact", "Mail", "Téléphone", "Site web", "Code NAF"],
            ["Menuiserie Mail", "Moissac", "Mme Ayral", "ayral(at)mail", phone(2701), "", ""],
            ["Menuiserie Tél", "Moissac", "M. Bouyssou", "b@tel.example", "05 36", "", ""],
            ["Menuiserie Web", "Moissac", "", "", phone(2703), "www.web.example", ""],
            ["Menuiserie NAF", "Moissac", "", "", phone(2704), "", "menuiserie"],
        ]
    ).done()
    text(
        "28_formes_juridiques.csv",
        [
            ["Entreprise", "Ville", "Téléphone"],
            ["Garage du Pigeonnier", "Moissac", phone(2801)],
            ["Garage du Pigeonnier SARL", "Moissac", phone(2802)],
            ["S.A.S. Garage du Pigeonnier", "Montauban", phone(2803)],
            ["GARAGE DU PIGEONNIER", "Moissac", ""],
        ],
    )
    Book("29_ville_dans_l_adresse.xlsx").sheet(
        [
            ["Entreprise", "Adresse complète", "Tél"],
            ["Coiffure Mèche", "12 rue des Lices 82200 Moissac", phone(2901)],
            ["Optique Garonne", "3, allée du Port, 82100 Castelsarrasin", phone(2902)],
            ["Fleurs d’Oc", "Place Nationale, Montauban", phone(2903)],
            ["Pressing Vapeur", "8 route de Moissac", phone(2904)],
            ["Clinique du Cèdre", "1 avenue Haute – 82017 MONTAUBAN CEDEX", phone(2905)],
        ]
    ).done()
    Book("30_colonnes_en_trop.xlsx").sheet(
        [
            [
                "Entreprise",
                "Ville",
                "Contact",
                "Téléphone",
                "Téléphone 2",
                "Observations",
                "Statut",
            ],
            ["Agence Rivage", "Moissac", "Mme Foissac", phone(3001), phone(3002), "rappeler", "A"],
            ["Agence Colline", "Montauban", "M. Gineste", phone(3003), "", "ne prend plus", "B"],
        ]
    ).done()
    headings = ["Entreprise", "Ville", "Téléphone"]
    Book("31_plusieurs_listes.xlsx").sheet(
        [
            headings,
            ["Relais Nord", "Caussade", phone(3101)],
            ["Relais Sud", "Montauban", phone(3102)],
        ],
        "2025",
    ).sheet([headings, ["Relais Ouest", "Moissac", phone(3103)]], "2026").sheet(
        [["Ne pas diffuser"]], "Notes"
    ).done()


def main() -> None:
    """Make them all."""
    for make in (
        _titles_and_sections,
        _tables_and_colours,
        _numbers,
        _abroad_and_encodings,
        _doubts,
    ):
        make()


if __name__ == "__main__":
    main()
