"""« Flux »: the supervisor gives an organisation a feed, and takes it back."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi import FastAPI

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.chassis.web.views.french import PARIS, date_fr
from services.supervision.domain.feed_reader import in_years
from services.supervision.storage.feed_readers import FeedReaders
from tests.supervision.browsing import browsing, without_tags
from tests.supervision.network import BOURDELLE, WHOLE_DEPARTMENT, Network, folded, lycee
from tests.support.pages import SAME_ORIGIN
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases

PAGE = "/departement/lecteurs"
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/flux/([0-9a-f-]{36})/[\w-]{43}/[\w.]+)")


def a_form(**changed: Any) -> dict[str, Any]:
    form: dict[str, Any] = {
        "command_id": str(uuid4()),
        "organisation": "Région Occitanie",
        "kind": "outside",
        "parts": ["activity", "coverage", "indicators"],
        "expires_on": str(in_years(today(), 1)),
    }
    return form | changed


def a_click() -> dict[str, Any]:
    return {"command_id": str(uuid4())}


def longer(until: date) -> dict[str, Any]:
    return a_click() | {"expires_on": str(until)}


def today() -> date:
    return datetime.now(UTC).astimezone(PARIS).date()


async def sends(
    browser: httpx2.AsyncClient, form: dict[str, Any], path: str = PAGE
) -> httpx2.Response:
    return await browser.post(path, data=form, headers=SAME_ORIGIN)


async def test_an_organisation_is_given_a_feed_and_loses_it(
    supervisor: httpx2.AsyncClient, app: FastAPI
) -> None:
    assert "Aucun lecteur." in (await supervisor.get(PAGE)).text
    form = a_form()

    added = await sends(supervisor, form)

    found = ADDRESS.findall(added.text)
    assert added.status_code == 200
    assert len(found) == 10
    async with browsing(app, None) as stranger:
        for address, _ in found:
            assert (await stranger.get(address)).status_code == 200
        page = without_tags((await supervisor.get(PAGE)).text)
        assert (
            "Région Occitanie Hors DSDEN Activité du réseau, Couverture des PFMP, Indicateurs du département"
            in page
        )
        assert "Lu 10 fois" in page
        assert not ADDRESS.search((await supervisor.get(PAGE)).text)

        path = f"{PAGE}/{found[0][1]}"
        extended = await sends(supervisor, longer(in_years(today(), 1)), f"{path}/prolongation")
        revoked = await sends(supervisor, a_click(), f"{path}/retrait")
        assert (extended.status_code, revoked.status_code) == (303, 303)
        for address, _ in found:
            assert (await stranger.get(address)).status_code == 404
        again = await sends(supervisor, longer(in_years(today(), 1)), f"{path}/prolongation")
        assert again.status_code == 409
        assert "Ce flux a été retiré" in again.text
        assert "retiré le" in (await supervisor.get(PAGE)).text


async def test_a_second_click_adds_no_second_reader_and_shows_no_secret(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    form = a_form()
    first, second = [await sends(supervisor, form) for _ in range(2)]

    assert (first.status_code, second.status_code) == (200, 303)
    [secret] = {match[0].split("/")[3] for match in ADDRESS.findall(first.text)}
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        assert len(await FeedReaders(uow).all()) == 1
    assert secret not in (await supervisor.get(PAGE)).text


async def test_the_database_holds_no_secret(
    supervisor: httpx2.AsyncClient, service_databases: ServiceDatabases
) -> None:
    added = await sends(supervisor, a_form())
    [secret] = {match[0].split("/")[3] for match in ADDRESS.findall(added.text)}

    superuser = await service_databases.superuser("supervision")
    names = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for name in names:
        rows = await superuser.fetch(f'SELECT t::text AS row FROM "{name["tablename"]}" t')
        assert not any(secret in row["row"] for row in rows), name
    await superuser.close()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"organisation": ""}, "Organisation"),
        ({"parts": []}, "Ce qu’il lit"),
        ({"expires_on": "2020-01-01"}, "Choisissez aujourd’hui ou un jour à venir"),
        ({"expires_on": "2099-01-01"}, "un flux dure deux ans au plus"),
        ({"uais": ["0829001N"]}, "Choisissez des lycées de la liste"),
    ],
)
async def test_what_is_refused_is_said_and_nothing_typed_is_lost(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork, changed: dict[str, Any], said: str
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    await folded(work, network.told)

    refused = await sends(supervisor, a_form(**changed))

    assert refused.status_code == 422
    assert said in refused.text
    kept = a_form(**changed)
    for value in (kept["organisation"], kept["expires_on"]):
        assert f'value="{value}"' in refused.text
    assert bool(re.search(r'value="coverage" checked', refused.text)) == bool(kept["parts"])
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        assert not await FeedReaders(uow).all()


async def test_a_feed_of_some_lycees_says_which(
    supervisor: httpx2.AsyncClient, work: UnitsOfWork
) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    await folded(work, network.told)

    await sends(supervisor, a_form(uais=[BOURDELLE]))

    assert "Indicateurs du département ; Lycée Bourdelle" in without_tags(
        (await supervisor.get(PAGE)).text
    )


async def test_an_ended_feed_goes_on_until_the_day_that_is_chosen(
    supervisor: httpx2.AsyncClient, app: FastAPI, work: UnitsOfWork
) -> None:
    added = await sends(supervisor, a_form())
    address, reader_id = ADDRESS.findall(added.text)[0]
    yesterday = datetime.now(UTC).date() - timedelta(days=2)
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await FeedReaders(uow).extend(UUID(reader_id), yesterday)
    async with browsing(app, None) as stranger:
        assert (await stranger.get(address)).status_code == 404
        assert "expiré le" in (await supervisor.get(PAGE)).text
        until = today() + timedelta(days=40)
        sent = await sends(supervisor, longer(until), f"{PAGE}/{reader_id}/prolongation")
        assert sent.status_code == 303
        assert (await stranger.get(address)).status_code == 200
        assert f"Jusqu’au {date_fr(until)}" in (await supervisor.get(PAGE)).text


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "Choisissez au plus tôt le"), (20, "retirez-le"), (367, "un an au plus"), (None, "")],
)
async def test_a_feed_is_extended_neither_backwards_nor_for_more_than_a_year(
    supervisor: httpx2.AsyncClient, days: int | None, said: str
) -> None:
    added = await sends(supervisor, a_form(expires_on=str(today() + timedelta(days=30))))
    _, reader_id = ADDRESS.findall(added.text)[0]
    typed = "2026-02-31" if days is None else str(today() + timedelta(days=days))

    refused = await sends(
        supervisor, a_click() | {"expires_on": typed}, f"{PAGE}/{reader_id}/prolongation"
    )

    assert refused.status_code == 422
    assert said in refused.text
    shown = refused.text.partition(f'id="fin-{reader_id}"')[2].partition(">")[0]
    assert f'value="{typed}"' in shown
    assert 'aria-invalid="true"' in shown
    assert f"Jusqu’au {date_fr(today() + timedelta(days=30))}" in (await supervisor.get(PAGE)).text


@pytest.mark.parametrize("role", [Role.HEAD, Role.RBDE, Role.ACADEMY, Role.OPERATOR, Role.PARTNER])
async def test_nobody_else_gives_feeds(app: FastAPI, sessions: KnownSessions, role: Role) -> None:
    where = None if role.department_wide else BOURDELLE
    async with browsing(app, sessions.sign_in((role, where))) as browser:
        assert (await browser.get(PAGE)).status_code == 404
        assert (await sends(browser, a_form())).status_code == 404
