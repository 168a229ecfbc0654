"""PostgreSQL or NATS goes away under a form: what people are told is true."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from contracts.internships.periods import FormationOpenedV1
from services.chassis.database import engine
from services.chassis.database.engine import POOL_OVERFLOW, POOL_SIZE
from tests.chassis.cutting import Cutting
from tests.chassis.notebook import notebook
from tests.chassis.notebook.pages import router
from tests.chassis.site import Site, a_note, served
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually


@dataclass
class Fragile:
    """The notebook, and the way to its database."""

    site: Site
    way: Cutting


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that takes a server for lost after a second, and not after 35."""
    monkeypatch.setattr(engine, "SILENCE_SECONDS", 1)


@pytest_asyncio.fixture
async def fragile(notebooks: ServiceDatabases) -> AsyncIterator[Fragile]:
    service = notebook(router)
    await notebooks.migrate(service)
    await notebooks.empty(service.name)
    async with Cutting(notebooks.settings.database_port) as way:
        # Only the port is replaced: the administrator's address would bring the real one back.
        settings = notebooks.settings.replaced(database_url=None, database_port=way.port)
        async with served(service, settings) as site:
            yield Fragile(site, way)


async def test_with_the_database_down_nothing_is_recorded_and_the_page_says_so(
    fragile: Fragile, notebooks: ServiceDatabases
) -> None:
    browser = await fragile.site.signed_in()
    assert (await browser.get("/notes")).status_code == 200
    fragile.way.go_down()

    note = a_note()
    refused = await browser.post("/notes", data=note)

    assert refused.status_code == 503
    assert "rien n’a été enregistré" in refused.text
    assert refused.headers["content-security-policy"]
    assert refused.headers["retry-after"]
    assert await notebooks.published(FormationOpenedV1) == []
    fragile.way.come_back()
    assert (await browser.post("/notes", data=note)).status_code == 303
    assert len(await notebooks.published(FormationOpenedV1)) == 1


@pytest.mark.usefixtures("impatient")
async def test_a_server_that_says_nothing_any_more_is_not_waited_for(
    fragile: Fragile, notebooks: ServiceDatabases
) -> None:
    browser = await fragile.site.signed_in()
    assert (await browser.get("/notes")).status_code == 200
    fragile.way.say_nothing()

    note = a_note()
    asked = [browser.get("/notes") for _ in range(POOL_SIZE + POOL_OVERFLOW + 1)]
    pages = await asyncio.gather(*asked)
    assert {page.status_code for page in pages} == {503}
    assert any("La base de données ne répond pas" in page.text for page in pages)
    refused = await browser.post("/notes", data=note)
    assert refused.status_code == 503

    fragile.way.speak()

    async def noted() -> bool:
        return (await browser.post("/notes", data=note)).status_code == 303

    await eventually(noted)
    assert len(await notebooks.published(FormationOpenedV1)) == 1


@pytest.mark.parametrize(
    ("state", "moment"),
    [
        ("53100", "BEFORE INSERT ON"),
        ("53100", "AFTER INSERT ON"),  # at the COMMIT
        ("53200", "BEFORE INSERT ON"),
        ("58030", "BEFORE INSERT ON"),
        ("57014", "BEFORE INSERT ON"),  # a statement that took too long
    ],
)
async def test_a_server_out_of_room_records_nothing_and_the_page_says_so(
    fragile: Fragile, notebooks: ServiceDatabases, moment: str, state: str
) -> None:
    """The full disk, the memory that is used up, the broken disk and the statement given up."""
    browser = await fragile.site.signed_in()
    note = a_note()
    superuser = await notebooks.superuser("internships")
    kind, deferred = (
        ("CONSTRAINT ", "DEFERRABLE INITIALLY DEFERRED ") if "AFTER" in moment else ("", "")
    )
    await superuser.execute(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$;"
        f" CREATE {kind}TRIGGER no_room {moment} notes {deferred}"
        "FOR EACH ROW EXECUTE FUNCTION no_room()"
    )
    try:
        refused = await browser.post("/notes", data=note)
    finally:
        await superuser.execute("DROP FUNCTION no_room CASCADE")
        await superuser.close()

    assert refused.status_code == 503
    assert "rien n’a été enregistré" in refused.text
    assert await notebooks.published(FormationOpenedV1) == []
    assert (await browser.post("/notes", data=note)).status_code == 303


async def test_a_program_is_told_that_the_database_is_down(fragile: Fragile) -> None:
    program = await fragile.site.signed_in()
    fragile.way.go_down()

    refused = await program.post("/api/internships/notes", json=a_note())

    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")


async def test_a_commit_whose_answer_was_lost_is_answered_as_done(
    fragile: Fragile, notebooks: ServiceDatabases
) -> None:
    browser = await fragile.site.signed_in()
    await browser.get("/notes")
    fragile.way.cut_next_commit = True

    answer = await browser.post("/notes", data=a_note())

    assert (answer.status_code, answer.headers["location"]) == (303, "/notes")
    assert "Note enregistrée." in (await browser.get("/notes")).text
    assert len(await notebooks.published(FormationOpenedV1)) == 1


async def test_a_commit_nobody_can_tell_about_may_be_sent_again(
    fragile: Fragile, notebooks: ServiceDatabases
) -> None:
    browser = await fragile.site.signed_in()
    await browser.get("/notes")
    fragile.way.cut_next_commit = fragile.way.down_after_the_cut = True
    note = a_note()

    unknown = await browser.post("/notes", data=note)

    assert unknown.status_code == 503
    assert "elle ne sera pas enregistrée deux fois" in unknown.text
    assert "rien n’a été enregistré" not in unknown.text.lower()
    fragile.way.come_back()
    assert (await browser.post("/notes", data=note)).status_code == 303
    assert len(await notebooks.published(FormationOpenedV1)) == 1


async def test_a_service_starts_and_says_what_is_down(notebooks: ServiceDatabases) -> None:
    service = notebook(router)
    await notebooks.migrate(service)
    dead = notebooks.settings.replaced(
        database_url=None, database_port=1, nats_url="nats://127.0.0.1:1"
    )
    async with served(service, dead) as site:
        browser = await site.signed_in()

        assert (await browser.get("/api/internships/health/live")).status_code == 200
        ready = await browser.get("/api/internships/health/ready")
        assert ready.status_code == 503
        assert ready.json()["problems"]["database"] == ["unreachable"]
        assert ready.json()["problems"]["bus"] == ["disconnected"]
        page = await browser.get("/notes")
        assert page.status_code == 503
        assert "La base de données ne répond pas" in page.text


async def test_a_service_serves_without_nats_and_says_so(
    notebooks: ServiceDatabases,
) -> None:
    service = notebook(router)
    await notebooks.migrate(service)
    await notebooks.empty(service.name)
    alone = notebooks.settings.replaced(nats_url="nats://127.0.0.1:1")
    async with served(service, alone) as site:
        browser = await site.signed_in()

        assert (await browser.post("/notes", data=a_note())).status_code == 303
        ready = await browser.get("/api/internships/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
        assert ready.json()["problems"]["bus"] == ["disconnected"]

        async def told_by_the_relay() -> bool:
            ready = await browser.get("/api/internships/health/ready")
            return "DEPARTMENT_82: bus-disconnected" in ready.json()["problems"]["relay"]

        await eventually(told_by_the_relay)
    assert len(await notebooks.published(FormationOpenedV1)) == 1
