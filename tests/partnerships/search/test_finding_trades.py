"""Companies are found by what people call what they do, where they are, and one slip is forgiven."""

import re
from datetime import timedelta
from html import unescape

import asyncpg
import pytest
from sqlalchemy import text

from contracts.formation_words import may_name_formation, words_of_formation
from contracts.identifiers import Naf
from contracts.words import one_slip_away
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.commands import record_hosting
from services.partnerships.company_words.store import company_search
from services.partnerships.search.queries.everywhere import Sought, find
from tests.partnerships.browsing import Browser
from tests.partnerships.search.test_finding import found, look_for
from tests.partnerships.world import BOURDELLE, MOISSAC, MONTAUBAN, TODAY, Bureau, site

READ_HERE = "SELECT relname, seq_tup_read, idx_scan FROM pg_stat_xact_user_tables"
ELECTRICIAN, RESTAURANT, BOILERMAKER = Naf("43.21A"), Naf("56.10A"), Naf("25.11Z")
LIST = "/entreprises?filtre=toutes&q="


async def works(bureau: Bureau, name: str, naf: Naf, commune: str = MOISSAC) -> None:
    postcode = "82200" if commune == MOISSAC else "82000"
    main = site(commune=commune, postcode=postcode, naf=naf)
    await bureau.registers(name, main=main, naf=naf)


async def listed(browser: Browser, words: str) -> list[str]:
    """The names of the list, in its order."""
    page = unescape((await browser.opens(LIST + words.replace(" ", "+"))).text)
    return re.findall(r'<a [^>]*href="/entreprises/[0-9a-f-]{36}"[^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize(
    "words",
    [
        "électricité moissac",
        "electrique",
        "électricien",
        "électriciens",
        "82200",
        "electricite 82200",
        "43.21A",
        "4321a",
        "installation électrique à moissac",
        "ELECTRICITE de Moissac",
    ],
)
async def test_a_trade_a_commune_or_a_postcode_finds_who_works_there(
    browser: Browser, bureau: Bureau, words: str
) -> None:
    await works(bureau, "Courants Roca", ELECTRICIAN)
    await works(bureau, "Table Vidal", RESTAURANT, MONTAUBAN)

    shown = (await found(browser, words))["entreprises"]

    assert "Courants Roca" in shown
    assert "Table Vidal" not in shown
    assert await listed(browser, words) == ["Courants Roca"]


async def test_restauration_finds_restaurants_and_a_code_its_section(
    browser: Browser, bureau: Bureau
) -> None:
    await works(bureau, "Table Vidal", RESTAURANT, MONTAUBAN)
    await works(bureau, "Table Roca", RESTAURANT)

    assert await listed(browser, "restauration montauban") == ["Table Vidal"]
    assert await listed(browser, "hébergement") == ["Table Roca", "Table Vidal"]


@pytest.mark.parametrize("typed", ["chaudronerie", "chuadronnerie moissac", "soudeure moisac"])
async def test_one_slip_in_a_word_is_forgiven_and_said(
    browser: Browser, bureau: Bureau, typed: str
) -> None:
    await works(bureau, "Ateliers Roca", BOILERMAKER)
    await works(bureau, "Table Vidal", RESTAURANT, MONTAUBAN)

    page = await look_for(browser, typed)

    assert f"Rien ne répond exactement à «\u00a0{typed}\u00a0»" in page
    assert "Ateliers Roca" in page
    assert "Table Vidal" not in page
    assert "Ateliers Roca" in unescape((await browser.opens(LIST + typed)).text)


async def test_a_slip_in_a_short_word_or_a_number_is_not_guessed(
    browser: Browser, bureau: Bureau
) -> None:
    await works(bureau, "Roc", ELECTRICIAN)

    assert await found(browser, "82201") == {}
    assert one_slip_away("roy") == one_slip_away("82200") == frozenset()
    assert {"moissac", "chaudronnerie"} & one_slip_away("moisac") == {"moissac"}


async def test_what_is_found_comes_in_the_order_it_is_of_use(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    await works(other_bureau, "Aaron Électricité", ELECTRICIAN)
    await works(bureau, "Abel Électricité", ELECTRICIAN)
    for name, days in (("Yann Électricité", 200), ("Zoé Électricité", 3)):
        company_id = await bureau.registers(name, main=site(naf=ELECTRICIAN))
        await bureau.logs(company_id, occurred_on=TODAY - timedelta(days=days))
    hosted = await bureau.card(await bureau.registers("Volts", main=site(naf=ELECTRICIAN)))
    await bureau.do(
        record_hosting,
        uai=BOURDELLE,
        site_key=hosted.sites[0].key,
        on=TODAY - timedelta(days=400),
    )

    def order(shown: str) -> list[str]:
        names = ("Aaron", "Abel", "Volts", "Yann", "Zoé")
        return sorted(names, key=shown.index)

    expected = ["Volts", "Zoé", "Yann", "Abel", "Aaron"]
    assert order((await found(browser, "électricité"))["entreprises"]) == expected
    whole = (await found(browser, "Aaron Électricité"))["entreprises"]
    assert whole.startswith("Entreprises Aaron")


async def test_many_companies_with_a_word_are_found_in_the_same_order(
    browser: Browser, bureau: Bureau, other_bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company_search, "FEW", 1)
    await works(other_bureau, "Électricité Aaron", ELECTRICIAN)
    await works(other_bureau, "Bruno Électricité", ELECTRICIAN)
    await works(other_bureau, "Électricité", ELECTRICIAN)
    mine = await bureau.registers("Volts", main=site(naf=ELECTRICIAN))
    await bureau.opens_a_partnership(mine)
    await works(other_bureau, "Scierie Noé", Naf("16.10A"))

    shown = await found(browser, "électricité")

    names = ["Électricité Moissac", "Volts", "Électricité Aaron", "Bruno Électricité"]
    places = [shown["entreprises"].index(name) for name in names]
    assert places == sorted(places)
    assert "Scierie" not in shown["entreprises"]
    assert "Volts" in shown["partenariats"]


async def test_a_search_goes_on_while_nobody_tells_what_is_taught(
    browser: Browser, bureau: Bureau
) -> None:
    await works(bureau, "Serrurerie Melec", BOILERMAKER)

    assert "Serrurerie Melec" in (await found(browser, "melec"))["entreprises"]
    assert await found(browser, "bac pro ciel") == {}


@pytest.mark.parametrize(
    ("label", "class_label", "typed"),
    [
        ("1re bac pro Métiers de l’électricité", "1ELE", "melec 1ere premiere bac electricite"),
        ("Tle bac pro Cybersécurité, informatique et réseaux", "TCYB", "ciel terminale term"),
        ("Gestion", "TAGORA 2", "agora tagora"),
        ("2nde pro Chaudronnerie industrielle", "2TCI", "tci seconde chaudronnerie"),
        ("CAP Accompagnant éducatif petite enfance", "1CAP", "aepe cap"),
    ],
)
def test_formations_have_the_words_bureaux_call_them_by(
    label: str, class_label: str, typed: str
) -> None:
    known = words_of_formation("2472551932", label, class_label)

    assert known.issuperset(typed.split())
    assert "2472551932" in known


def test_only_words_of_formations_are_asked_about() -> None:
    assert all(map(may_name_formation, ("melec", "terminale", "cap", "2472551932")))
    assert not any(map(may_name_formation, ("moissac", "82200", "732829320", "dupont")))


async def test_a_common_word_is_answered_by_indexes_under_row_security(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await works(bureau, "Courants Roca", ELECTRICIAN)
    await superuser.execute(
        """
        INSERT INTO companies SELECT gen_random_uuid(), 'Atelier ' || n, 'atelier ' || n, NULL,
            'company', 'full', '43.21A', 1 FROM generate_series(1, 6000) n
        """
    )
    await superuser.execute(
        """
        INSERT INTO sites (site_id, company_id, rank, site_key)
        SELECT gen_random_uuid(), company_id, 0, company_id FROM companies WHERE siren IS NULL
            AND name LIKE 'Atelier%'
        """
    )
    await superuser.execute(
        """
        INSERT INTO company_words SELECT word, company_id FROM companies,
            LATERAL unnest(ARRAY['atelier', 'naf 4321a', 'nom' || company_id]) word
        ON CONFLICT DO NOTHING
        """
    )
    await superuser.execute("VACUUM ANALYZE company_words, companies")

    async def looked_for(uow: UnitOfWork) -> dict[str, tuple[int, int]]:
        # PostgreSQL counts with them what its connection did a moment ago and told nobody yet.
        before = {row.relname: row for row in await uow.execute(text(READ_HERE))}
        await find(uow, Sought("atelier électrique"))
        return {
            row.relname: (
                row.seq_tup_read - before[row.relname].seq_tup_read,
                row.idx_scan - before[row.relname].idx_scan,
            )
            for row in await uow.execute(text(READ_HERE))
        }

    read = await bureau.do(looked_for)

    for table in ("companies", "company_words"):
        rows, probes = read[table]
        assert rows < 9000  # of 18,000: until so many are counted that they are many
        assert probes < 200  # of 6,000: as many as are shown ask for
