"""What the columns of a class list are: asked when no heading says it, remembered for the next."""

import os

import asyncpg
import pytest

from services.chassis.files.tables import ImportFileRefused
from services.internships.roster_files.pages.columns import brought_back, carried
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor

IMPORT = "/pfmp/eleves/import"
LIST = "Patronyme;Petit nom;Groupe;Transport\nROUX;Tom;2ELEC;Bus\nVIDAL;Inès;2ELEC;Vélo\n".encode()


async def brings(bureau: Visitor, content: bytes = LIST, **typed: str) -> Page:
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    return await bureau.send(form, files={"file": ("eleves.csv", content, "text/csv")}, **typed)


async def says(bureau: Visitor, page: Page, *fields: str) -> Page:
    columns = [f"{index}:{field}" for index, field in enumerate(fields)]
    return await bureau.send(page.form(f"{IMPORT}/colonnes"), columns=columns, remember="true")


async def pupils(superuser: asyncpg.Connection) -> int:
    count: int = await superuser.fetchval("SELECT count(*) FROM pupils")
    return count


async def test_unknown_headings_are_shown_with_what_they_hold_and_said_by_hand(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    page = await brings(bureau)
    assert "Les en-têtes Nom, Prénom et Classe n’ont pas été trouvés" in page.text
    assert "Par exemple : ROUX · VIDAL" in page.text

    preview = await says(bureau, page, "last_name", "first_name", "class_label", "")
    assert "Vérifier avant d’importer" in preview.text
    done = await bureau.send(preview.form(IMPORT), following=f"2elec:{formation}")
    assert "2 élèves ajoutés." in done.text


async def test_the_same_headings_are_read_alike_next_time_until_they_are_forgotten(
    bureau: Visitor, lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    await says(bureau, await brings(bureau), "last_name", "first_name", "class_label", "")

    assert "Vérifier avant d’importer" in (await brings(bureau)).text
    checked = await brings(bureau, check="true")
    assert "Dire ce que sont les colonnes" in checked.text

    kept = await bureau.get(f"{IMPORT}/titres")
    assert "Petit nom" in kept.text
    await bureau.send(kept.form(f"{IMPORT}/titres/oubli"))
    assert "Dire ce que sont les colonnes" in (await brings(bureau)).text


async def test_what_was_said_wrongly_is_shown_again_with_what_was_chosen(
    bureau: Visitor, lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    page = await brings(bureau)

    twice = await says(bureau, page, "last_name", "last_name", "class_label", "")
    assert twice.status == 422
    assert "Deux colonnes sont" in twice.text
    nameless = await says(bureau, twice, "", "", "class_label", "")
    assert "Dites où sont le nom et le prénom" in nameless.text
    classless = await says(bureau, nameless, "last_name", "first_name", "", "")
    assert classless.status == 422
    assert ("columns", "1:first_name") in classless.form(f"{IMPORT}/colonnes").fields


async def test_saying_the_columns_records_no_pupil_and_no_column_that_is_left_aside(
    bureau: Visitor, lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    preview = await says(bureau, await brings(bureau), "last_name", "first_name", "class_label", "")

    assert await pupils(lycee.superuser) == 0
    assert "Vélo" not in preview.answer.text
    kept = await lycee.superuser.fetch("SELECT import_headings::text AS said FROM import_headings")
    assert kept
    assert not [one for one in kept if "ROUX" in one["said"]]
    answers = await lycee.superuser.fetch("SELECT body FROM commands WHERE body IS NOT NULL")
    assert not [one for one in answers if b"VIDAL" in one["body"]]


async def test_a_carried_file_that_somebody_changed_is_refused(
    bureau: Visitor, lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    page = await brings(bureau)
    form = page.form(f"{IMPORT}/colonnes")
    columns = ["0:last_name", "1:first_name", "2:class_label"]

    refused = await bureau.send(form, carried="not a file", columns=columns)

    assert refused.status == 422
    assert "Choisissez de nouveau votre fichier" in refused.text


def test_what_a_page_carries_is_bounded_both_ways() -> None:
    assert brought_back(carried(LIST)) == LIST
    assert len(brought_back(carried(b"\0" * 60_000_000))) <= 10_000_001
    with pytest.raises(ImportFileRefused, match="trop gros"):
        carried(os.urandom(800_000))
