"""A pupils' sheet brought as a list of companies, and what waits of a list in between."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from services.chassis.base.identity import Role
from services.chassis.files.tables import ImportFileRefused
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_files.store.files import parse
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.files import csv_of, sheets
from tests.partnerships.world import ELSEWHERE, NOW, TODAY, Bureau, night
from tests.support.pages import SAME_ORIGIN
from tests.support.services import ServiceDatabases

URL = "/entreprises/import"
LATE = (
    "Ce fichier a attendu plus d’une heure\u00a0: il a été effacé, rien n’en a été importé."
    " Choisissez-le de nouveau."
)


async def sends(browser: Browser, content: bytes) -> Answer:
    return await browser.sends(URL, URL, file=("liste.csv", content))


@pytest.mark.parametrize(
    "headings",
    [
        ("Nom", "Prénom", "Classe"),
        ("Élève", "Classe", "Né(e) le", "Sexe"),
        ("Nom de l’élève", "Date de naissance", "Régime"),
        ("NOM", "PRENOM", "DIVISION", "INE"),
        ("Nom et prénom", "Classe", "Établissement d’origine"),
        ("Nom de famille", "Prénom", "Classe"),
        ("Nom de naissance", "Nom d’usage", "Prénoms", "Classe"),
    ],
)
async def test_a_list_of_pupils_is_recognised_and_nothing_of_it_is_kept(
    browser: Browser, superuser: asyncpg.Connection, headings: tuple[str, ...]
) -> None:
    row = ("Zzéphyrine", "Ode", "2MTNE", "12/03/2010")[: len(headings)]

    refused = await sends(browser, csv_of(row, headings=headings))

    assert refused.status_code == 422
    assert "ressemble à une liste d’élèves" in refused.text
    assert "Importer des élèves" in refused.text
    assert "/pfmp/eleves/import" in refused.text
    for table in ("imports", "import_files", "import_rows"):
        assert await superuser.fetchval(f"SELECT count(*) FROM {table}") == 0


BORN = (
    ("DUPRÉ Zéphyrine", "2MELEC1", "12/03/2010"),
    ("NGUYEN-LACOSTE Ode", "2MELEC1", "2009-11-02 00:00:00"),
    ("D’ARTOIS Jean Marie", "TCAP EPC", "7 mai 2008"),
    ("VIDAL Anne", "1re MCV", "01/09/2009"),
)
"""Of invented pupils, without headings."""


@pytest.mark.parametrize(
    "lines",
    [
        BORN,
        (("Liste au 24 novembre", "", ""), *BORN),
        (("Nom", "Cl.", "Naissance"), *BORN),
        [tuple(reversed(line)) for line in BORN],
        [(*line[0].split(" ", 1), *line[1:], "F") for line in BORN],
    ],
)
async def test_pupils_without_headings_are_recognised_and_nothing_is_kept(
    browser: Browser, superuser: asyncpg.Connection, lines: Sequence[Sequence[str]]
) -> None:
    answer = await sends(browser, csv_of(*lines[1:], headings=lines[0]))

    assert answer.status_code == 422
    assert "ressemble à une liste d’élèves" in answer.text
    assert "Dupré" not in answer.text.title()
    assert await superuser.fetchval("SELECT count(*) FROM imports") == 0
    assert await superuser.fetchval("SELECT count(*) FROM import_files") == 0


@pytest.mark.parametrize(
    "lines",
    [
        # Companies founded when pupils were born; and a follow-up with the day of a call.
        [("Bois Vert", "73282932000074", "2MELEC", "12/03/2010")] * 2,
        [("Entreprise", "Contact", "Classe prise", "Créée le"), ("Bois Vert", *BORN[0])],
        [("BOIS VERT", "2 rue Basse", "12/03/2010"), ("SCIERIE", "4 rue Haute", "02/04/2011")],
        [("BOIS VERT", "2MELEC", "12/03/2026"), ("SCIERIE", "2MELEC", "02/04/2026")],
    ],
)
def test_companies_with_a_class_or_a_day_are_no_pupils(lines: Sequence[Sequence[str]]) -> None:
    read = parse(csv_of(*lines[1:], headings=lines[0]), today=TODAY)

    assert read.columns


def test_a_title_above_a_list_of_pupils_hides_nothing() -> None:
    content = "Classe de 2MTNE;;\n;;\nNom;Prénom;Classe\nZzéphyrine;Ode;2MTNE\n".encode()
    with pytest.raises(ImportFileRefused, match="liste d’élèves"):
        parse(content)


async def test_no_column_of_a_pupil_is_taken_for_a_company_s_nor_kept(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    headings = ("Nom", "Prénom", "Classe", "Date de naissance", "Entreprise", "Ville", "Tuteur")
    row = ("Zzéphyrine", "Ode", "2MTNE", "12/03/2010", "Bois Vert", "Moissac", "Mme Vidal")
    read = parse(csv_of(row, headings=headings))

    fields = {column.heading: column.field for column in read.columns}
    assert fields == {
        **dict.fromkeys(("Nom", "Prénom", "Classe", "Date de naissance")),
        "Entreprise": "name",
        "Ville": "commune",
        "Tuteur": "contact",
    }
    assert not read.settled, "whose names they are is asked"
    await bureau.looks_at(read)
    kept = await superuser.fetchval("SELECT string_agg(values::text, ' ') FROM import_rows")
    assert "Zzéphyrine" not in kept
    assert "2MTNE" not in kept
    assert "12/03/2010" not in kept


def test_a_number_of_pupils_and_classes_a_company_takes_are_its_own() -> None:
    headings = ("Entreprise", "Nb stagiaires", "Classes prises", "Nombre d’élèves")
    read = parse(csv_of(("Bois Vert", "2", "2MTNE", "3"), headings=headings))

    assert [column.field for column in read.columns] == ["name", "remark", "remark", "remark"]
    assert read.settled


@pytest.mark.parametrize(
    "heading",
    [
        f"{before}{who}{after}"
        for who in ("stagiaire", "stagiaires", "élève", "Apprentis", "Apprentie(s)", "jeunes")
        for before, after in (("", ""), ("Tél ", ""), ("Mail du ", ""), ("Nom Prénom ", ""))
    ]
    + ["Stagiaire 1", "Stagiaire1", "Noms des stagiaires", "Nombre et noms des élèves"],
)
def test_whatever_a_heading_says_of_a_pupil_is_never_offered_as_a_remark(heading: str) -> None:
    headings = ("Entreprise", "Ville", heading)
    read = parse(csv_of(("Bois Vert", "Moissac", "Zzéphyrine Ode"), headings=headings))

    assert [column.field for column in read.columns] == ["name", "commune", None]
    assert "Zzéphyrine" not in str([row.to_json() for row in read.rows])


@pytest.mark.parametrize(
    "heading", ["Nb de stagiaires 2026", "Effectif élèves", "Nbre d’apprentis"]
)
def test_a_count_of_pupils_names_nobody_and_stays(heading: str) -> None:
    read = parse(csv_of(("Bois Vert", "3"), headings=("Entreprise", heading)))
    assert "3" in read.rows[0].origin.cells


def test_the_company_of_a_pupil_is_a_company() -> None:
    read = parse(csv_of(("Bois Vert",), headings=("Entreprise du stagiaire",)))
    assert [column.field for column in read.columns] == ["name"]


@pytest.mark.parametrize("known", [{}, {"observations": "remark"}])
def test_remarks_beside_a_column_of_pupils_are_asked_about(known: dict[str, str | None]) -> None:
    headings = ("Entreprise", "Stagiaires", "Observations", "Dernier appel")
    row = ("Bois Vert", "Zzéphyrine Ode", "Ode est ravie", "12/03/2026")
    read = parse(csv_of(row, headings=headings), known)

    assert [column.field for column in read.columns] == ["name", None, None, None]
    assert [column.sure for column in read.columns] == [True, True, False, False]
    assert not read.settled


def test_a_column_of_pupils_that_was_left_aside_once_is_not_kept_the_next_time() -> None:
    content = csv_of(("Bois Vert", "Zzéphyrine"), headings=("Entreprise", "Stagiaire"))
    read = parse(content, {"entreprise": "name", "stagiaire": None})

    assert read.rows[0].origin.cells == ("Bois Vert", "")


def test_pupils_of_a_second_table_are_not_kept() -> None:
    content = (
        "Entreprise;Ville;Tél\nBois Vert;Moissac;05 36 49 40 01\n"
        "Entreprise;Stagiaire;Ville\nScierie;Zzéphyrine;Moissac\n"
    )
    read = parse(content.encode())

    assert "Zzéphyrine" not in str([row.to_json() for row in read.rows])


async def test_what_says_that_there_is_no_company_is_asked_about(bureau: Bureau) -> None:
    names = ("ne sait pas", "À trouver", "Néant", "?", "idem", "Bois Vert")
    rows = [(name, "Moissac", "05 36 49 40 01") for name in names]
    file = parse(csv_of(*rows, headings=("Entreprise", "Ville", "Tél")))

    shown = await bureau.do(read_import_card, await bureau.looks_at(file))

    assert [line.verdict.value for line in shown.lines] == [
        *["asked"] * 4,
        "rejected",
        "created",
    ]
    assert "«\u00a0Néant\u00a0» ne dit pas quelle entreprise" in shown.lines[2].reason
    assert (
        shown.lines[4].reason
        == "«\u00a0?\u00a0» ne dit pas quelle entreprise\u202f: corrigez la ligne."
    )


HEADINGS = ("Désignation", "Localisation", "Joignable au")
LIST = csv_of(("Bois Vert", "Moissac", "05 36 49 00 01"), headings=HEADINGS)


async def test_headings_learned_from_an_import_that_is_undone_are_forgotten(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    page = await browser.follows(await sends(browser, LIST))
    said = {"columns": ["0:name", "1:commune", "2:phone"], "remember": "true"}
    preview = await browser.follows(await browser.sends(page, page.url.path, said))
    await browser.sends(preview, f"{preview.url.path}/confirmation")
    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 3

    await browser.sends(f"{preview.url.path}/annulation", f"{preview.url.path}/annulation")

    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 0


@pytest.mark.parametrize("before", [timedelta(minutes=10), timedelta(days=3)])
async def test_headings_said_of_another_list_stay(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection, before: timedelta
) -> None:
    page = await browser.follows(await sends(browser, LIST))
    said = {"columns": ["0:name", "1:commune", "2:phone"], "remember": "true"}
    await browser.sends(page, page.url.path, said)
    await superuser.execute(
        "UPDATE import_headings SET remembered_at = remembered_at - $1::interval", before
    )
    import_id = UUID(page.url.path.split("/")[3])
    await bureau.confirms(import_id)

    await bureau.do(undo_import, import_id=import_id, now=NOW)

    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 3


async def test_a_file_waits_closed_and_is_gone_within_the_hour(
    browser: Browser,
    bureau: Bureau,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
) -> None:
    page = await browser.follows(await sends(browser, LIST))
    assert "Par exemple\u00a0: Bois Vert" in page.text
    [row] = await superuser.fetch("SELECT content, columns::text AS columns FROM import_files")
    assert b"Bois Vert" not in row["content"]
    assert "Bois Vert" not in row["columns"]

    await an_hour_passes(bureau, superuser, service_databases)

    assert await superuser.fetchval("SELECT count(*) FROM import_files") == 0
    left = await superuser.fetch("SELECT * FROM imports")
    assert not any(heading in str(left) for heading in HEADINGS), "a heading may be a name"


async def test_after_the_hour_the_page_says_what_happened_and_takes_the_file_again(
    browser: Browser,
    bureau: Bureau,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
    signed_in: Callable[..., Browser],
) -> None:
    page = await browser.follows(await sends(browser, LIST))
    await an_hour_passes(bureau, superuser, service_databases)

    late = await browser.opens(page.url.path)

    assert late.status_code == 200
    assert LATE in late.text
    again = await browser.follows(await browser.sends(late, URL, file=("liste.csv", LIST)))
    assert again.url.path.endswith("/colonnes")
    assert "Fichier effacé" in (await browser.opens(URL)).text
    elsewhere = signed_in(Role.RBDE, ELSEWHERE)
    assert (await elsewhere.opens(page.url.path)).status_code == 404


async def test_columns_said_too_late_are_remembered_without_the_file(
    browser: Browser,
    bureau: Bureau,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
    signed_in: Callable[..., Browser],
) -> None:
    page = await browser.follows(await sends(browser, LIST))
    await an_hour_passes(bureau, superuser, service_databases)
    headings = re.findall(r'name="headings" value="([^"]+)"', page.text)
    said = {"columns": ["0:name", "1:commune", "2:phone"], "headings": headings}

    late = await browser.follows(
        await browser.sends(page, page.url.path, {**said, "remember": "true"})
    )

    assert LATE in late.text
    assert "Ce que vous avez dit de ses titres est retenu" in late.text
    assert await superuser.fetchval("SELECT count(*) FROM imports WHERE status <> 'uploaded'") == 0
    again = await browser.follows(await browser.sends(late, URL, file=("liste.csv", LIST)))
    assert "Vérifier l’import" in again.text, "its headings are known by now"
    elsewhere = signed_in(Role.RBDE, ELSEWHERE)
    refused = await elsewhere.client.post(page.url.path, data=said, headers=SAME_ORIGIN)
    assert refused.status_code == 404


async def test_what_else_is_sent_too_late_says_the_same(
    browser: Browser,
    bureau: Bureau,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
) -> None:
    content = sheets(Lycee=[("Liste 2026",), HEADINGS, ("Bois Vert", "Moissac", "")], CFA=[("A",)])
    page = await browser.follows(await sends(browser, content))
    await an_hour_passes(bureau, superuser, service_databases)
    about = page.url.path.removesuffix("/colonnes")

    for path, typed in (("feuille", {"sheet": "CFA"}), ("ligne-des-titres", {"line": "1"})):
        late = await browser.follows(await browser.sends(page, f"{about}/{path}", typed))
        assert LATE in late.text

    forgotten = await browser.follows(
        await browser.sends(page, page.url.path, {"columns": ["0:name", "1:", "2:"]})
    )
    assert LATE in forgotten.text
    assert "retenu" not in forgotten.text.split("Colonnes lues")[0]
    assert await superuser.fetchval("SELECT count(*) FROM import_headings") == 0


async def test_after_the_hour_a_preview_stays_and_its_columns_are_said_no_more(
    browser: Browser,
    bureau: Bureau,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
) -> None:
    page = await browser.follows(await sends(browser, LIST))
    said = {"columns": ["0:name", "1:commune", "2:phone"]}
    preview = await browser.follows(await browser.sends(page, page.url.path, said))
    await an_hour_passes(bureau, superuser, service_databases)

    late = await browser.follows(await browser.opens(f"{preview.url.path}/colonnes"))

    assert late.url.path == preview.url.path
    assert "ses colonnes ne se disent plus" in late.text
    assert "Importer 1\u00a0ligne" in late.text


async def test_a_file_that_no_longer_opens_is_not_found_and_stops_no_erasure(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company = await bureau.registers("Scierie")
    (site,) = (await bureau.card(company)).sites
    contact_id = await bureau.do(
        add_contact, company_id=company, site_id=site.id, details=ContactDetails("Anne Verdier")
    )
    page = await browser.follows(await sends(browser, LIST))
    await superuser.execute("UPDATE import_files SET content = content || 'x'")
    assert (await browser.opens(page.url.path)).status_code == 404

    await bureau.do(remove_contact, contact_id=contact_id, now=NOW)

    assert await superuser.fetchval("SELECT count(*) FROM import_files") == 0
    assert await superuser.fetchval("SELECT count(*) FROM contacts") == 0


async def an_hour_passes(
    bureau: Bureau, superuser: asyncpg.Connection, databases: ServiceDatabases
) -> None:
    """The files that wait are forgotten."""
    await superuser.execute(
        "UPDATE due_work SET due_at = $1 WHERE job = 'forget_upload'", bureau.now
    )
    await night(bureau, databases, days=0)


@pytest.mark.parametrize(
    "title", ["PFMP 2MELEC du 4 au 29 janvier", "Stages des élèves de 2MELEC", "Classe de Tle MCV"]
)
@pytest.mark.parametrize("names", [("Nom", "Prénom"), ("Nom et prénom", "Note")])
def test_names_under_a_title_of_a_class_are_asked_about(title: str, names: tuple[str, str]) -> None:
    headings = (*names, "Entreprise", "Ville", "Téléphone")
    row = ("Zzéphyrine", "Ode", "Bois Vert", "Moissac", "05 36 49 40 01")
    read = parse(csv_of(headings, row, headings=(title,)), today=TODAY)

    assert read.columns[0].field is None
    assert not read.settled
    assert not any(line.contacts and line.contacts[0].name for line in read.rows)


def test_names_under_another_title_are_contacts_and_a_whole_name_is_one() -> None:
    headings = ("Nom", "Prénom", "Entreprise", "Ville")
    row = ("Vidal", "Jeanne", "Bois Vert", "Moissac")
    read = parse(csv_of(headings, row, headings=("TOTAL des entreprises 2026",)))
    assert read.rows[0].contacts[0].name == "Jeanne Vidal"

    whole = parse(csv_of(("Jeanne Vidal", *row[2:]), headings=("Nom et prénom", *headings[2:])))
    assert whole.columns[0].field == "contact"
    assert whole.rows[0].contacts[0].name == "Jeanne Vidal"


def test_a_whole_name_beside_a_tutor_is_somebody_else_s() -> None:
    headings = ("Nom et prénom", "Entreprise", "Ville", "Tuteur")
    read = parse(csv_of(("Zzéphyrine Ode", "Bois Vert", "Moissac", "Mme Vidal"), headings=headings))
    assert read.columns[0].field is None
    assert read.rows[0].contacts[0].name == "Mme Vidal"
