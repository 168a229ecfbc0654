"""Addresses of families in a class list: read by their headings, counted, noted where none is known, taken back."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.families.commands import remove_address, stop_family_mails
from services.internships.roster_changes.commands import undo_roster_import
from services.internships.roster_files.model.file import RosterRow
from services.internships.roster_files.model.headings import columns_of
from services.internships.roster_files.model.sections import roster_of
from services.internships.roster_files.pages.rows import pack, unpack
from services.internships.rosters.commands import import_roster
from services.internships.rosters.queries import preview_roster
from tests.internships.families.relatives import (
    FATHER,
    FIRST,
    INES,
    MOTHER,
    PUPIL,
    SECOND,
    family_of,
    notes,
    opens,
)
from tests.internships.world import ELEC, YEAR, Lycee
from tests.support.pages import Visitor

IMPORT = "/pfmp/eleves/import"
NAMED = ["Nom", "Prénom", "Classe"]
CSV = (
    "Nom;Prénom;Classe;Mél représentant légal;Courriel responsable légal 2;Email élève\n"
    f"FABRE;Inès;2ELEC;{MOTHER};{FATHER};{INES}\n"
    "MARTIN;Léa;2ELEC;lea martin;;\n"
    "ROUX;Tom;2ELEC;;;\n"
)


@pytest.mark.parametrize(
    ("headings", "read"),
    [
        (["Mél représentant légal"], {"mail_1": 3}),
        (["Email responsable 1", "Email responsable 2"], {"mail_1": 3, "mail_2": 4}),
        (["Courriel responsable légal 2"], {"mail_2": 3}),
        (["Adresse e-mail Resp. légal 2", "E-mail Resp. légal 1"], {"mail_2": 3, "mail_1": 4}),
        (["Mail père", "Mail mère"], {"mail_1": 3, "mail_2": 4}),
        (["Email élève", "Email parents"], {"own_mail": 3, "mail_1": 4}),
        # Anybody's, a host's, a postal one.
        (["Email"], {}),
        (["Mail tuteur entreprise", "Email du responsable de stage"], {}),
        (["Adresse responsable 1"], {}),
    ],
)
def test_headings_say_whose_an_address_is(headings: list[str], read: dict[str, int]) -> None:
    found = columns_of([*NAMED, *headings], {})
    named = {"last_name": 0, "first_name": 1, "class_label": 2}
    assert dict(found) == named | read


def test_a_heading_somebody_explained_is_read_so_and_no_other_way() -> None:
    cells = [*NAMED, "Email", "Mél responsable"]
    assert columns_of(cells, {"email": "own_mail", "mel responsable": None})["own_mail"] == 3
    assert "mail_1" not in columns_of(cells, {"email": "own_mail", "mel responsable": None})


def test_an_address_that_is_none_is_a_remark_of_its_row_and_stops_none() -> None:
    table = [line.split(";") for line in CSV.splitlines()]
    roster = roster_of([("2ELEC", list(enumerate(table, start=1)))])
    fabre, martin, roux = roster.rows
    assert dict(fabre.mails) == {FIRST: MOTHER, SECOND: FATHER, PUPIL: INES}
    assert martin.mails == roux.mails == {}
    assert [(one.line, one.reason) for one in roster.unsure] == [
        (3, "Courriel du représentant légal 1 illisible")
    ]
    assert unpack(pack(roster.rows)) == list(roster.rows)


def rows(*more: tuple[str, dict[str, str]]) -> list[RosterRow]:
    found = []
    for line, (text, mails) in enumerate(more, start=2):
        last, first, label = text.split()
        found.append(replace(RosterRow(line, last, first, label), **mails))  # type: ignore[arg-type]  # names of fields of text alone
    return found


async def imports(lycee: Lycee, formation: UUID, *more: tuple[str, dict[str, str]]) -> int:
    outcome = await lycee.do(
        import_roster,
        rows=rows(*more),
        formations={"2elec": formation},
        decisions={},
        school_year=YEAR,
        now=lycee.now,
    )
    return outcome.addresses + outcome.own_addresses


async def pupil_of(lycee: Lycee, name: str) -> UUID:
    found = await lycee.superuser.fetchval(
        "SELECT pupil_year_id FROM pupils WHERE last_name = $1", name
    )
    return UUID(str(found))


async def mails_of(lycee: Lycee, name: str) -> dict[str, str]:
    family = await family_of(lycee, await pupil_of(lycee, name))
    return {slot.value: one.mail for slot, one in family.addresses.items()}


async def undoes(lycee: Lycee) -> None:
    last = await lycee.superuser.fetchval(
        "SELECT import_id FROM roster_imports ORDER BY import_id DESC LIMIT 1"
    )
    await lycee.do(undo_roster_import, import_id=last, now=lycee.now)


async def test_a_list_notes_addresses_of_new_and_known_pupils_where_none_is_noted(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    fabre = ("FABRE Inès 2ELEC", {"mail_1": MOTHER})
    assert await imports(lycee, formation, fabre) == 0
    await opens(lycee)
    assert await imports(lycee, formation, fabre, ("ROUX Tom 2ELEC", {"own_mail": INES})) == 2
    assert await mails_of(lycee, "FABRE") == {"representative_1": MOTHER}
    assert await mails_of(lycee, "ROUX") == {"pupil": INES}
    # Again, and another one: what is noted stays.
    other = ("FABRE Inès 2ELEC", {"mail_1": FATHER, "mail_2": FATHER})
    assert await imports(lycee, formation, fabre) == 0
    assert await imports(lycee, formation, other) == 1
    assert await mails_of(lycee, "FABRE") == {
        "representative_1": MOTHER,
        "representative_2": FATHER,
    }


async def test_an_import_taken_back_takes_its_addresses_but_those_somebody_wrote_since(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    await opens(lycee)
    await imports(lycee, formation, ("FABRE Inès 2ELEC", {}))
    await imports(
        lycee,
        formation,
        ("FABRE Inès 2ELEC", {"mail_1": MOTHER, "mail_2": FATHER}),
        ("ROUX Tom 2ELEC", {"mail_1": "roux@messagerie.example"}),
        ("NEUF Eva 2ELEC", {"mail_1": "neuf@messagerie.example"}),
    )
    await notes(lycee, await pupil_of(lycee, "FABRE"), SECOND, INES)
    await notes(lycee, await pupil_of(lycee, "NEUF"), FIRST, INES)
    await undoes(lycee)
    assert await mails_of(lycee, "FABRE") == {"representative_2": INES}
    # Whom the list brought with an address goes with it; who was worked on since stays.
    left = await lycee.superuser.fetch("SELECT last_name FROM pupils ORDER BY last_name")
    assert [row["last_name"] for row in left] == ["FABRE", "NEUF"]
    assert await mails_of(lycee, "NEUF") == {"representative_1": INES}


async def test_an_import_of_addresses_alone_is_taken_back_too(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await opens(lycee)
    await imports(lycee, formation, ("FABRE Inès 2ELEC", {}))
    await imports(lycee, formation, ("FABRE Inès 2ELEC", {"mail_1": MOTHER}))
    await undoes(lycee)
    assert await mails_of(lycee, "FABRE") == {}


async def test_a_list_that_brings_an_address_again_has_no_stopped_one_be_written_to(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    await opens(lycee)
    fabre = ("FABRE Inès 2ELEC", {"mail_1": MOTHER})
    await imports(lycee, formation, fabre)
    family = await family_of(lycee, await pupil_of(lycee, "FABRE"))
    await lycee.do(stop_family_mails, address_id=family.addresses[FIRST].id, now=lycee.now)
    await undoes(lycee)
    await imports(lycee, formation, fabre)
    again = await family_of(lycee, await pupil_of(lycee, "FABRE"))
    assert again.addresses[FIRST].stopped


async def test_the_preview_counts_addresses_and_says_when_none_will_be_noted(
    lycee: Lycee, bureau: Visitor
) -> None:
    formation = await lycee.opens(ELEC)
    await imports(lycee, formation, ("FABRE Inès 2ELEC", {}))
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    files = {"file": ("classe.csv", CSV.encode())}
    preview = await bureau.send(form, files=files)
    assert "2 adresses de familles et 1 adresse d’élève dans le fichier : laissées" in preview.text

    await opens(lycee)
    await notes(lycee, await pupil_of(lycee, "FABRE"), FIRST, INES)
    form = (await bureau.get(IMPORT)).form(f"{IMPORT}/apercu")
    preview = await bureau.send(form, files=files)
    assert "2 nouvelles seront notées" in preview.text
    assert "1 autre est déjà notée autrement" in preview.text
    assert "Courriel du représentant légal 1 illisible" in preview.text
    done = await bureau.send(preview.form(IMPORT, exactly=True))
    assert "1 adresse de famille, 1 adresse d’élève" in done.text
    assert await mails_of(lycee, "FABRE") == {
        "representative_1": INES,
        "representative_2": FATHER,
        "pupil": INES,
    }
    last = await lycee.superuser.fetchval(
        "SELECT import_id FROM roster_imports ORDER BY import_id DESC LIMIT 1"
    )
    undo = await bureau.get(f"{IMPORT}/{last}/annulation")
    assert "2 adresses de courriel seront retirées" in undo.text
    undone = await bureau.send(undo.form(f"{IMPORT}/{last}/annulation"))
    assert "2 adresses de courriel retirées" in undone.text


async def test_an_address_that_was_removed_is_brought_back_by_no_list(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await opens(lycee)
    fabre = ("FABRE Inès 2ELEC", {"mail_1": MOTHER, "mail_2": FATHER})
    roux = ("ROUX Tom 2ELEC", {"mail_1": MOTHER})
    assert await imports(lycee, formation, fabre) == 2
    pupil = await pupil_of(lycee, "FABRE")
    known = (await family_of(lycee, pupil)).addresses[FIRST].id
    await lycee.do(remove_address, pupil_year_id=pupil, slot=FIRST, known_id=known, now=lycee.now)

    upper = ("FABRE Inès 2ELEC", {"mail_1": MOTHER.upper(), "mail_2": FATHER})
    async with lycee.units.begin(Scope(frozenset({lycee.uai})), now=lycee.now) as uow:
        preview = await preview_roster(uow, rows=rows(upper, roux), uai=lycee.uai, school_year=YEAR)
    assert (preview.mails.found, preview.mails.new) == (3, 1)
    # It is of this pupil alone, and of this address.
    assert await imports(lycee, formation, upper, roux) == 1
    assert await mails_of(lycee, "FABRE") == {"representative_2": FATHER}
    other = ("FABRE Inès 2ELEC", {"mail_1": INES})
    assert await imports(lycee, formation, other) == 1


async def test_the_addresses_of_the_longest_list_are_noted(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await opens(lycee)
    listed = [
        (
            f"NOM{number} Inès 2ELEC",
            {"mail_1": f"a{number}@m.example", "mail_2": f"b{number}@m.example", "own_mail": INES},
        )
        for number in range(1_400)
    ]
    assert await imports(lycee, formation, *listed) == 4_200
