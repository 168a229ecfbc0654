"""The journal of the network as a bureau reads it."""

import httpx2
from fastapi import FastAPI

from contracts.partnerships.actions import ActionHeldV1
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.months import Months, noon
from tests.supervision.network import (
    OTHER,
    TODAY,
    action,
    company,
    confirmation,
    exchange,
    published,
)
from tests.supervision.own_figures.autumns import two_autumns
from tests.support.portal import KnownSessions

JOURNAL = "/departement/journal-du-reseau"
MARK = "/departement/fragments/journal-du-reseau/publication"


async def others_work(months: Months) -> None:
    """The other lycée found a place, went on two visits, and rang a company."""
    at = noon(2026, 11, 26)
    months.tell(company(1, name="SARL Delmas"), at)
    months.tell(confirmation(2), at, uai=OTHER)
    few = action("few", ActionHeldV1, pupils=3, accompanying=1)
    months.tell(few, at, uai=OTHER)
    months.tell(exchange("call"), at, uai=OTHER)
    await months.fold()


async def read(bureau: httpx2.AsyncClient, query: str = "") -> str:
    answer = await bureau.get(f"{JOURNAL}{query}")
    assert answer.status_code == 200, answer.text
    return without_tags(answer.text)


async def test_own_lines_are_whole_and_those_of_others_tell_of_no_pupil(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    await others_work(months)

    text = await read(bureau)

    assert "Lycée Bourdelle a confirmé un lieu d’accueil" in text
    assert "Lycée Michelet a confirmé" not in text
    assert "24 élèves" in text
    assert "3 élèves" not in text
    assert "Lycée Michelet" in text
    assert "SARL Delmas" in text
    assert "Qui la connaît" not in text


async def test_what_another_head_keeps_is_not_there_and_open_pages_come_again(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    await others_work(months)
    before = (await bureau.get(MARK)).text
    assert MARK in (await bureau.get(JOURNAL)).text
    months.tell(published(FactFamily.EXCHANGES, (TODAY, False)), noon(2026, 11, 27), uai=OTHER)
    await months.fold()

    text = await read(bureau, f"?lycee={OTHER}&sorte=exchanges")
    after = (await bureau.get(MARK)).text

    assert after != before

    assert "SARL Delmas" not in text
    assert "une absence ici n’est pas une absence d’activité" in text


async def test_the_journal_is_cut_by_lycee_and_by_kind(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    await others_work(months)

    text = await read(bureau, f"?lycee={OTHER}")

    assert "Lycée Bourdelle a" not in text
    assert (await bureau.get(f"{JOURNAL}?lycee={OTHER}&ordre=1")).status_code == 422


async def test_teachers_do_not_read_it(
    months: Months, app: FastAPI, sessions: KnownSessions
) -> None:
    await two_autumns(months)
    async with browsing(app, sessions.sign_in((Role.FORM_TEACHER, OTHER))) as teacher:
        assert (await teacher.get(JOURNAL)).status_code in {403, 404}
