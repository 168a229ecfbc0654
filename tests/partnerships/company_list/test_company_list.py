"""The list of companies is sorted and filtered as a bureau looks for whom to call."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest

from contracts.identifiers import Naf
from services.partnerships.company_list.queries import ids
from services.partnerships.company_list.queries.order import (
    CompanyFilter,
    CompanyOrder,
    LastExchange,
    by_hosts,
)
from services.partnerships.company_list.queries.pages import (
    PAGE_LENGTH,
    CompanyPage,
    read_companies,
)
from services.partnerships.desk.pages import companies as pages
from tests.partnerships.browsing import Browser
from tests.partnerships.world import MOISSAC, MONTAUBAN, TODAY, Bureau, site

LINE_BYTES_MAX, PAGE_BYTES_MAX = 580, 42_000


async def _three(bureau: Bureau) -> None:
    """Écuries (Moissac, spoken to last week), Ébénisterie (Montauban, long ago), Zinguerie (never)."""
    stable = await bureau.registers(
        "Écuries du Tarn", naf=Naf("01.43Z"), main=site(commune=MOISSAC)
    )
    cabinet = await bureau.registers("Ébénisterie Roy", main=site(commune=MONTAUBAN))
    await bureau.registers("Zinguerie Noé", main=site(commune=MOISSAC))
    await bureau.logs(stable, occurred_on=TODAY - timedelta(days=7))
    await bureau.logs(cabinet, occurred_on=TODAY - timedelta(days=400))


async def _names(bureau: Bureau, asked: CompanyFilter) -> list[str]:
    return [one.name for one in (await bureau.do(read_companies, asked=asked)).items]


async def test_names_are_sorted_without_their_accents(bureau: Bureau) -> None:
    await _three(bureau)

    assert await _names(bureau, CompanyFilter()) == [
        "Ébénisterie Roy",
        "Écuries du Tarn",
        "Zinguerie Noé",
    ]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (CompanyFilter(order=CompanyOrder.LAST), ["Zinguerie Noé", "Ébénisterie Roy", "Écuries du Tarn"]),
        (CompanyFilter(order=CompanyOrder.LAST, descending=True), ["Écuries du Tarn", "Ébénisterie Roy", "Zinguerie Noé"]),
        (CompanyFilter(order=CompanyOrder.COMMUNE), ["Écuries du Tarn", "Zinguerie Noé", "Ébénisterie Roy"]),
        (CompanyFilter(commune=MOISSAC), ["Écuries du Tarn", "Zinguerie Noé"]),
        (CompanyFilter(section="A"), ["Écuries du Tarn"]),
        (CompanyFilter(last=LastExchange.NEVER), ["Zinguerie Noé"]),
        (CompanyFilter(last=LastExchange.OVER_A_YEAR), ["Ébénisterie Roy"]),
        (CompanyFilter(last=LastExchange.THIS_MONTH), ["Écuries du Tarn"]),
        (CompanyFilter(hosted=True), []),
    ],
)  # fmt: skip
async def test_the_list_answers_what_a_bureau_asks(
    bureau: Bureau, asked: CompanyFilter, names: list[str]
) -> None:
    await _three(bureau)

    assert await _names(bureau, asked) == names


@pytest.mark.parametrize("mine", [False, True])
async def test_a_word_is_of_a_name_or_of_a_formation_hosted_beside_another_word(
    bureau: Bureau, mine: bool
) -> None:
    await _three(bureau)
    await bureau.registers("Melec Services", main=site(commune=MOISSAC), distinct=True)
    page = await bureau.do(read_companies)
    hosts = tuple(
        one.id for one in page.items if one.name in {"Écuries du Tarn", "Ébénisterie Roy"}
    )
    asked = by_hosts({"melec": hosts})

    async def found(words: str) -> list[str]:
        page = await bureau.do(read_companies, words=words, asked=asked, mine=mine)
        assert page.total == len(page.items)
        return [one.name for one in page.items]

    assert await found("melec") == ["Ébénisterie Roy", "Écuries du Tarn", "Melec Services"]
    assert await found("moissac melec") == ["Écuries du Tarn", "Melec Services"]
    assert await found("melec roy") == ["Ébénisterie Roy"]
    assert await found("melec noe") == []


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", list(CompanyOrder))
async def test_pages_repeat_and_skip_nobody_among_ties(
    bureau: Bureau, order: CompanyOrder, descending: bool
) -> None:
    made = {
        await bureau.registers(
            ("Émile", "Emile", "SARL Émile")[n % 3] + f" {n % 4}",
            main=site(commune=(MOISSAC, MONTAUBAN)[n % 2]),
            distinct=True,
        )
        for n in range(PAGE_LENGTH + 12)
    }
    asked = CompanyFilter(order=order, descending=descending)

    seen: list[UUID] = []
    page = await bureau.do(read_companies, asked=asked)
    while True:
        seen += [one.id for one in page.items]
        if page.after is None:
            break
        page = await bureau.do(read_companies, asked=asked, after=page.after)

    assert len(seen) == len(made)
    assert set(seen) == made


async def test_the_page_after_does_not_stop_where_its_last_company_left_the_filter(
    bureau: Bureau,
) -> None:
    for n in range(PAGE_LENGTH + 1):
        await bureau.registers(f"Atelier {n:03}", main=site(commune=MOISSAC))
    asked = CompanyFilter(last=LastExchange.NEVER)
    first: CompanyPage = await bureau.do(read_companies, asked=asked)
    await bureau.logs(first.items[-1].id, occurred_on=TODAY)

    second = await bureau.do(read_companies, asked=asked, after=first.after)

    assert [one.name for one in second.items] == [f"Atelier {PAGE_LENGTH:03}"]


async def test_a_heading_is_a_link_that_sorts_and_says_how(
    bureau: Bureau, browser: Browser
) -> None:
    await _three(bureau)

    page = await browser.opens("/entreprises?tri=-commune&commune=82112")

    assert re.search(
        r'<th scope="col" class="sortable " aria-sort="descending">\s*'
        r'<a href="/entreprises\?commune=82112&amp;tri=commune">',
        page.text,
    )
    assert '<a href="/entreprises?commune=82112&amp;tri=nom">' in page.text
    assert "Ébénisterie Roy" not in page.text
    assert 'name="ville" type="text" value="Moissac"' in page.text


async def test_filters_that_hide_everything_say_so_and_lead_back(
    bureau: Bureau, browser: Browser
) -> None:
    await _three(bureau)

    page = await browser.opens("/entreprises?secteur=K&tri=echange")

    assert "Aucune entreprise ne répond à ces filtres." in page.text
    assert 'href="/entreprises?tri=echange"' in page.text


async def test_an_address_that_asks_nonsense_shows_the_whole_list(
    bureau: Bureau, browser: Browser
) -> None:
    await _three(bureau)

    page = await browser.opens("/entreprises?tri=-rien&secteur=!&echange=x&accueil=y")

    assert page.status_code == 200
    assert page.text.count('<th scope="row">') == 3


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ecurie tarn", []),
        ("ecuris", ["Écuries du Tarn"]),
        ("Ebenistrie", ["Ébénisterie Roy"]),
        ("ébénisterie roi", ["Ébénisterie Roy"]),
        ("zingerie noe", ["Zinguerie Noé"]),
        ("zingerie tarn", []),
        ("boulangerie", []),
        ("123456", []),
    ],
)
async def test_a_word_that_is_nearly_right_leads_to_whom_was_meant(
    bureau: Bureau, browser: Browser, typed: str, names: list[str]
) -> None:
    await _three(bureau)

    page = await browser.opens(f"/entreprises?q={typed}")

    assert ("Cherchiez-vous" in page.text) == bool(names)
    if names:
        assert re.findall(r'href="/entreprises/[0-9a-f-]{36}">([^,<]+),', page.text) == names


async def test_the_list_says_how_many_it_has_in_all(
    browser: Browser, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Atelier Noé", "Atelier Roy", "Scierie"):
        await bureau.registers(name)

    async def said(address: str) -> str:
        page = unescape((await browser.opens(address)).text)
        return " ".join(re.sub(r"<[^>]*>", " ", page).split())

    assert "3 entreprises" in await said("/entreprises")
    assert "2 entreprises" in await said("/entreprises?filtre=toutes&q=atelier")
    monkeypatch.setattr(ids, "COUNTED_MAX", 2)
    monkeypatch.setattr(pages, "COUNTED_MAX", 2)
    assert "Plus de 2 entreprises : précisez" in await said("/entreprises")


async def test_a_full_page_of_the_list_stays_light(bureau: Bureau, browser: Browser) -> None:
    for number in range(PAGE_LENGTH):
        await bureau.registers(f"Tôlerie du Quercy {number}", naf=Naf("43.21A"), distinct=True)

    page = await browser.opens("/entreprises?filtre=toutes")

    assert page.text.count('name="choix.') == PAGE_LENGTH == 50
    line = page.text.partition("<tbody>")[2].partition("</tbody>")[0].encode()
    assert len(line) / PAGE_LENGTH <= LINE_BYTES_MAX
    assert len(page.content) <= PAGE_BYTES_MAX


async def test_filters_few_ask_for_come_when_they_are_unfolded_or_asked_by_a_button(
    bureau: Bureau, browser: Browser
) -> None:
    await _three(bureau)
    sectors = 'name="secteur"'

    folded = (await browser.opens("/entreprises?q=zinguerie")).text
    assert sectors not in folded
    assert 'hx-get="/entreprises/fragments/filtres"' in folded
    form = folded.partition("Chercher et filtrer")[2].partition("</form>")[0]
    searches, unfolds = form.index('type="submit"'), form.index('name="plus" value="oui"')
    assert searches < form.rindex("<button", 0, unfolds)  # Enter presses the first one
    assert sectors in (await browser.opens("/entreprises/fragments/filtres")).text
    for asked in ("q=zinguerie&plus=oui", "secteur=A"):
        shown = (await browser.opens(f"/entreprises?{asked}")).text
        assert sectors in shown
        assert "<details open>" in shown
        assert "/entreprises/fragments/filtres" not in shown
