"""The sheets the DSDEN is asked for: lines in its words, filled each day, kept as they were sent."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from contracts.identifiers import SchoolYear
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.retention import retention
from tests.supervision.network import (
    WHOLE_DEPARTMENT,
    coverage,
    folded,
    partnership,
    period,
)
from tests.supervision.test_indicators import begun, one_lycee
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
    refused = await sends(
        supervisor, edit, edit, name="Autre", indicators=["refus-accueil"], **version
    )
    assert refused.status == 409
    assert "Enquête de juin" in refused.text
    assert 'value="Autre"' in refused.answer.text
    # What the other left is shown beside what was typed, and a second sending replaces it.
    assert "Actions menées Les vôtres sont dessous" in refused.text
    again = await Visitor(supervisor).send(refused.form(edit))
    assert "Tableau modifié." in again.text
    assert "Refus d’accueil" in again.text

    removed = await sends(supervisor, SHEETS, f"{path}/suppression")
    assert "Tableau supprimé." in removed.text
    assert (await supervisor.get(path)).status_code == 404
    back = await Visitor(supervisor).send(removed.form(f"{path}/remise"))
    assert "Autre" in back.text
    assert (await supervisor.get(path)).status_code == 200


async def test_a_record_keeps_its_figures_and_says_apart_what_is_known_since(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(period(name="begun", starts_on=begun()))
    network.tell(coverage(15, name="begun"))
    await folded(work, network.told)
    sheet = await a_sheet(supervisor, indicators=["taux-de-couverture", "partenariats-actifs"])
    path = sheet.answer.url.path
    of_that_year = f"{path}?annee={SchoolYear.of(begun())}"

    kept = await sends(supervisor, of_that_year, f"{path}/releves")
    assert "Relevé figé" in kept.text
    assert "75 % 15 sur 20" in kept.text
    assert "Aujourd’hui :" not in kept.text
    network.tell(coverage(18, name="begun"), version=2)
    network.tell(partnership("a", PartnershipStage.ACTIVE))
    await folded(work, network.told)

    record = kept.answer.url.path
    again = await Visitor(supervisor).get(record)
    file = (await supervisor.get(f"{record}/fichier.csv")).content.decode("utf-8-sig")
    today_s = await Visitor(supervisor).get(of_that_year)

    assert "75 % 15 sur 20 Aujourd’hui : 90 % (18 sur 20)" in again.text
    # What is of the day alone is no correction of what was sent.
    assert "ne vaut que pour le jour du relevé : Partenariats actifs" in again.text
    assert again.text.count("Aujourd’hui :") == 2  # the lycée, and all together
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


async def test_a_removed_sheet_goes_after_a_month_unless_something_was_sent_of_it(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, one_lycee().told)
    kept, gone, sent = [(await a_sheet(supervisor)).answer.url.path for _ in range(3)]
    record = (await sends(supervisor, sent, f"{sent}/releves")).answer.url.path
    await sends(supervisor, SHEETS, f"{gone}/suppression")
    removed = await sends(supervisor, SHEETS, f"{sent}/suppression")
    assert f'href="{record}"' in removed.answer.text
    rule = retention.rules["removed_sheets"]

    taken = []
    for days in (29, 31):
        now = datetime.now(UTC) + timedelta(days=days)
        async with work.begin(WHOLE_DEPARTMENT) as uow:
            due = await rule.find(uow, now=now, limit=10)
            taken.append([str(one.id) for one in due])
            await rule.remove(uow, [one.id for one in due], now)

    assert taken == [[], [gone.rpartition("/")[2]]]
    assert (await supervisor.get(record)).status_code == 200
    assert (await supervisor.get(kept)).status_code == 200
    last = await sends(supervisor, record, f"{record}/suppression")
    assert "Relevés de tableaux supprimés" not in last.text


async def test_what_is_known_as_of_today_alone_is_no_figure_of_another_year(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(partnership("a", PartnershipStage.ACTIVE))
    await folded(work, network.told)
    path = (await a_sheet(supervisor, indicators=["partenariats-actifs"])).answer.url.path

    now = await Visitor(supervisor).get(path)
    before = await Visitor(supervisor).get(f"{path}?annee=2020-2021")

    assert "Partenariats actifs 1 1" in now.text
    assert "Partenariats actifs Connu à ce jour seulement" in before.text
