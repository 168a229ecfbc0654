"""What a list says besides who companies are is kept: remarks, last contacts, mails without a name."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from contracts.partnerships.companies import InteractionLoggedV1, InteractionWithdrawnV1
from services.chassis.base.identity import Role
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.erasure.queries.erasure import find_contact_to_erase
from services.partnerships.import_cells.model.days import day_in
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_files.store.files import parse
from services.partnerships.pauses.model import of_nobody
from services.partnerships.sharing.commands import record_objection
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.files import csv_of, workbook
from tests.partnerships.world import ELSEWHERE, NOW, Bureau, night
from tests.support.services import Published, ServiceDatabases

URL = "/entreprises/import"
HEADINGS = (
    "Entreprise",
    "Ville",
    "Tél",
    "Mail",
    "Observations",
    "Relances",
    "Dernier appel",
    "OK ?",
)
LIST = csv_of(
    (
        *("Bois Vert", "Moissac", "05 36 49 40 01", "accueil@boisvert.example"),
        *("prend des 2de MTNE", "deux appels sans suite", "12/03/2026", "oui"),
    ),
    ("Scierie", "Moissac", "", "", "", "", "au printemps", ""),
    ("Tuilerie", "Montauban", "", "", "", "", "14/04/2026 rappeler après Pâques", ""),
    headings=HEADINGS,
)


async def looks_at(browser: Browser, content: bytes = LIST) -> Answer:
    return await browser.follows(await browser.sends(URL, URL, file=("liste.csv", content)))


async def confirms(browser: Browser, page: Answer) -> Answer:
    path = page.url.path
    return await browser.follows(await browser.sends(path, f"{path}/confirmation"))


async def kept(superuser: asyncpg.Connection) -> dict[str, list[str]]:
    rows = await superuser.fetch(
        "SELECT name, note FROM company_notes JOIN companies USING (company_id) ORDER BY name, note"
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(row["note"])
    return found


async def exchanges(superuser: asyncpg.Connection) -> list[tuple[str, str, date, str | None]]:
    rows = await superuser.fetch(
        "SELECT name, kind, occurred_on, note FROM interactions JOIN companies USING (company_id)"
        " ORDER BY name"
    )
    return [tuple(row) for row in rows]


async def test_remarks_become_notes_and_a_last_call_an_exchange_of_its_day(
    browser: Browser, superuser: asyncpg.Connection, published: Published
) -> None:
    page = await looks_at(browser)
    assert page.url.path.rpartition("/")[2] != "colonnes", "no question is left"
    assert "Relances\u00a0: deux appels sans suite" in page.text

    await confirms(browser, page)

    assert await kept(superuser) == {
        "Bois Vert": [
            "OK ?\u00a0: oui",
            "Observations\u00a0: prend des 2de MTNE",
            "Relances\u00a0: deux appels sans suite",
        ],
        "Scierie": ["Dernier appel\u00a0: au printemps"],
    }
    assert await exchanges(superuser) == [
        ("Bois Vert", "call", date(2026, 3, 12), None),
        ("Tuilerie", "call", date(2026, 4, 14), "14/04/2026 rappeler après Pâques"),
    ]
    assert len(await published(InteractionLoggedV1)) == 2
    assert await superuser.fetchval("SELECT mail FROM sites WHERE mail IS NOT NULL") == (
        "accueil@boisvert.example"
    )


async def test_the_card_shows_its_notes_and_one_is_erased_by_its_own_lycee_alone(
    browser: Browser, superuser: asyncpg.Connection, signed_in: Callable[..., Browser]
) -> None:
    await confirms(browser, await looks_at(browser))
    company = await superuser.fetchval("SELECT company_id FROM companies WHERE name = 'Scierie'")
    card = await browser.opens(f"/entreprises/{company}")
    assert "Dernier appel\u00a0: au printemps" in card.text
    note = await superuser.fetchval(
        "SELECT note_id FROM company_notes WHERE company_id = $1", company
    )
    form = f"/entreprises/{company}/notes/{note}/retrait"

    elsewhere = signed_in(Role.RBDE, ELSEWHERE)
    assert "au printemps" not in (await elsewhere.opens(f"/entreprises/{company}")).text
    await browser.follows(await browser.sends(card, form))

    assert "au printemps" not in (await browser.opens(f"/entreprises/{company}")).text


async def test_a_column_nobody_knows_is_offered_as_a_remark_and_several_can_be(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    content = csv_of(
        ("Bois Vert", "Moissac", "vert", "3 places"),
        headings=("Entreprise", "Ville", "Pastille", "Salle B"),
    )
    page = await looks_at(browser, content)
    assert page.url.path.endswith("/colonnes")
    assert "Remarques (note de votre lycée)" in page.text

    said = {"columns": ["0:name", "1:commune", "2:remark", "3:remark"], "remember": "true"}
    preview = await browser.follows(await browser.sends(page, page.url.path, said))
    await confirms(browser, preview)

    assert await kept(superuser) == {
        "Bois Vert": ["Pastille\u00a0: vert", "Salle B\u00a0: 3 places"]
    }
    again = await looks_at(browser, content)
    assert "doublon de Bois Vert" in again.text, "remembered, and nothing is kept twice"


async def test_a_line_in_doubt_keeps_its_remarks_when_it_is_corrected(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await looks_at(browser)
    form = f"{page.url.path}/lignes/2"
    await browser.sends(form, form, {"commune": "Montauban"})

    await confirms(browser, page)

    assert len((await kept(superuser))["Bois Vert"]) == 3


async def test_undoing_takes_notes_and_exchanges_back_exactly(
    bureau: Bureau, superuser: asyncpg.Connection, published: Published
) -> None:
    known = await bureau.registers("Bois Vert")
    await bureau.logs(known)
    before = await superuser.fetch("SELECT * FROM acquaintances")
    content = csv_of(
        ("Bois Vert", "Montauban", "à revoir", "12/03/2026"),
        ("Scierie", "Moissac", "à revoir", "13/03/2026"),
        headings=("Entreprise", "Ville", "Remarques", "Dernière visite"),
    )
    done = await bureau.looks_at(parse(content))
    await bureau.confirms(done)
    assert len(await kept(superuser)) == 2

    await bureau.do(undo_import, import_id=done, now=NOW)

    assert await kept(superuser) == {}
    assert len(await exchanges(superuser)) == 1
    assert await superuser.fetch("SELECT * FROM acquaintances") == before
    assert [one.name for one in (await bureau.do(read_companies)).items] == ["Bois Vert"]
    assert len(await published(InteractionWithdrawnV1)) == 2


async def test_a_company_stays_where_a_note_of_another_list_is_kept(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    async def imports(remark: str) -> UUID:
        headings = ("Entreprise", "Ville", "Remarques")
        file = parse(csv_of(("Scierie", "Moissac", remark), headings=headings))
        import_id = await bureau.looks_at(file)
        await bureau.confirms(import_id)
        return import_id

    first = await imports("à revoir")
    await imports("fermée en août")

    (became,) = await bureau.do(undo_import, import_id=first, now=NOW)

    assert became.told == ["note retirée"]
    assert "une note y est gardée" in became.kept[0]
    assert await kept(superuser) == {"Scierie": ["Remarques\u00a0: fermée en août"]}


async def test_a_day_that_is_to_come_is_a_note_and_no_exchange(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    headings = ("Entreprise", "Ville", "Dernier contact")
    file = parse(csv_of(("Scierie", "Moissac", "12/03/2031"), headings=headings))

    await bureau.confirms(await bureau.looks_at(file))

    assert await exchanges(superuser) == []
    assert await kept(superuser) == {"Scierie": ["Dernier contact\u00a0: 12/03/2031"]}


async def test_a_list_brought_again_finds_its_notes_and_exchanges(bureau: Bureau) -> None:
    await bureau.confirms(await bureau.looks_at(parse(LIST)))

    again = await bureau.do(read_import_card, await bureau.looks_at(parse(LIST)))

    assert {line.reason for line in again.lines} == {
        "doublon de Bois Vert",
        "doublon de Scierie",
        "doublon de Tuilerie",
    }


async def test_what_there_is_more_of_than_a_card_holds_is_a_note(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    headings = ("Entreprise", "Ville", "Contact", "Tél", "Portable", "Mail")
    rows = (
        (
            "Scierie",
            "Moissac",
            "",
            "05 36 49 40 01",
            "05 36 49 40 02",
            "accueil@x.example / info@x.example",
        ),
        ("Tuilerie", "Moissac", "Mme Vidal", "05 36 49 40 03", "", "c@x.example / d@x.example"),
    )
    await bureau.confirms(await bureau.looks_at(parse(csv_of(*rows, headings=headings))))

    assert await kept(superuser) == {
        "Scierie": ["Autre mail\u00a0: info@x.example", "Autre téléphone\u00a0: +33536494002"],
        "Tuilerie": ["Autre mail de Mme Vidal\u00a0: d@x.example"],
    }


async def test_another_address_of_a_known_place_is_a_note_however_the_same_one_is_written(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    headings = ("Entreprise", "Ville", "Adresse")
    first = [("Scierie", "Moissac", "12 av. de Paris"), ("Verrerie", "Moissac", "3 rue Haute")]
    await bureau.confirms(await bureau.looks_at(parse(csv_of(*first, headings=headings))))
    later = [("Scierie", "Moissac", "12, AVENUE DE PARIS"), ("Verrerie", "Moissac", "8 rue Basse")]
    again = parse(csv_of(*later, headings=headings))
    await bureau.confirms(await bureau.looks_at(again))

    assert await kept(superuser) == {"Verrerie": ["Autre adresse\u00a0: 8 rue Basse"]}
    looked = await bureau.do(read_import_card, await bureau.looks_at(again))
    assert {line.reason for line in looked.lines} == {"doublon de Scierie", "doublon de Verrerie"}


async def test_the_other_mail_of_somebody_and_what_holds_theirs_are_found_when_they_are_erased(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    rows = (
        ("Scierie", "Moissac", "Mme Vidal", f"{MAIL} / perso82@x.example"),
        ("Tuilerie", "Moissac", "", MAIL),
        ("Verrerie", "Moissac", "", "ode@verrerie.example"),
    )
    headings = ("Entreprise", "Ville", "Contact", "Mail")
    await bureau.confirms(await bureau.looks_at(parse(csv_of(*rows, headings=headings))))
    ((told, contact_id),) = await superuser.fetch("SELECT company_id, contact_id FROM contacts")
    await bureau.keeps_a_note(told, "Rappeler au 05.36.49.40.09.")
    await superuser.execute("UPDATE contacts SET phone = '+33536494009'")

    found = await bureau.do(find_contact_to_erase, contact_id, of_nobody)
    await bureau.do(
        remove_contact,
        contact_id=contact_id,
        notes=[one.interaction_id for one in found.notes],
        now=NOW,
    )

    assert {(one.text, one.whole) for one in found.notes} == {
        ("Autre mail de Mme Vidal\u00a0: perso82@x.example", True),
        (f"Adresse mail\u00a0: {MAIL}", False),
        ("Rappeler au 05.36.49.40.09.", False),
    }
    left = await superuser.fetch("SELECT note FROM company_notes WHERE note IS NOT NULL")
    assert [row["note"] for row in left] == ["Adresse mail\u00a0: ode@verrerie.example"]


WAYS = ("Entreprise", "Ville", "Contact", "Tél", "Portable", "Mail")
MAIL, MOBILE = "ode.vidal@scierie.example", "05 36 49 40 09"


@pytest.mark.parametrize(
    "line",
    [
        ("Mme Vidal", "", "", f"{MAIL} / secret@scierie.example"),
        ("Mme Vidal", "", "", f"{MAIL} / secret(at)scierie"),
        ("", "", "", f"accueil@scierie.example / {MAIL}"),
        ("", "", "", MAIL),
        ("", MOBILE, "", ""),
        ("", "05 36 49 40 01", MOBILE, ""),
        ("M. Lafon / M. Roux", "", "", f"a@scierie.example / b@scierie.example / {MAIL}"),
    ],
)
async def test_nothing_of_who_objected_comes_back_with_a_list(
    bureau: Bureau, superuser: asyncpg.Connection, line: tuple[str, ...]
) -> None:
    company = await bureau.registers("Bois Vert")
    (site,) = (await bureau.card(company)).sites
    for details in (
        ContactDetails("Mme Vidal", mail=MAIL),
        ContactDetails("M. Roche", phone="+33536494009"),
    ):
        contact_id = await bureau.do(
            add_contact, company_id=company, site_id=site.id, details=details
        )
        await bureau.do(record_objection, contact_id=contact_id, now=NOW)
        await bureau.do(remove_contact, contact_id=contact_id, now=NOW)

    file = parse(csv_of(("Scierie", "Moissac", *line), headings=WAYS))
    import_id = await bureau.looks_at(file)
    card = await bureau.do(read_import_card, import_id)
    await bureau.confirms(import_id)

    assert "s’est opposée" in card.lines[0].reason
    told = await superuser.fetchval(
        "SELECT concat((SELECT string_agg(s::text, ' ') FROM sites s), ' ',"
        " (SELECT string_agg(c::text, ' ') FROM contacts c), ' ',"
        " (SELECT string_agg(note, ' ') FROM company_notes))"
    )
    for trace in ("vidal@", "secret", "Vidal", "+33536494009"):
        assert trace not in told, trace


@pytest.mark.parametrize(
    ("mail", "shared"),
    [
        *((f"{one}@orange.example", True) for one in ("contact", "accueil82", "rh", "scierie")),
        *(
            (f"{one}@orange.example", True)
            for one in ("boisvert", "bois.vert", "scierie-bois-vert")
        ),
        *(
            (f"{one}@orange.example", False)
            for one in ("ode.vidal", "ovidal", "ode", "vidal.scierie")
        ),
        ("scierieduvert@scierieduvert.example", True),
    ],
)
async def test_a_mail_that_may_be_somebody_s_is_on_no_card_that_others_see(
    bureau: Bureau, superuser: asyncpg.Connection, mail: str, shared: bool
) -> None:
    headings = ("Entreprise", "Ville", "Mail")
    file = parse(csv_of(("Scierie Bois Vert", "Moissac", mail), headings=headings))
    import_id = await bureau.looks_at(file)
    (line,) = (await bureau.do(read_import_card, import_id)).lines
    await bureau.confirms(import_id)

    assert await superuser.fetchval("SELECT mail FROM sites") == (mail if shared else None)
    notes = {} if shared else {"Scierie Bois Vert": [f"Adresse mail\u00a0: {mail}"]}
    assert await kept(superuser) == notes
    assert ("peut être celle d’une personne" in line.reason) is not shared


async def brought(bureau: Bureau, cells: tuple[str, ...], headings: tuple[str, ...]) -> None:
    content = csv_of(("Scierie", "Moissac", *cells), headings=("Entreprise", "Ville", *headings))
    await bureau.confirms(await bureau.looks_at(parse(content)))


async def test_a_call_and_a_visit_of_one_day_are_two_exchanges(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    for _ in range(2):
        days = ("12/03/2026 absent", "12/03/2026 reçu", "12/03/2026")
        await brought(bureau, days, ("Dernier appel", "Dernière visite", "Dernier contact"))

    told = sorted(await exchanges(superuser), key=lambda one: one[1])
    assert [(kind, note) for _, kind, _, note in told] == [
        ("call", "12/03/2026 absent"),
        ("visit", "12/03/2026 reçu"),
    ]
    assert await kept(superuser) == {}


async def test_what_part_of_a_note_says_already_is_kept_of_the_same_day(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    for text in ("12/03/2026 oui, deux places", "12/03/2026 oui"):
        await brought(bureau, (text,), ("Dernier appel",))

    assert len(await exchanges(superuser)) == 1
    assert await kept(superuser) == {"Scierie": ["Dernier appel\u00a0: 12/03/2026 oui"]}


@pytest.mark.parametrize("signs", [("++", "--"), ("✓", "✗"), ("2 +", "2 -"), ("à voir", "a voir")])
async def test_notes_that_differ_by_their_signs_are_both_kept(
    bureau: Bureau, superuser: asyncpg.Connection, signs: tuple[str, str]
) -> None:
    for text in (*signs, *signs):
        await brought(bureau, (text,), ("Avis",))

    assert await kept(superuser) == {"Scierie": sorted(f"Avis\u00a0: {one}" for one in signs)}


async def test_a_dash_alone_is_no_remark(bureau: Bureau, superuser: asyncpg.Connection) -> None:
    await brought(bureau, ("-", "—", "#N/A"), ("Avis", "Bilan", "Suivi"))

    assert await kept(superuser) == {}


async def test_the_words_of_an_exchange_of_years_ago_outlive_the_night(
    bureau: Bureau, superuser: asyncpg.Connection, service_databases: ServiceDatabases
) -> None:
    for _ in range(2):
        days = ("12/03/2016 prend en menuiserie", "15/03/2016")
        await brought(bureau, days, ("Dernière visite", "Dernier appel"))
        await night(bureau, service_databases, days=0)

    assert await kept(superuser) == {
        "Scierie": ["Dernière visite\u00a0: 12/03/2016 prend en menuiserie"]
    }
    told = sorted(await exchanges(superuser), key=lambda one: one[2])
    assert [(kind, on) for _, kind, on, _ in told] == [
        ("visit", date(2016, 3, 12)),
        ("call", date(2016, 3, 15)),
    ]


@pytest.mark.parametrize(
    ("cell", "day", "beside"),
    [
        ("12/03/2026", date(2026, 3, 12), ""),
        ("2026-03-12 00:00:00", date(2026, 3, 12), ""),
        ("le 12.3.26", date(2026, 3, 12), "le 12.3.26"),
        ("1er mars 2026", date(2026, 3, 1), ""),
        ("46093", date(2026, 3, 12), ""),
        ("12/03/2026 puis 15/04/2026", date(2026, 4, 15), "12/03/2026 puis 15/04/2026"),
        ("31/02/2026", None, "31/02/2026"),
        ("mars 2026", None, "mars 2026"),
        ("82000", None, "82000"),
        *(
            (phone, None, phone)
            for phone in (
                *("06.12.10.25.44", "01-02-03-04-05", "06/12/10/25/44", "05.06.07.08.09 accueil"),
                *("+33.6.12.10.25.44", "06 12 10.05.24", "06 12.10.25 44"),
            )
        ),
        ("06.12.10.25.44 le 12/03/2026", date(2026, 3, 12), "06.12.10.25.44 le 12/03/2026"),
        ("12/03/2026-15/04/2026", date(2026, 4, 15), "12/03/2026-15/04/2026"),
        ("01/02/2026 05/03/2026", date(2026, 3, 5), "01/02/2026 05/03/2026"),
        ("12/03/26 14h30", date(2026, 3, 12), "12/03/26 14h30"),
    ],
)
def test_a_day_is_read_as_people_write_it(cell: str, day: date | None, beside: str) -> None:
    assert day_in(cell) == (day, beside)


async def test_long_notes_come_in_again_from_the_export_without_doubling(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    """More than one note holds: the cell of the export is cut where its lines end."""
    remarks = [f"{word} " + "lu et relu " * 250 for word in ("avril", "mai", "juin")]
    rows = (("Bois Vert", "Moissac", *remarks), ("Scierie", "Moissac", "x" * 3_999, "", "fin"))
    headings = ("Entreprise", "Ville", "Bilan", "Suivi", "Avis")
    await confirms(browser, await looks_at(browser, csv_of(*rows, headings=headings)))
    before = await kept(superuser)
    assert [len(notes) for notes in before.values()] == [3, 2 + 1]

    out = await browser.opens("/entreprises/export.xlsx")
    sent = await browser.sends(URL, URL, file=("mes-entreprises.xlsx", out.content))
    page = await browser.follows(sent)

    assert "Aucune ligne n’apporte rien de nouveau" in page.text
    assert await kept(superuser) == before


async def test_a_cell_that_is_too_long_is_cut_between_its_lines_under_its_heading(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    lines = [f"{day} mars\u00a0: " + "appel sans suite " * 100 for day in range(1, 6)]
    content = workbook(
        ("Bois Vert", "Moissac", "\n".join(lines)), headings=("Entreprise", "Ville", "Suivi")
    )
    await confirms(browser, await looks_at(browser, content))

    notes = (await kept(superuser))["Bois Vert"]
    assert all(note.startswith("Suivi\u00a0: ") and len(note) <= 4_000 for note in notes)
    assert sum(note.count("mars") for note in notes) == len(lines)
    again = await looks_at(browser, content)
    assert "Aucune ligne n’apporte rien de nouveau" in again.text


async def test_a_heading_said_a_little_otherwise_says_nothing_new_of_the_same_words(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    def the_list(*headings: str) -> bytes:
        row = ("Bois Vert", "Moissac", "à revoir", "600 €")
        return csv_of(row, headings=("Entreprise", "Ville", *headings))

    await confirms(browser, await looks_at(browser, the_list("Observations", "Avis")))
    await confirms(browser, await looks_at(browser, the_list("Remarques et observations", "Suivi")))

    assert await kept(superuser) == {
        "Bois Vert": [
            "Avis\u00a0: 600 €",
            "Observations\u00a0: à revoir",
            "Suivi\u00a0: 600 €",
        ]
    }


@pytest.mark.parametrize(
    ("written", "name", "function"),
    [
        ("Directrice : Mme Martin", "Mme Martin", "Directrice"),
        ("Gérant - M. Cros", "M. Cros", "Gérant"),
        ("Directeur M. Paul Petit", "M. Paul Petit", "Directeur"),
        ("Mme Vidal (DRH)", "Mme Vidal", "DRH"),
        ("Mme Roux - service RH", "Mme Roux", "service RH"),
        ("Mme Roux / gérante", "Mme Roux", "gérante"),
        ("Jean-Pierre Chef", "Jean-Pierre Chef", None),
        ("Anne Roux (Moissac)", "Anne Roux (Moissac)", None),
    ],
)
def test_what_a_person_does_is_no_part_of_the_name(
    written: str, name: str, function: str | None
) -> None:
    (row,) = parse(csv_of(("Bois Vert", written), headings=("Entreprise", "Contact"))).rows

    assert [(one.name, one.function) for one in row.contacts] == [(name, function)]
