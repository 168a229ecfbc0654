"""The board of a period: cards go by drag and by keys where their buttons lead, and nowhere else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from string import ascii_uppercase

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from services.chassis.base.identity import Role
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason
from tests.browser.axe import TOO_WIDE, settled, violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import Site
from tests.internships.world import ELEC, Lycee
from tests.support.network import HERE

WITHOUT, PROPOSED, COVERED = "without", "proposed", "covered"
LETTERS = iter(ascii_uppercase)
"""Each test has a class and pupils of its own."""


@dataclass
class Board:
    """The board in a browser."""

    page: Page

    def column(self, name: str) -> Locator:
        return self.page.locator(f"[data-column={name}]")

    def card(self, pupil: str) -> Locator:
        return self.page.locator(".kanban-card").filter(has_text=pupil)

    async def shows(self, pupil: str, name: str) -> None:
        await expect(
            self.column(name).locator(".kanban-card").filter(has_text=pupil)
        ).to_be_visible()

    async def holds(self, pupil: str, over: str) -> None:
        """Drag a card over a column, without letting go of it."""
        card, column = await self.card(pupil).bounding_box(), await self.column(over).bounding_box()
        assert card is not None
        assert column is not None
        mouse = self.page.mouse
        await mouse.move(card["x"] + card["width"] - 40, card["y"] + card["height"] - 6)
        await mouse.down()
        await mouse.move(column["x"] + column["width"] / 2, card["y"] + 30, steps=2)

    async def drags(self, pupil: str, to: str) -> None:
        await self.holds(pupil, to)
        await self.page.mouse.up()


@pytest_asyncio.fixture(loop_scope="session")
async def board(site: Site) -> AsyncIterator[Board]:
    """One pupil without a place, one proposed, one placed, one exempted, in a period of their own."""
    letter = next(LETTERS)
    label = f"1BOARD{letter}"
    superuser = await site.databases.superuser("internships")
    lycee = Lycee(HERE, site.network.runtime("internships").work, superuser)
    formation = await lycee.opens(ELEC, "1re pro Métiers de l’électricité et de ses environnements")
    known = {row["pupil_year_id"] for row in await superuser.fetch("SELECT * FROM pupils")}
    named = [
        f"{name}{letter} Lou {label}" for name in ("ALBARET", "BOUZIGUES", "CAYLUS", "DELRIEU")
    ]
    everybody = await lycee.imports(*named, classes={label: formation})
    pupils = [one for one in everybody if one not in known]
    period = await lycee.publishes_a_period(formation)
    host = await lycee.knows_a_host(name="Établissements Lacombe", commune="82121")
    await lycee.proposes(pupils[1], period, host)
    await lycee.places(pupils[2], period, host)
    await lycee.do(
        exempt_pupil,
        period_id=period,
        pupil_year_id=pupils[3],
        reason=ExemptionReason.MIXED_PATH,
        now=lycee.now,
    )
    await superuser.close()
    page = await site.browsers[Role.RBDE].new_page()
    await page.set_viewport_size(DESKTOP)
    await page.goto(f"/pfmp/periodes/{period}/tableau?classe={label}")
    await settled(page)
    yield Board(page)
    await page.close()


async def test_a_card_dropped_where_its_button_leads_is_moved_and_undone(board: Board) -> None:
    await board.holds("DELRIEU", WITHOUT)
    await expect(board.column(WITHOUT)).to_have_class("kanban-column takes over")
    await expect(board.column(COVERED)).to_have_class("kanban-column refuses")
    await board.page.mouse.up()

    await expect(board.page.get_by_text("Dispense levée")).to_be_visible()
    await board.shows("DELRIEU", WITHOUT)
    await board.page.get_by_role("button", name="Annuler").click()
    await board.shows("DELRIEU", "exempted")


async def test_a_column_that_does_not_take_a_card_says_why(board: Board) -> None:
    await board.drags("ALBARET", COVERED)

    told = board.page.locator(".kanban-told")
    await expect(told).to_contain_text("Un lieu se confirme une fois qu’il est proposé.")
    await board.shows("ALBARET", WITHOUT)
    assert await violations(board.page) == []


async def test_a_card_dropped_on_proposed_leads_to_the_choice_of_a_host(board: Board) -> None:
    await board.drags("ALBARET", PROPOSED)

    await board.page.wait_for_url("**/eleves/*?tableau=*")


async def test_a_card_dropped_on_confirmed_says_first_whom_a_mail_goes_to(board: Board) -> None:
    await board.drags("BOUZIGUES", COVERED)

    card = board.card("BOUZIGUES")
    await expect(card.get_by_text("courriel").first).to_be_visible()
    await board.shows("BOUZIGUES", PROPOSED)
    await card.get_by_role("button", name="Confirmer le lieu").click()

    await expect(board.page.get_by_text("Lieu d’accueil confirmé. Si l’entreprise")).to_be_visible()
    await board.shows("BOUZIGUES", COVERED)


async def test_a_finger_carries_a_card_by_its_handle(board: Board) -> None:
    handle = board.card("DELRIEU").get_by_role("button", name="Déplacer")
    start, column = await handle.bounding_box(), await board.column(WITHOUT).bounding_box()
    assert start is not None
    assert column is not None
    finger = await board.page.context.new_cdp_session(board.page)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    to = column["x"] + column["width"] / 2

    for kind, at in (("touchStart", x), ("touchMove", x - 20), ("touchMove", to)):
        points = [{"x": at, "y": y}]
        await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    await expect(board.column(WITHOUT)).to_have_class("kanban-column takes over")
    await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    await expect(board.page.get_by_text("Dispense levée")).to_be_visible()
    await board.shows("DELRIEU", WITHOUT)


async def test_by_keys_a_card_is_taken_carried_dropped_or_left(board: Board) -> None:
    page, told = board.page, board.page.locator(".kanban-told")
    handle = board.card("BOUZIGUES").get_by_role("button", name="Déplacer BOUZIGUES")

    await handle.focus()
    await page.keyboard.press("Enter")
    await expect(handle).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")
    await expect(told).to_have_text("La carte reste où elle était.")
    await expect(handle).to_be_focused()
    await page.keyboard.press("Space")
    await expect(board.column(WITHOUT)).to_have_class("kanban-column takes over")
    await page.keyboard.press("ArrowLeft")
    await expect(told).to_contain_text("Sortie du lycée")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(told).to_contain_text("Lieu d’accueil confirmé")
    await page.keyboard.press("Enter")

    confirm = board.card("BOUZIGUES").get_by_role("button", name="Confirmer le lieu")
    await expect(confirm).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.press("Tab")
    await confirm.focus()
    await page.keyboard.press("Enter")
    await board.shows("BOUZIGUES", COVERED)


async def test_a_card_one_walks_away_from_by_tab_is_left_and_no_longer_told_of(
    board: Board,
) -> None:
    page, told = board.page, board.page.locator(".kanban-told")
    handle = board.card("BOUZIGUES").get_by_role("button", name="Déplacer BOUZIGUES")

    await handle.focus()
    await page.keyboard.press("Enter")
    await expect(told).to_contain_text("Entrée pour déposer")
    await page.keyboard.press("Tab")

    await expect(told).to_be_empty()
    await expect(handle).to_have_attribute("aria-pressed", "false")
    await board.shows("BOUZIGUES", PROPOSED)


async def test_on_a_phone_a_handle_is_there_and_nothing_is_wider_than_the_screen(
    board: Board,
) -> None:
    await board.page.set_viewport_size(PHONE)

    await expect(board.card("CAYLUS").get_by_role("button", name="Déplacer")).to_be_visible()
    assert await board.page.evaluate(TOO_WIDE) <= 0
