"""The board of a period: pupils in columns, moved by buttons without any script."""

import re

from contracts.identifiers import SiteKey
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor


async def test_a_card_is_moved_by_its_button(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    lea, _ = await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placement = await lycee.proposes(lea, period, SiteKey(site))

    board = await bureau.get(f"/pfmp/periodes/{period}/tableau")
    assert columns(board.answer.text) == {
        "Sans lieu d’accueil": 1,
        "Lieu d’accueil proposé": 1,
        "Lieu d’accueil confirmé": 0,
        "Dispense": 0,
        "Sortie du lycée": 0,
    }
    await bureau.send(board.form(f"/pfmp/placements/{placement}/confirmation"))

    after = columns((await bureau.get(f"/pfmp/periodes/{period}/tableau")).answer.text)
    assert (after["Lieu d’accueil proposé"], after["Lieu d’accueil confirmé"]) == (0, 1)


def columns(html: str) -> dict[str, int]:
    """How many cards each column says it has."""
    found = {}
    for part in html.split('<h2 class="kanban-title">')[1:]:
        title, rest = part.split('<span class="kanban-count">', 1)
        found[title.strip()] = int(rest.split("<", 1)[0])
        assert part.count('class="kanban-card"') == found[title.strip()]
    return found


async def test_after_a_move_one_is_back_on_the_board_and_the_class_shown(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    lea, tom = await lycee.imports(
        "MARTIN Léa 1ELEC", "ROUX Tom 2ELEC", classes={"1ELEC": formation, "2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    placement = await lycee.proposes(lea, period, await lycee.knows_a_host())
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=tom,
        reason=ExemptionReason.MIXED_PATH,
        now=lycee.now,
    )
    board = f"/pfmp/periodes/{period}/tableau"

    confirm = (await bureau.get(f"{board}?classe=1ELEC")).form(f"/pfmp/placements/{placement}")
    after = await bureau.send(confirm)
    assert (after.answer.url.path, after.answer.url.query) == (board, b"classe=1ELEC")
    assert "Lieu d’accueil confirmé." in after.text

    lift = (await bureau.get(board)).form(f"/pfmp/periodes/{period}/eleves/{tom}/dispense/retrait")
    after = await bureau.send(lift)
    assert (after.answer.url.path, after.answer.url.query) == (board, b"")


async def test_a_place_proposed_and_withdrawn_from_the_board_leads_back_to_it(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    board, own = f"/pfmp/periodes/{period}/tableau", f"/pfmp/periodes/{period}/eleves/{lea}"

    found = await bureau.get(f"{own}?tableau=toutes&q=chaudronnerie")
    after = await bureau.send(found.form(f"{own}/placements"), site_key=str(site))
    assert after.answer.url.path == board

    shown = re.search(r'href="(/pfmp/placements/[^"]*tableau=toutes)"', after.answer.text)
    assert shown
    card = await bureau.get(shown[1])
    after = await bureau.send(card.form(shown[1].partition("?")[0] + "/retrait"), reason="host")
    assert (after.answer.url.path, columns(after.answer.text)["Sans lieu d’accueil"]) == (board, 1)


async def test_what_was_just_done_to_a_card_is_undone_by_the_notice(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    own = f"/pfmp/periodes/{period}/eleves/{lea}"

    async def standing(page: Page) -> str:
        assert page.answer.url.path == f"/pfmp/periodes/{period}/tableau"
        return next(title for title, n in columns(page.answer.text).items() if n)

    found = await bureau.get(f"{own}?tableau=toutes&q=chaudronnerie")
    page = await bureau.send(found.form(f"{own}/placements"), site_key=str(site))
    assert await standing(page) == "Lieu d’accueil proposé"
    page = await bureau.send(page.form("/pfmp/placements/"))
    assert await standing(page) == "Sans lieu d’accueil"

    found = await bureau.get(f"{own}?tableau=toutes")
    page = await bureau.send(found.form(f"{own}/dispense"), exemption="mixed_path")
    assert await standing(page) == "Dispense"
    page = await bureau.send(page.form(f"{own}/dispense/retrait"))
    assert await standing(page) == "Sans lieu d’accueil"
    page = await bureau.send(page.form(f"{own}/dispense"))
    assert await standing(page) == "Dispense"
    assert "Parcours mixte" in page.text
    again = await bureau.get(page.answer.url.path)
    assert 'aria-label="Annuler' not in again.answer.text, "a notice is said once"


async def test_a_long_column_is_folded_after_its_first_cards(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    pupils = [f"MARTIN N{n} 2ELEC" for n in range(11)]
    await lycee.imports(*pupils, classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)

    board = await bureau.get(f"/pfmp/periodes/{period}/tableau")
    assert columns(board.answer.text)["Sans lieu d’accueil"] == 11
    assert "3 autres élèves" in board.text


async def test_before_a_place_is_confirmed_the_board_says_that_a_mail_goes(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    placement = await lycee.proposes(lea, period, await lycee.knows_a_host())

    board = await bureau.get(f"/pfmp/periodes/{period}/tableau")

    fold = board.answer.text.split('<div data-to="covered">', 1)[1].split("</details>")[0]
    assert f"/envois/fragments/apercu/{placement}" in fold
    assert "Un courriel prévient le contact de l’entreprise" in fold
    assert fold.index("Un courriel") < fold.index("Confirmer le lieu")
