"""The sheets the DSDEN is asked for: lines in its words, filled each day, kept as they were sent."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from services.chassis.work import UnitsOfWork
from services.supervision.retention import retention
from tests.supervision.network import WHOLE_DEPARTMENT, coverage, folded, period
from tests.supervision.test_indicators import one_lycee, today
from tests.support.pages import Page, Visitor


async def sends(supervisor: httpx2.AsyncClient, page: str, address: str, **typed: Any) -> Page:
    """The form of a page, typed over and sent; what it answers, once redirected."""
    visitor = Visitor(supervisor)
    return await visitor.send((await visitor.get(page)).form(address), **typed)


RATE = "Taux de couverture des PFMP commencées"
SHEETS = "/departement/tableaux"


async def a_sheet(supervisor: httpx2.AsyncClient, **typed: Any) -> Page:
    given: dict[str, Any] = {"name": "Enquête", "indicators": ["actions-menees"], "headings": [""]}
    return await sends(supervisor, f"{SHEETS}/nouveau", SHEETS, **(given | typed))


async def test_a_sheet_has_the_lines_that_are_asked_for_in_their_words_and_order(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, one_lycee().told)

    saved = await a_sheet(
        supervisor,
        indicators=["partenariats-actifs", "", "actions-menees"],
        headings=["=Partenariats signés", "perdu", ""],
    )
    text = saved.text
    file = await supervisor.get(f"{saved.answer.url.path}/fichier.csv")

    assert "Tableau enregistré." in text
    assert "perdu" not in text
    assert text.index("=Partenariats signés") < text.index("Actions menées")
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in lines if len(row) > 3][1:] == [
        "'=Partenariats signés",
        "Actions menées",
    ]


async def test_a_sheet_without_a_line_is_refused_and_nothing_typed_is_lost(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    refused = await a_sheet(supervisor, indicators=[""], headings=["Visites"])
    assert refused.status == 422
    assert "Choisissez au moins un indicateur" in refused.text
    assert 'value="Visites"' in refused.answer.text
    strange = await a_sheet(supervisor, indicators=["autre"])
    assert "Choisissez un indicateur de la liste" in strange.text
    assert "Aucun tableau" in (await supervisor.get(SHEETS)).text


async def test_a_sheet_is_changed_once_removed_and_put_back(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    path = (await a_sheet(supervisor)).answer.url.path
    edit = f"{path}/modification"
    stale = (await supervisor.get(edit)).text
    changed = await sends(supervisor, edit, edit, name="Enquête de juin")
    assert "Tableau modifié." in changed.text

    version = {"version": "1"}
    assert 'value="1"' in stale
    refused = await sends(supervisor, edit, edit, name="Autre", **version)
    assert refused.status == 409
    assert "Enquête de juin" in refused.text
    assert 'value="Autre"' in refused.answer.text

    removed = await sends(supervisor, SHEETS, f"{path}/suppression")
    assert "Tableau supprimé." in removed.text
    assert (await supervisor.get(path)).status_code == 404
    back = await Visitor(supervisor).send(removed.form(f"{path}/remise"))
    assert "Enquête de juin" in back.text
    assert (await supervisor.get(path)).status_code == 200


async def test_a_record_keeps_its_figures_and_says_apart_what_is_known_since(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(period(name="begun", starts_on=today() - timedelta(days=3)))
    network.tell(coverage(15, name="begun"))
    await folded(work, network.told)
    sheet = await a_sheet(supervisor, indicators=["taux-de-couverture", "actions-menees"])
    path = sheet.answer.url.path

    kept = await sends(supervisor, path, f"{path}/releves")
    assert "Relevé figé" in kept.text
    assert "75 % 15 sur 20" in kept.text
    assert "Depuis" not in kept.text
    network.tell(coverage(18, name="begun"), version=2)
    await folded(work, network.told)

    record = kept.answer.url.path
    again = await Visitor(supervisor).get(record)
    file = (await supervisor.get(f"{record}/fichier.csv")).content.decode("utf-8-sig")
    today_s = await Visitor(supervisor).get(path)

    assert "75 % 15 sur 20 Depuis : 90 % (18 sur 20)" in again.text
    assert "90 % 18 sur 20" in today_s.text
    assert f'href="{record}"' in today_s.answer.text
    line = next(row for row in csv.reader(io.StringIO(file), delimiter=";") if row[:1] == [RATE])
    assert (line[2], line[-1]) == ("75,0", "90,0")


async def test_a_record_is_removed_once_confirmed(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, one_lycee().told)
    path = (await a_sheet(supervisor)).answer.url.path
    first, second = [
        (await sends(supervisor, path, f"{path}/releves")).answer.url.path for _ in range(2)
    ]

    removed = await sends(supervisor, first, f"{first}/suppression")

    assert "Relevé supprimé." in removed.text
    assert (await supervisor.get(first)).status_code == 404
    assert (await supervisor.get(second)).status_code == 200


async def test_a_removed_sheet_goes_after_a_month_with_what_was_kept_of_it(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, one_lycee().told)
    kept, gone = [(await a_sheet(supervisor)).answer.url.path for _ in range(2)]
    record = (await sends(supervisor, gone, f"{gone}/releves")).answer.url.path
    await sends(supervisor, SHEETS, f"{gone}/suppression")
    rule = retention.rules["removed_sheets"]

    for days in (29, 31):
        now = datetime.now(UTC) + timedelta(days=days)
        async with work.begin(WHOLE_DEPARTMENT) as uow:
            due = await rule.find(uow, now=now, limit=10)
            await rule.remove(uow, [one.id for one in due], now)
        assert len(due) == (0 if days == 29 else 1)

    assert (await supervisor.get(record)).status_code == 404
    assert (await supervisor.get(kept)).status_code == 200
