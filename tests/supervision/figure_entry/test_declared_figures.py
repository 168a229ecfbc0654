"""Declared figures: noted, labelled, in no total, hidden once the lycée publishes its own; both are kept."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import asyncpg
import httpx2
import pypdf
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.identifiers import SchoolYear, Uai
from contracts.partnerships.actions import ActionHeldV1
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.supervision.declared_figures.commands import (
    correct_figure,
    declare_figure,
    forget_lycee,
    name_lycee,
    put_back_figure,
    withdraw_figure,
)
from services.supervision.declared_figures.model import (
    Declaration,
    DeclaredAlready,
    DeclaredFigure,
    LyceeKnown,
    PartBeyondWhole,
    Source,
    months_to_declare,
)
from services.supervision.declared_figures.queries import declared_of_year
from services.supervision.declared_figures.store import DeclaredFigures
from services.supervision.past.model import Moment, Month
from services.supervision.report_figures.queries.month_report import month_report
from services.supervision.retention import retention
from services.supervision.service import SERVICE
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.feeds.test_feeds import Outside, outside
from tests.supervision.indicators.test_indicators import one_lycee, today
from tests.supervision.network import (
    BOURDELLE,
    TODAY,
    WHOLE_DEPARTMENT,
    YEAR,
    Network,
    action,
    folded,
    formation,
    lycee,
    published,
)
from tests.supervision.sheets.test_sheets import sends
from tests.support.pages import Page, Visitor
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

__all__ = ["outside"]

PATH = "/departement/chiffres-declares"
INDICATORS = "/departement/indicateurs"
COMING = Uai.numbered("0820777")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest_asyncio.fixture
async def superuser(
    work: UnitsOfWork,  # empties the database first
    service_databases: ServiceDatabases,
) -> AsyncIterator[asyncpg.Connection]:
    connection = await service_databases.superuser(SERVICE.name)
    yield connection
    await connection.close()


def plain(text: str) -> str:
    shown = without_tags(text) if "<" in text else text
    return shown.replace("\u202f", " ").replace("\u00a0", " ")


def this_month() -> str:
    return Month.of(today()).key


async def named(
    supervisor: httpx2.AsyncClient, uai: str = COMING, name: str = "Lycée Curie"
) -> Page:
    return await sends(supervisor, PATH, f"{PATH}/lycees", lycee=uai, name=name)


async def noted(supervisor: httpx2.AsyncClient, **typed: Any) -> Page:
    given = {
        "lycee": COMING,
        "indicator": "actions-menees",
        "month": this_month(),
        "numerator": "41",
        "told_on": today().isoformat(),
        "source": "phone",
    }
    return await sends(supervisor, f"{PATH}/nouveau", PATH, **(given | typed))


async def csv_of(supervisor: httpx2.AsyncClient) -> list[list[str]]:
    answer = await supervisor.get(f"{INDICATORS}.csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


async def test_of_a_lycee_that_is_not_in_a_figure_is_shown_apart_from_every_total(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    held = action("a", ActionHeldV1, pupils=12, accompanying=1)
    network.tell(held.model_copy(update={"planned_on": today()}))
    await folded(work, network.told)
    assert "Aucun chiffre déclaré" in plain((await supervisor.get(PATH)).text)

    assert "Lycée Curie est dans la liste." in plain((await named(supervisor)).text)
    assert "Chiffre noté comme déclaré." in plain((await noted(supervisor)).text)
    await noted(supervisor, indicator="actions-avec-le-reseau", numerator="3", denominator="41")

    page = (await supervisor.get(INDICATORS)).text
    [row] = [one for one in page.split("<tr>") if "#definition-actions-menees" in one]
    said = plain(f">{row.partition('</tr>')[0]}")
    assert "1 41 déclarés à part" in said
    assert "41 déclaré" in said
    assert "téléphone du" in said
    [row] = [one for one in page.split("<tr>") if "#definition-actions-avec-le-reseau" in one]
    assert "3 sur 41 déclarés à part" in plain(f">{row.partition('</tr>')[0]}")
    rows = await csv_of(supervisor)
    [head] = [one for one in rows if one and one[0] == "Indicateur"]
    [line] = [one for one in rows if one and one[0] == "Actions menées"]
    at = head.index("Lycée Curie (déclaré, hors total)")
    assert (line[2], line[at]) == ("1", "41")
    [other] = [one for one in rows if one and one[0] == "Participations d’élèves"]
    assert other[at] == "Non déclaré"
    assert "Lycée Curie" in plain((await supervisor.get(PATH)).text)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"indicator": "actions-avec-le-reseau"}, "indiquez aussi sur combien"),
        ({"denominator": "50"}, "laissez vide"),
        (
            {"indicator": "actions-avec-le-reseau", "numerator": "5", "denominator": "4"},
            "dépasse ce dont il est une part",
        ),
        ({"numerator": "-1"}, "Chiffre"),
        ({"told_on": "2999-01-01"}, "un jour qui n’est pas à venir"),
        (
            {"told_on": (Month.of(today()).first - timedelta(days=1)).isoformat()},
            "Indiquez un jour du mois dont il parle, ou d’après",
        ),
        ({"month": "2999-01"}, "Choisissez un mois de la liste"),
        ({"lycee": Uai.numbered("0820778")}, "Choisissez un lycée de la liste"),
        ({"indicator": "dossiers-offre-valides"}, "Choisissez un indicateur de la liste"),
        ({"source": "rumeur"}, "Source"),
    ],
)
async def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    supervisor: httpx2.AsyncClient, typed: dict[str, str], told: str
) -> None:
    await named(supervisor)
    page = await noted(supervisor, **({"numerator": "41"} | typed))
    assert page.answer.status_code == 422
    assert told in plain(page.text)
    assert f'value="{typed.get("numerator", "41")}"' in page.answer.text


async def test_one_figure_stands_for_a_month_it_is_corrected_withdrawn_and_put_back(
    supervisor: httpx2.AsyncClient,
) -> None:
    await named(supervisor)
    first = await noted(supervisor)
    again = await noted(supervisor, numerator="42")
    assert "Un chiffre est déjà noté" in plain(again.text)

    edit = edit_of(first)
    corrected = await sends(supervisor, edit, edit, numerator="43")
    assert "Chiffre déclaré corrigé." in plain(corrected.text)
    assert "43" in plain(corrected.text)
    stale = await sends(supervisor, edit, edit, version="1", numerator="44")
    assert stale.answer.status_code == 409

    gone = await sends(supervisor, PATH, f"{PATH}/retrait")
    assert "Chiffre déclaré retiré." in plain(gone.text)
    assert "Aucun chiffre déclaré pour" in plain(gone.text)
    back = await gone_back(supervisor, gone)
    assert "Chiffre déclaré remis." in plain(back.text)
    assert "43" in plain(back.text)


async def test_what_a_colleague_corrected_since_is_not_withdrawn_from_an_old_page(
    supervisor: httpx2.AsyncClient,
) -> None:
    await named(supervisor)
    first = await noted(supervisor)
    old = await Visitor(supervisor).get(PATH)
    await sends(supervisor, edit_of(first), edit_of(first), numerator="43")

    # « Annuler » of what was noted, then « Retirer » of the list.
    for form in (of for of in (*first.forms, *old.forms) if of.action == f"{PATH}/retrait"):
        refused = await Visitor(supervisor).send(form)
        assert refused.status == 409
        assert "Ce chiffre a changé entre-temps : il vaut maintenant 43" in plain(refused.text)
    assert "43" in plain((await supervisor.get(PATH)).text)
    gone = await sends(supervisor, PATH, f"{PATH}/retrait")
    assert "Chiffre déclaré retiré." in plain(gone.text)
    twice = await Visitor(supervisor).send(old.form(f"{PATH}/retrait"))
    assert (twice.status, "déjà été retiré" in plain(twice.text)) == (409, True)


def edit_of(page: Page) -> str:
    return page.answer.text.partition("/modification")[0].rpartition('"')[2] + "/modification"


async def test_two_who_note_or_name_the_same_at_once_are_told_that_it_is_there_already(
    work: UnitsOfWork, superuser: asyncpg.Connection
) -> None:
    of = Declaration(
        uai=COMING,
        indicator="actions-menees",
        month=Month.of(today()),
        numerator=5,
        denominator=None,
        told_on=today(),
        source=Source.MAIL,
    )

    async def name(uow: UnitOfWork) -> None:
        await name_lycee(uow, uai=COMING, name="Lycée Curie")

    async def note(uow: UnitOfWork) -> DeclaredFigure:
        return await declare_figure(uow, of=of, part=False, today=today(), now=uow.now)

    await refused_beside(work, superuser, name, name, LyceeKnown)
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        gone = await note(uow)
        await withdraw_figure(uow, figure_id=gone.id, version=gone.version, now=uow.now)

    async def put_back(uow: UnitOfWork) -> object:
        return await put_back_figure(
            uow, figure_id=gone.id, version=2, lycee="Lycée Curie", now=uow.now
        )

    await refused_beside(work, superuser, note, note, DeclaredAlready)
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        [stands] = await declared_of_year(uow, SchoolYear.of(today()))
        await withdraw_figure(uow, figure_id=stands.id, version=1, now=uow.now)
    await refused_beside(work, superuser, note, put_back, DeclaredAlready)


async def refused_beside(
    work: UnitsOfWork,
    superuser: asyncpg.Connection,
    first: Callable[[UnitOfWork], Awaitable[object]],
    second: Callable[[UnitOfWork], Awaitable[object]],
    refusal: type[Exception],
) -> None:
    """The second one, done before the first one is committed."""

    async def beside() -> None:
        async with work.begin(WHOLE_DEPARTMENT) as other:
            await second(other)

    async def it_waits() -> bool:
        return bool(await superuser.fetchval(WAITING))

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await first(uow)
        waiting = asyncio.ensure_future(beside())
        await eventually(it_waits)
    with pytest.raises(refusal):
        await waiting


async def test_a_figure_put_back_brings_its_lycee_back_into_the_list(
    supervisor: httpx2.AsyncClient,
) -> None:
    await named(supervisor)
    await noted(supervisor)
    withdrawn = await sends(supervisor, PATH, f"{PATH}/retrait")
    await sends(supervisor, PATH, f"{PATH}/lycees/retrait")
    assert "Lycée Curie" not in plain((await supervisor.get(PATH)).text)

    back = await gone_back(supervisor, withdrawn)
    assert "Chiffre déclaré remis, et Lycée Curie est de nouveau dans la liste." in plain(back.text)
    shown = await Visitor(supervisor).get(PATH)
    assert "Lycée Curie" in plain(shown.text)
    assert shown.has_form(f"{PATH}/retrait")


async def test_a_lycee_that_was_removed_in_another_tab_is_said_to_be_gone_already(
    supervisor: httpx2.AsyncClient,
) -> None:
    await named(supervisor)
    old = await Visitor(supervisor).get(PATH)
    removed = await sends(supervisor, PATH, f"{PATH}/lycees/retrait")
    assert "Lycée Curie n’est plus dans la liste." in plain(removed.text)
    [undo] = [of for of in removed.forms if ("name", "Lycée Curie") in of.fields]

    again = await Visitor(supervisor).send(old.form(f"{PATH}/lycees/retrait"))
    assert again.status == 409
    assert "n’est déjà plus dans la liste" in plain(again.text)
    assert "Annuler" not in plain(again.text)
    assert "Lycée Curie est dans la liste." in plain((await Visitor(supervisor).send(undo)).text)


async def test_a_figure_that_stands_is_corrected_and_withdrawn_whatever_its_month(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await named(supervisor)
    month = months_to_declare(today())[-1].before
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        of = Declaration(
            uai=COMING,
            indicator="actions-menees",
            month=month,
            numerator=5,
            denominator=None,
            told_on=today(),
            source=Source.MAIL,
        )
        one = DeclaredFigure(id=uow.new_id(), of=of, declared_at=uow.now)
        await DeclaredFigures(uow).add(one)
    year = f"{PATH}?annee={one.year}"
    assert year in (await supervisor.get(PATH)).text

    edit = edit_of(await Visitor(supervisor).get(year))
    corrected = await sends(supervisor, edit, edit, numerator="43")
    assert "Chiffre déclaré corrigé." in plain(corrected.text)
    other = await sends(supervisor, edit, edit, month=month.before.key)
    assert "Choisissez un mois de la liste" in plain(other.text)
    gone = await sends(supervisor, year, f"{PATH}/retrait")
    assert "Chiffre déclaré retiré." in plain(gone.text)


async def test_a_past_report_as_known_then_shows_what_stood_that_day(work: UnitsOfWork) -> None:
    month = Month.of(today()).before.before
    first = datetime.combine(month.last, time(12), UTC)
    of = Declaration(
        uai=COMING,
        indicator="actions-menees",
        month=month,
        numerator=41,
        denominator=None,
        told_on=month.last,
        source=Source.MAIL,
    )
    by_day = {days: first + timedelta(days=days) for days in (0, 2, 4, 6)}
    async with work.begin(WHOLE_DEPARTMENT, now=by_day[0]) as uow:
        await name_lycee(uow, uai=COMING, name="Lycée Curie")
        one = await declare_figure(uow, of=of, part=False, today=month.last, now=uow.now)
    async with work.begin(WHOLE_DEPARTMENT, now=by_day[2]) as uow:
        await correct_figure(
            uow,
            figure_id=one.id,
            version=1,
            of=replace(of, numerator=43),
            part=False,
            today=uow.now.date(),
            now=uow.now,
        )
    async with work.begin(WHOLE_DEPARTMENT, now=by_day[4]) as uow:
        await withdraw_figure(uow, figure_id=one.id, version=2, now=uow.now)
    async with work.begin(WHOLE_DEPARTMENT, now=by_day[6]) as uow:
        await put_back_figure(uow, figure_id=one.id, version=3, lycee="Lycée Curie", now=uow.now)

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        shown = {}
        for days, at in by_day.items():
            report = await month_report(uow, month, Moment(month.last, at.date()))
            shown[days] = [one.numerator for one in report.declared]
    assert shown == {0: [41], 2: [43], 4: [], 6: [43]}


async def test_a_past_report_says_the_name_of_a_lycee_that_was_removed_since(
    work: UnitsOfWork,
) -> None:
    month = Month.of(today()).before.before
    then = datetime.combine(month.last, time(12), UTC)
    of = Declaration(
        uai=COMING,
        indicator="actions-menees",
        month=month,
        numerator=41,
        denominator=None,
        told_on=month.last,
        source=Source.MAIL,
    )

    async def said() -> list[str]:
        async with work.begin(WHOLE_DEPARTMENT) as uow:
            report = await month_report(uow, month, Moment(month.last, then.date()))
        return [one.lycee for one in report.declared]

    async with work.begin(WHOLE_DEPARTMENT, now=then) as uow:
        await name_lycee(uow, uai=COMING, name="Lycée Curie")
        one = await declare_figure(uow, of=of, part=False, today=month.last, now=uow.now)
    assert await said() == ["Lycée Curie"]
    async with work.begin(WHOLE_DEPARTMENT, now=then + timedelta(days=2)) as uow:
        await withdraw_figure(uow, figure_id=one.id, version=1, now=uow.now)
        await forget_lycee(uow, uai=COMING)
    assert await said() == ["Lycée Curie (retiré depuis)"]
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await name_lycee(uow, uai=COMING, name="Lycée Marie-Curie")
    assert await said() == ["Lycée Marie-Curie"]


async def gone_back(supervisor: httpx2.AsyncClient, page: Page) -> Page:
    return await Visitor(supervisor).send(page.form(f"{PATH}/remise"))


async def test_a_lycee_is_named_by_a_number_of_the_department_once_and_goes_without_figures(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, one_lycee().told)
    assert "n’est pas celui d’un lycée du département" in plain(
        (await named(supervisor, Uai.numbered("0310777"))).text
    )
    assert "déjà dans la liste" in plain((await named(supervisor, BOURDELLE)).text)
    assert "lettre finale" in plain((await named(supervisor, "0820777A")).text)
    await named(supervisor)
    assert "n’est plus dans la liste" in plain(
        (await sends(supervisor, PATH, f"{PATH}/lycees/retrait")).text
    )


async def test_once_the_lycee_publishes_its_own_the_declared_one_is_beside_it_on_its_page_alone(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, app: FastAPI, sessions: KnownSessions
) -> None:
    network = one_lycee()
    await folded(work, network.told)
    await noted(supervisor, lycee=BOURDELLE, numerator="3")
    assert "3 déclaré" in plain((await supervisor.get(INDICATORS)).text)

    held = action("a", ActionHeldV1, pupils=12, accompanying=1)
    network.tell(held.model_copy(update={"planned_on": today()}))
    await folded(work, network.told)

    assert "déclaré à part" not in plain((await supervisor.get(INDICATORS)).text)
    of_lycee = plain((await supervisor.get(f"/departement/lycees/{BOURDELLE}")).text)
    assert "3 déclaré" in of_lycee
    assert "−2" in of_lycee
    async with browsing(app, sessions.sign_in((Role.HEAD, BOURDELLE))) as head:
        assert "3 déclaré" in plain((await head.get(f"/departement/lycees/{BOURDELLE}")).text)


async def test_what_a_head_keeps_is_not_told_by_a_declared_figure(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = one_lycee()
    network.tell(published(FactFamily.EXCHANGES, (today(), False)))
    await folded(work, network.told)
    await noted(supervisor, lycee=BOURDELLE, numerator="3")
    assert "3 déclaré" not in plain((await supervisor.get(INDICATORS)).text)


async def test_the_report_of_the_month_has_them_on_its_page_and_in_its_files(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network, before = Network(), datetime.now(UTC) - timedelta(days=40)
    network.tell(lycee("Lycée Bourdelle"), at=before)
    network.tell(formation("Bac pro MELEC"), at=before)
    await folded(work, network.told)
    await named(supervisor)
    await noted(supervisor, numerator="4141")
    month = f"/departement/rapports/{this_month()}"

    assert "Chiffres déclarés" in plain((await supervisor.get(month)).text)
    paper = pypdf.PdfReader(io.BytesIO((await supervisor.get(f"{month}/rapport.pdf")).content))
    text = " ".join(" ".join(one.extract_text().split()) for one in paper.pages)
    assert "déclaré" in text.replace("\u202f", " ")
    assert (await supervisor.get(f"{month}/rapport.xlsx")).status_code == 200
    kept = await sends(supervisor, month, f"{month}/envois")
    assert "Lycée Curie" in kept.text
    await sends(supervisor, PATH, f"{PATH}/retrait")
    assert "Lycée Curie" in (await supervisor.get(kept.answer.url.path)).text


async def test_feeds_do_not_tell_them(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, outside: Outside
) -> None:
    await folded(work, one_lycee().told)
    await named(supervisor)
    typed = {"month": Month.of(TODAY).key, "told_on": TODAY.isoformat()}
    assert "Chiffre noté comme déclaré." in plain((await noted(supervisor, **typed)).text)
    reader = await outside.given(inside=True)
    assert "Curie" not in await reader.text(f"indicateurs.csv?annee={YEAR}")


def test_a_part_is_no_more_than_its_whole() -> None:
    of = Declaration(
        uai=COMING,
        indicator="actions-avec-le-reseau",
        month=Month.of(today()),
        numerator=5,
        denominator=4,
        told_on=today(),
        source=Source.MAIL,
    )
    with pytest.raises(PartBeyondWhole):
        of.check(part=True, today=today())


async def test_they_go_after_ten_years(work: UnitsOfWork, supervisor: httpx2.AsyncClient) -> None:
    await named(supervisor)
    await noted(supervisor)
    later = datetime.now(UTC) + timedelta(days=3653)
    async with work.begin(WHOLE_DEPARTMENT, now=later) as uow:
        for name in ("declared_figures", "declared_lycees"):
            assert len(await retention.rules[name].find(uow, now=later, limit=10)) == 1


async def test_a_lycee_that_is_not_in_yet_has_a_page_of_what_it_declared_found_in_the_list_of_lycees(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, app: FastAPI, sessions: KnownSessions
) -> None:
    await folded(work, one_lycee().told)
    own, listed = f"/departement/lycees/{COMING}", "/departement/lycees"
    assert (await supervisor.get(own)).status_code == 404
    assert "Pas encore dans Passerelle" not in plain((await supervisor.get(listed)).text)
    await named(supervisor)
    for page in (listed, PATH):
        assert f'href="{own}' in (await supervisor.get(page)).text, page
    empty = plain((await supervisor.get(own)).text)
    assert "Aucun chiffre déclaré pour" in empty
    assert "ce n’est pas zéro" in empty

    await noted(supervisor)
    page = plain((await supervisor.get(own)).text)
    assert "Lycée Curie, pas encore dans Passerelle" in page
    assert "Actions menées" in page
    assert "41 déclaré" in page
    assert "Aucun total ne compte ces chiffres." in page
    before = SchoolYear(f"{int(YEAR[:4]) - 5}-{int(YEAR[:4]) - 4}")
    assert "41" not in plain((await supervisor.get(own, params={"annee": before})).text)
    async with browsing(app, sessions.sign_in((Role.HEAD, BOURDELLE))) as head:
        assert (await head.get(own)).status_code == 404

    network = Network()
    network.tell(lycee("Lycée Curie", COMING), uai=COMING)
    await folded(work, network.told)
    assert "pas encore dans Passerelle" not in plain((await supervisor.get(own)).text)
    assert "Pas encore dans Passerelle" not in plain((await supervisor.get(listed)).text)
