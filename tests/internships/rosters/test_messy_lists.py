"""Lists as lycées have them, through the pages: homonyms, addresses, what is left aside, and nothing after the undo."""

from collections.abc import Mapping
from datetime import date

import pytest

from services.internships.formations.model.classes import class_key
from tests.internships.families.relatives import opens
from tests.internships.roster_files.messy import by_hand, pronote, siecle
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor

IMPORT = "/pfmp/eleves/import"
TWINS = (
    "Nom;Prénom;Classe;Né(e) le;INE;Commune;Mél responsable\n"
    "ROUX;Tom;2ELEC;12/03/2010;01AA;Moissac;un@famille.example\n"
    "ROUX;Tom;2ELEC;12/03/2010;02BB;Montauban;deux@famille.example\n"
)
WITHOUT = "\n".join(
    ";".join(cells[:4] + cells[5:]) for cells in (line.split(";") for line in TWINS.splitlines())
)


async def previewed(bureau: Visitor, content: bytes | str) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    body = content.encode() if isinstance(content, str) else content
    return await bureau.send(form, files={"file": ("liste", body)})


async def records(
    bureau: Visitor, lycee: Lycee, page: Page, *labels: str, deciding: str = ""
) -> Page:
    formation = await lycee.opens(ELEC)
    following = [f"{class_key(label)}:{formation}" for label in labels]
    return await bureau.send(page.form(IMPORT), following=following, deciding=[deciding])


async def pupils(lycee: Lycee) -> list[tuple[str, str, date | None, str | None]]:
    rows = await lycee.superuser.fetch(
        "SELECT last_name, first_name, born_on, commune FROM pupils ORDER BY 1, 2, 4"
    )
    return [tuple(row) for row in rows]


async def mails(lycee: Lycee) -> Mapping[str, str]:
    rows = await lycee.superuser.fetch("SELECT mail, slot FROM family_addresses")
    return {row["mail"]: row["slot"] for row in rows}


async def undoes(bureau: Visitor, lycee: Lycee) -> Page:
    last = await lycee.superuser.fetchval(
        "SELECT import_id FROM roster_imports ORDER BY import_id DESC LIMIT 1"
    )
    path = f"{IMPORT}/{last}/annulation"
    return await bureau.send((await bureau.get(path)).form(path))


async def kept_anywhere(lycee: Lycee, *words: str) -> list[str]:
    """The tables where one of these words stands."""
    tables = await lycee.superuser.fetch(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    found = []
    for table in tables:
        rows = await lycee.superuser.fetch(f"SELECT t::text AS row FROM {table['name']} t")
        found += [table["name"] for row in rows if any(word in row["row"] for word in words)]
    return found


async def test_two_pupils_told_apart_by_an_identifier_are_two_and_it_is_kept_nowhere(
    bureau: Visitor, lycee: Lycee
) -> None:
    await opens(lycee)
    page = await previewed(bureau, TWINS)
    assert "À vérifier" not in page.text.replace("à vérifier", "")
    assert "01AA" not in page.answer.text

    done = await records(bureau, lycee, page, "2ELEC")

    assert "2 élèves ajoutés, 2 adresses de familles" in done.text
    born = date(2010, 3, 12)
    assert await pupils(lycee) == [("ROUX", "Tom", born, "82112"), ("ROUX", "Tom", born, "82121")]
    assert await kept_anywhere(lycee, "01AA", "02BB", "01aa", "02bb") == []


async def test_without_an_identifier_it_is_asked_whether_they_are_one_or_two(
    bureau: Visitor, lycee: Lycee
) -> None:
    await opens(lycee)
    page = await previewed(bureau, WITHOUT)
    assert "un élève écrit deux fois, ou deux élèves" in page.text
    assert "(laissé de côté ici : Commune de résidence)" in page.text

    done = await records(bureau, lycee, page, "2ELEC", deciding="3:same")
    assert "1 élève ajouté, 2 adresses de familles, 1 ligne en double" in done.text
    assert await mails(lycee) == {
        "un@famille.example": "representative_1",
        "deux@famille.example": "representative_2",
    }


async def test_two_such_rows_are_two_pupils_when_somebody_says_so_and_one_is_aside_otherwise(
    bureau: Visitor, lycee: Lycee
) -> None:
    page = await previewed(bureau, WITHOUT)
    done = await records(bureau, lycee, page, "2ELEC")
    assert "1 élève ajouté, 1 ligne laissée de côté" in done.text
    await undoes(bureau, lycee)

    done = await records(
        bureau, lycee, await previewed(bureau, WITHOUT), "2ELEC", deciding="3:other"
    )
    assert "2 élèves ajoutés" in done.text


async def test_a_second_list_gives_no_homonym_the_parents_of_the_other(
    bureau: Visitor, lycee: Lycee
) -> None:
    bare = "\n".join(line.rsplit(";", 2)[0] for line in TWINS.splitlines())
    await records(bureau, lycee, await previewed(bureau, bare), "2ELEC")
    await opens(lycee)
    page = await previewed(bureau, TWINS)
    assert "rien ne dit lequel le fichier complète" in page.text

    done = await records(bureau, lycee, page, "2ELEC")

    assert "0 élève ajouté, 2 déjà là" in done.text
    assert await mails(lycee) == {}
    assert [commune for *_, commune in await pupils(lycee)] == [None, None]


async def test_an_identifier_two_names_bear_tells_nobody_apart(bureau: Visitor) -> None:
    text = TWINS.replace("02BB", "03CC") + "PONS;Zoé;2ELEC;;01AA;;\n"
    page = await previewed(bureau, text)
    assert "un élève écrit deux fois, ou deux élèves" in page.text
    assert "n’est pas gardé) : 3 cases" in page.text


async def test_addresses_that_bear_pupils_names_are_asked_about_and_never_called_parents(
    bureau: Visitor, lycee: Lycee
) -> None:
    await opens(lycee)
    page = await previewed(bureau, pronote())
    assert "Rien ne dit à qui sont les adresses sous « Mél »" in page.text
    form = page.form(f"{IMPORT}/colonnes")
    assert "remember" not in form.typed()
    assert ("columns", "3:own_mail") in form.fields

    preview = await bureau.send(form)
    assert "3 adresses d’élèves dans le fichier" in preview.text
    done = await records(bureau, lycee, preview, "2ELEC")

    assert "4 élèves ajoutés, 3 adresses d’élèves" in done.text
    assert "5 cases laissées de côté : Régime (3), Tél. élève (2)." in done.text
    assert set((await mails(lycee)).values()) == {"pupil"}
    assert await lycee.superuser.fetch("SELECT * FROM import_headings") == []


@pytest.mark.parametrize("heading", ["Mél responsable", "Courriel parents"])
async def test_a_heading_of_parents_over_pupils_addresses_is_left_aside_unless_somebody_says(
    bureau: Visitor, lycee: Lycee, heading: str
) -> None:
    text = (
        f"Nom;Prénom;Classe;{heading}\nROUX;Tom;2ELEC;tom.roux@eleve.example\n"
        "PONS;Zoé;2ELEC;z.pons@eleve.example\n"
    )
    # Where the lycée notes none, nothing is asked.
    assert f"{heading} : 2 cases" in (await previewed(bureau, text)).text
    await opens(lycee)
    page = await previewed(bureau, text)
    assert f"Rien ne dit à qui sont les adresses sous « {heading} »" in page.text
    preview = await bureau.send(page.form(f"{IMPORT}/colonnes"))
    assert f"{heading} : 2 cases" in preview.text
    await records(bureau, lycee, preview, "2ELEC")
    assert await mails(lycee) == {}


async def test_a_line_for_each_representative_is_one_pupil_with_the_addresses_of_both(
    bureau: Visitor, lycee: Lycee
) -> None:
    await opens(lycee)
    page = await previewed(bureau, siecle())
    assert "Commune de résidence inconnue" in page.text
    assert "l’adresse porte le nom de l’élève" in page.text
    assert "1 ligne en double" in page.text

    done = await records(bureau, lycee, page, "2ELEC", "1ELEC")

    assert "4 élèves ajoutés" in done.text
    assert [(last, commune) for last, _, _, commune in await pupils(lycee)] == [
        ("GALY", None),
        ("PONS", None),
        ("ROUX", "82112"),
        ("ROUX", "82121"),
    ]
    assert await mails(lycee) == {
        "mere.roux@famille.example": "representative_1",
        "pere.roux@famille.example": "representative_2",
        "tom.roux@eleve.example": "pupil",
        "autre.mere@famille.example": "representative_1",
    }
    assert "Tél. responsable (2)" in done.text
    assert "Prénom 2 (3)" in done.text
    assert "Hors du tableau (2)" in done.text

    await undoes(bureau, lycee)
    assert await pupils(lycee) == []
    assert await kept_anywhere(lycee, "famille.example", "eleve.example") == []


async def test_a_sheet_kept_by_hand_is_asked_about_and_what_it_holds_besides_is_counted(
    bureau: Visitor, lycee: Lycee
) -> None:
    page = await previewed(bureau, by_hand())
    for told in (
        "Entreprise : 2 cases",
        "Colonne D : 2 cases",
        "Mail élève / parents : 2 cases",
        "Feuille « Notes », sans titres reconnus : 3 cases",
        "Nom et prénom impossibles à distinguer",
        "un élève écrit deux fois, ou deux élèves",
    ):
        assert told in page.text
    done = await records(bureau, lycee, page, "2ELEC", deciding="4:same")
    assert "2 élèves ajoutés, 1 ligne en double" in done.text


@pytest.mark.parametrize(
    "content",
    [
        "ROUX Tom\n2ELEC\n05 36 49 00 01\n\nPONS Zoé\n2ELEC\n",
        "Nom;ROUX\nPrénom;Tom\nClasse;2ELEC\n\nNom;PONS\nPrénom;Zoé\nClasse;2ELEC\n",
        "Madame,\nVeuillez trouver la liste des élèves\nBien cordialement\n",
    ],
    ids=["a thing a line", "a form each", "a letter"],
)
async def test_a_file_that_is_no_table_is_refused_with_what_to_do(
    bureau: Visitor, content: str
) -> None:
    page = await previewed(bureau, content)
    assert page.status == 422
    assert "Ce fichier n’est pas un tableau : mettez un élève par ligne" in page.text
    assert page.has_form(f"{IMPORT}/apercu")


async def test_names_that_are_telephones_or_letters_stop_the_import(bureau: Visitor) -> None:
    for last, first in (("05 36 49 00 01", "Tom"), ("a@b.example", "Tom"), ("X", "Y")):
        rows = "".join(f"{last};{first};2ELEC\n" for _ in range(3))
        page = await previewed(bureau, f"Nom;Prénom;Classe\n{rows}")
        assert page.status == 422
        assert "Ce qui est lu comme des noms n’en est pas" in page.text


async def test_headings_are_remembered_by_default_only_where_nothing_was_in_doubt(
    bureau: Visitor, lycee: Lycee
) -> None:
    await opens(lycee)
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")

    async def remembers(text: str) -> bool:
        files = {"file": ("liste", text.encode())}
        page = await bureau.send(form, files=files, check="true")
        return "remember" in page.form(f"{IMPORT}/colonnes").typed()

    assert await remembers("Nom;Prénom;Classe\nROUX;Tom;2ELEC\n")
    assert not await remembers("Nom;Prénom;Classe\nROUX;;2ELEC\nPONS;Zoé;2ELEC\n")
    assert not await remembers("Nom;Prénom;Classe;Né(e) le\nROUX;Tom;2ELEC;hier\n")
    assert not await remembers("Patronyme;Petit nom;Groupe\nROUX;Tom;2ELEC\n")
