"""No button of a line of a list does nothing: what is pressed changes what its line says."""

import re
from collections.abc import Collection, Sequence

import pytest

from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_files.store.files import parse
from services.partnerships.import_rows.model.answers import Doubt
from tests.partnerships.browsing import Answer, Browser, Form, forms_of
from tests.partnerships.files import csv_of
from tests.partnerships.import_files.test_import_hidden import hiding
from tests.partnerships.import_files.test_shapes_of_lists import SHAPES
from tests.partnerships.world import Bureau

HEADINGS = ("Entreprise", "SIRET", "Ville", "Contact", "Téléphone")
DOUBTFUL = csv_of(
    ("Bois Vert", "", "Moissac", "Garrigue", "05 36 49 77 01"),
    ("Scierie", "9,00E+13", "Moissac", "Accueil", "05 36 49 77 02"),
    ("Garage Lère", "", "Moissac", "Anne Verdier", "05 36 49 77 03"),
    ("Garage Lère SARL", "", "Moissac", "Jean Cros", "05 36 49 77 04"),
    ("", "", "", "Léa Vidal", "05 36 49 77 05"),
    ("", "", "", "Paul Lasserre", ""),
    ("", "", "", "Marty", ""),
    ("Partenaires", "", "", "", ""),
    ("À trouver", "", "", "Zoé Rouge", "05 36 49 77 09"),
    ("", "", "", "Max Noir", "05 36 49 77 10"),
    ("", "", "", "Luc Blanc", ""),
    headings=HEADINGS,
)
LISTS = {
    **{name: shape.text.encode(shape.encoding) for name, shape in SHAPES.items()},
    "doubtful": DOUBTFUL,
    "hidden": hiding(
        rows=[3, 4, 5],
        lists={
            "Liste": [
                ("Bois Vert", "Moissac", "05 36 49 77 11"),
                ("Bois Vert SARL", "Moissac", "05 36 49 77 12"),
                ("À trouver", "Moissac", "05 36 49 77 13"),
                ("Scierie", "Moissac", "05 36 49 77 14"),
            ]
        },
    ),
}
PRESSED_MAX = 200


def lines_of(page: Answer) -> dict[str, str]:
    """What each line of the preview says, its buttons too, by its number."""
    said: dict[str, str] = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page.text, re.DOTALL):
        if number := re.search(r'data-label="Ligne">(\d+)<', row):
            said[number[1]] = " ".join(re.sub(r"<[^>]*>", " ", row).split())
    return said


def buttons(page: Answer) -> Sequence[Form]:
    here = f"{page.url.path}/reponses"
    return forms_of(page, here) if f'action="{here}"' in page.text else []


def untried(page: Answer, tried: Collection[tuple[str, ...]]) -> list[tuple[Form, tuple[str, ...]]]:
    """The buttons nobody pressed yet while the lines they are about said what they say."""
    said = lines_of(page)
    found: list[tuple[Form, tuple[str, ...]]] = []
    for one in buttons(page):
        line, question = one.values.get("line", ""), one.values.get("question", "")
        about = said[line] if line else " / ".join(said.values())
        press = (one.values["answer"], question, about)
        if press not in tried:
            found.append((one, press))
    return found


@pytest.mark.parametrize("first", [0, -1], ids=["from the top", "from the bottom"])
@pytest.mark.parametrize("name", LISTS)
async def test_every_button_of_every_line_changes_what_is_said(
    bureau: Bureau, browser: Browser, name: str, first: int
) -> None:
    import_id = await bureau.looks_at(parse(LISTS[name]))
    page = await browser.opens(f"/entreprises/import/{import_id}")
    tried: set[tuple[str, ...]] = set()

    while (left := untried(page, tried)) and len(tried) < PRESSED_MAX:
        pressed, press = left[first]
        tried.add(press)
        sent = await browser.sends(
            page, f"{page.url.path}/reponses", {"line": "", **pressed.values}
        )
        before = lines_of(page)
        await browser.follows(sent)
        page = await browser.opens(page.url.path)
        changed = {line for line, said in lines_of(page).items() if said != before[line]}
        assert changed, f"nothing happens: {press}"
        assert pressed.values.get("line", min(changed)) in changed, f"nothing happens: {press}"

    assert not left, "the walk comes to an end"


async def test_each_kind_of_doubt_is_met_in_these_lists(bureau: Bureau) -> None:
    met: set[Doubt] = set()
    for name in ("doubtful", "hidden"):
        card = await bureau.do(read_import_card, await bureau.looks_at(parse(LISTS[name])))
        met |= {kind for kind, asked in card.questions.items() if asked.every}

    assert met == set(Doubt) - {Doubt.APART}, "that one is an answer's"
