"""Two hundred pupils and fifty contacts with words of their own: where are they found afterwards?

Everything that runs leaves traces; each is read as bytes. A name may be in the tables of the lycée
that owns it, on its own pages and in its own mails, and nowhere else, in no dress. The same scan
then finds twenty leaks planted on purpose, and finds the words where they should be: a scanner that
sees nothing would pass too.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import logging
import quopri
import tempfile
import unicodedata
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx2
import psutil
import pytest
import pytest_asyncio
from pydantic import SecretStr

from contracts.identifiers import SiteKey
from contracts.internships.follow_up import ContactKind
from contracts.partnerships.companies import Diffusion, InteractionPurpose, LegalForm
from contracts.personal_links import CLASS_PERIODS, PARENT_PERIODS, PUPIL_PERIODS
from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.internships.approaches.commands import note_approach
from services.internships.approaches.model.approach import ApproachedBy, Asking, Means
from services.internships.base.days import local_date
from services.internships.families.commands import note_address, write_to_families
from services.internships.families.model import FamilySlot, SaidBy
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.model import Contact
from services.internships.host_desk.commands import give_opinion
from services.internships.host_desk.model import HostAgain
from services.internships.personal_links.commands import give_class_link, give_personal_link
from services.internships.personal_links.model import purpose_of
from services.internships.referents.commands import name_referents
from services.partnerships.actors.commands import log_actor_exchange, withdraw_actor_exchange
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.directory_entries.commands import keep_ours, note_entry, take_difference
from services.partnerships.directory_entries.model import RegisterField
from services.partnerships.import_rows.model.row import RefusedRow
from services.partnerships.mailings.commands import draft_mailing
from services.partnerships.mailings.model import MailingText
from services.partnerships.mass_changes.commands.prepare_change import prepare_change
from services.partnerships.mass_changes.model import ChangeAsked, ChangeKind
from services.partnerships.public_directory.model import Entry
from services.partnerships.sharing.commands import share_contact
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.teacher_links.commands import bring_company, give_teacher_links
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, exchange, row, siret_of, site
from tests.partnerships.world import company as details_of
from tests.security.canaries import ARTISAN, BORN, CONTACT, MARKS, PUPIL, seen_in
from tests.security.named_tables import OWNED, SHARED, as_bytes, tables_of
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.otlp import Collector, collector
from tests.support.routes import Route, ask, routes_of
from tests.support.services import ServiceDatabases
from tests.support.smtp import LOOPBACK, Delivered, Mailbox, smtp_server
from tests.support.waiting import eventually

pytestmark = pytest.mark.early

PUPILS, CONTACTS, PLACED = 200, 50, 8
TOKEN = "metrics-of-the-canaries"


@dataclass
class Traces:
    """What is left of a department's work, by place."""

    network: Network
    databases: ServiceDatabases
    store: Path
    told: Collector
    relay: Mailbox
    temporary: Path
    logs: Callable[[], str]
    answers: dict[str, list[bytes]] = field(default_factory=dict)
    printed: str = ""

    async def everywhere(self) -> dict[str, set[str]]:
        """The kinds of people found in each place where there should be none."""
        places = ("logs", "traces", "processes", "stream files", "temporary files")
        found = {place: self.found_in(place) for place in (*places, "mails to others")}
        found |= {place: self.found_in(place) for place in self.answers}
        for service in SERVICES:
            found |= await self.told_by_tables(service.name)
        return found

    def found_in(self, place: str) -> set[str]:
        """What is found in one place, but for databases."""
        match place:
            case "logs":
                self.printed += self.logs()
                return seen_in(self.printed.encode())
            case "traces":
                return seen_in("\n".join(self.told.everything).encode())
            case "processes":
                return seen_in(processes())
            case "stream files" | "temporary files":
                folder = self.store if place == "stream files" else self.temporary
                files = [path for path in folder.rglob("*") if path.is_file()]
                return {kind for path in files for kind in seen_in(path.read_bytes())}
            case "mails to others":
                mine = ("zzcontact", "bureau@")
                others = [m for m in self.relay.mails if not m.recipients[0].startswith(mine)]
                return {kind for mail in others for kind in seen_in(mail.content)}
        kinds = ("pupil", "contact") if "elsewhere" in place else tuple(MARKS)
        return {kind for one in self.answers[place] for kind in seen_in(one, kinds)}

    async def told_by_tables(self, service: str) -> dict[str, set[str]]:
        """Each table, without the rows of the lycée that owns what they say."""
        found: dict[str, set[str]] = {}
        superuser = await self.databases.superuser(service)
        for table in await tables_of(superuser):
            owned = OWNED.get(service, {}).get(table, set())
            rows = await superuser.fetch(f'SELECT * FROM "{table}"')
            kept = [r for r in rows if not (owned and table not in SHARED and r["uai"] == HERE)]
            seen = seen_in(b"\n".join(as_bytes(r) for r in kept))
            found[f"{service}.{table}"] = seen - (owned if table in SHARED else set())
        await superuser.close()
        return found

    async def leak_in(self, place: str) -> set[str]:
        """What is found in one place, read as `everywhere` reads it."""
        service, dot, _ = place.partition(".")
        if dot:
            return (await self.told_by_tables(service)).get(place, set())
        return self.found_in(place)


def processes() -> bytes:
    """The command line and the environment of this process and what it started."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    read = b""
    for process in family:
        for file in ("cmdline", "environ"):
            path = Path(f"/proc/{process.pid}/{file}")
            with suppress(OSError):  # one that ended meanwhile, or may not be read, tells nothing
                read += path.read_bytes()
    return read


@pytest_asyncio.fixture(scope="module")
async def traces(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats, worker_folder: Path
) -> AsyncIterator[Traces]:
    """Everything runs, and every place it may write to is watched."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    def logs() -> str:
        text = "\n".join(written)
        written.clear()
        return text

    async with AsyncExitStack() as stack:
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        temporary = worker_folder / "temporary"
        temporary.mkdir()
        environment.setenv("TMPDIR", str(temporary))
        environment.setattr(tempfile, "tempdir", None)
        environment.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        told = await stack.enter_async_context(collector())
        relay = await stack.enter_async_context(smtp_server())
        settings = service_databases.settings.replaced(
            nats_url=bus_server.url,
            otlp_endpoint=told.address,
            metrics_token=SecretStr(TOKEN),
            smtp_host=LOOPBACK,
            smtp_port=relay.port,
            smtp_security="none",
            mail_from="ne-pas-repondre@passerelle.example",
        )
        handler = Kept(logging.DEBUG)
        logging.getLogger().addHandler(handler)
        stack.callback(logging.getLogger().removeHandler, handler)
        running = Running(service_databases, settings)
        network = await stack.enter_async_context(running())
        store = worker_folder / "bus" / "jetstream"
        yield Traces(network, service_databases, store, told, relay, temporary, logs)


async def people_work(traces: Traces) -> None:
    """A year of what names people: lists, contacts, places, notes, imports, departures."""
    network = traces.network
    superuser = await traces.databases.superuser("internships")
    now = datetime.now(UTC)  # what was before the installation is written to nobody
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, now)
    bureau = Bureau(HERE, network.runtime("partnerships").work, traces.databases.published, now)
    await network.client_as(Role.RBDE, HERE)
    await network.client_as(Role.RBDE, ELSEWHERE)
    company = await bureau.registers()
    trader = await bureau.registers(
        f"{ARTISAN} Menuiserie", legal_form=LegalForm.SOLE_TRADER, siren=None
    )
    partners = await traces.databases.superuser("partnerships")
    sites = {r["company_id"]: r for r in await partners.fetch("SELECT * FROM sites")}
    for number in range(CONTACTS):
        where = (company, trader)[number % 2]
        details = ContactDetails(
            name=f"{CONTACT}{number:03} Hortense",
            phone=f"05 36 49 70 {number:02}",
            mail=f"zzcontact{number:03}@quercy.example",
            gets_mail=number == 0,
        )
        contact_id = await bureau.do(
            add_contact, company_id=where, site_id=sites[where]["site_id"], details=details
        )
        if number == 1:
            await bureau.do(share_contact, contact_id=contact_id, informed_on=now.date(), now=now)
    said = f"{CONTACT}001 prendra {PUPIL}001 en janvier."
    await bureau.logs(company, note=said)
    await bureau.keeps_a_note(company, f"{CONTACT}092 suivra {PUPIL}002.")
    actor_id, noted = uuid4(), exchange(note=said)
    await bureau.do(log_actor_exchange, actor_id=actor_id, exchange=noted, now=now)
    gone = await bureau.do(log_actor_exchange, actor_id=actor_id, exchange=noted, now=now)
    await bureau.do(withdraw_actor_exchange, actor_id=actor_id, exchange_id=gone, now=now)
    await many_are_written_to(bureau, company)
    twin = await bureau.registers(
        f"{ARTISAN} Menuiserie Bis", legal_form=LegalForm.SOLE_TRADER, siren=None
    )
    await bureau.merges(trader, twin)
    await the_register_tells_of_a_trader(bureau)
    refused = RefusedRow(3, f"{ARTISAN} Scierie", "Le SIRET est faux.", (f"{ARTISAN}", "732"))
    await bureau.previews(row(2, f"{ARTISAN} Frères", f"{CONTACT}099 Paul"), refused=(refused,))
    alone = details_of(f"{ARTISAN} Charpente", legal_form=LegalForm.SOLE_TRADER)
    await bureau.imports(row(2, "", f"{CONTACT}098 Paul", details=alone))
    [link] = await bureau.do(
        give_teacher_links, teachers=[(f"{CONTACT}096 Ode", None)], now=bureau.now
    )
    await bureau.do(
        bring_company,
        link_id=link,
        company="Scierie du Tescou",
        town="Moissac",
        reach=f"{CONTACT}095 Paul",
        through=True,
        now=bureau.now,
    )
    links = await place_pupils(lycee, SiteKey(sites[company]["site_key"]))
    # A paper is lost one day: what a link opens names nobody.
    traces.answers["personal links"] = [
        (await network.client().get(address)).content for address in links
    ]
    assert all(b"PFMP" in answer for answer in traces.answers["personal links"])
    await partners.close()
    await superuser.close()


async def many_are_written_to(bureau: Bureau, company: UUID) -> None:
    """A mail and a task for several companies, of which nobody confirmed either."""
    await bureau.do(
        draft_mailing,
        text=MailingText(subject="Janvier", body=f"{CONTACT}094 viendra avec vous."),
        purpose=InteractionPurpose.PFMP,
        company_ids=[company],
        author=uuid4(),
        now=bureau.now,
    )
    task = TaskDetails(code=TaskCode.CALL_BACK, note=f"Demander {CONTACT}093.")
    await bureau.do(
        prepare_change,
        asked=ChangeAsked(kind=ChangeKind.TASK, task=task),
        company_ids=[company],
        account_id=uuid4(),
        roles={"rbde"},
        now=bureau.now,
    )


async def the_register_tells_of_a_trader(bureau: Bureau) -> None:
    """Under a name the bureau first keeps out of its card, then takes."""
    siret = siret_of(7)
    company_id = await bureau.registers(
        f"{ARTISAN} Toiture", main=site(siret=siret), legal_form=LegalForm.SOLE_TRADER
    )
    site_id = (await bureau.card(company_id)).sites[0].id
    entry = Entry(siret, f"{ARTISAN} Couverture", LegalForm.SOLE_TRADER, Diffusion.FULL)
    now, name = bureau.now, RegisterField.NAME
    await bureau.do(note_entry, site_id=site_id, siret=siret, entry=entry, now=now)
    await bureau.do(keep_ours, sites=[(company_id, site_id)], field=name, now=now)
    await bureau.do(
        take_difference,
        company_id=company_id,
        site_id=site_id,
        field=name,
        version=1,
        now=now,
    )


async def place_pupils(lycee: Lycee, site: SiteKey) -> list[str]:
    formation = await lycee.opens(ELEC)
    names = [f"{PUPIL}{n:03} O’Ïo{n:03} 2ELEC" for n in range(PUPILS)]
    pupils = await lycee.imports(*names, classes={"2ELEC": formation}, born=BORN)
    period = await lycee.publishes_a_period(formation)

    async def host_is_known() -> bool:
        query = "SELECT count(*) FROM host_sites WHERE site_key = $1"
        return bool(await lycee.superuser.fetchval(query, site))

    await eventually(host_is_known)
    placed = [await lycee.places(pupil, period, site) for pupil in pupils[:PLACED]]
    await lycee.withdraws(placed[0], version=2)
    await lycee.do(name_referents, names=[f"{CONTACT}094 Ode"], now=lycee.now)
    note = f"{CONTACT}002 rappellera pour {PUPIL}020."
    asking = Asking(ApproachedBy.OFFICE, Means.CALL, local_date(lycee.now), note=note)
    await lycee.do(
        note_approach,
        period_id=period,
        pupil_year_id=pupils[20],
        site_key=site,
        asking=asking,
        now=lycee.now,
    )
    seen = Contact(ContactKind.CALL, lycee.now.date(), note=f"{PUPIL}002 va bien.")
    await lycee.do(note_follow_up, placement_id=placed[1], contact=seen, now=lycee.now)
    await lycee.do(
        give_opinion,
        placement_id=placed[1],
        again=HostAgain.MAYBE,
        prepared=3,
        remark=f"{PUPIL}001 a bien appris.",
        now=datetime(2027, 2, 1, 9, tzinfo=UTC),
    )
    await note_a_family(lycee, pupils[1])
    return await give_links(lycee, pupils[1])


async def note_a_family(lycee: Lycee, pupil: UUID) -> None:
    """An address that holds the name of the pupil."""
    await lycee.do(write_to_families, uai=lycee.uai, is_open=True, version=0, now=lycee.now)
    await lycee.do(
        note_address,
        pupil_year_id=pupil,
        slot=FamilySlot.FIRST,
        mail="zzcanari001@famille.example",
        known_id=None,
        said_by=SaidBy.BUREAU,
        now=lycee.now,
    )


async def give_links(lycee: Lycee, pupil: UUID) -> list[str]:
    """A link on paper for a pupil, a parent and a teacher: the addresses they open."""
    given = {
        kind: await lycee.do(
            give_personal_link, pupil_year_id=pupil, kind=kind, now=datetime.now(UTC)
        )
        for kind in (PUPIL_PERIODS, PARENT_PERIODS)
    }
    given[CLASS_PERIODS] = await lycee.do(
        give_class_link,
        class_id=await lycee.superuser.fetchval("SELECT class_id FROM classes"),
        given_to=f"{CONTACT}097 Ode",
        now=datetime.now(UTC),
    )
    links = lycee.units.links
    return [
        f"{kind.path}/{links.token(purpose_of(kind), uai=HERE, row_id=link_id)}"
        for kind, link_id in given.items()
    ]


LIVE = "/flux"
"""How the address of an answer without an end ends."""


async def people_look(traces: Traces) -> None:
    """Every page that needs no id, as everybody; pages of errors, with a name in the address."""
    network = traces.network
    readers = {
        "pages of the supervisor": (Role.SUPERVISOR, None),
        "pages of the operator": (Role.OPERATOR, None),
        "pages elsewhere": (Role.RBDE, ELSEWHERE),
        "pages of the head elsewhere": (Role.HEAD, ELSEWHERE),
    }
    for place, (role, uai) in readers.items():
        client = await network.client_as(role, uai)
        for route in readable():
            if not route.path.endswith(LIVE):
                answer = await client.get(route.path)
                traces.answers.setdefault(place, []).append(answer.content)
    live = [route for route in readable() if route.path.endswith(LIVE)]
    supervisor = await network.client_as(Role.SUPERVISOR)
    cookie = next(iter(supervisor.cookies.values()))
    traces.answers["feed"] = [
        (await ask(network.app, route, {}, cookie=cookie)).body.encode() for route in live
    ]
    traces.answers["metrics"] = [
        (
            await network.client().get(
                f"/api/{service.name}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
            )
        ).content
        for service in SERVICES
    ]
    bureau = await network.client_as(Role.RBDE, HERE)
    await people_search(bureau)
    traces.answers["pages of errors"] = [
        (await bureau.get(f"/{quote(PUPIL)}001")).content,
        (await bureau.get(f"/pfmp/eleves/{quote(PUPIL)}001")).content,
        (await bureau.get(f"/pfmp/eleves/{uuid4()}")).content,
        (await bureau.get(f"/api/internships/coverage?year={quote(CONTACT)}")).content,
        (await bureau.post("/connexion", headers={"Sec-Fetch-Site": "cross-site"})).content,
    ]


async def people_search(bureau: httpx2.AsyncClient) -> None:
    """For somebody by name and by phone: found, and typed into nothing that keeps it."""
    for typed in (f"{CONTACT}003 Hortense", "05 36 49 70 03", f"{PUPIL}001"):
        await bureau.post("/recherche", data={"q": typed})
        found = await bureau.get("/recherche")
        assert found.status_code == 200
        assert (f"{CONTACT}003" in found.text) is not typed.startswith(PUPIL)
        await bureau.post("/recherche/entreprises", data={"q": typed})


def readable() -> list[Route]:
    return [
        route
        for service in SERVICES
        for route in routes_of(service)
        if not route.declared.writes and not route.parameters
    ]


async def mails_have_left(traces: Traces) -> None:
    superuser = await traces.databases.superuser("notifications")

    async def left() -> bool:
        waiting = await superuser.fetchval("SELECT count(*) FROM mails WHERE finished_at IS NULL")
        return waiting == 0 and len(traces.relay.mails) > 0

    await eventually(left)
    await superuser.close()


async def test_no_name_is_found_where_it_does_not_belong(
    traces: Traces, capfd: pytest.CaptureFixture[str]
) -> None:
    await people_work(traces)
    await mails_have_left(traces)
    await people_look(traces)
    printed = capfd.readouterr()
    traces.printed += printed.out + printed.err
    assert "bus.connected" in traces.printed

    found = await traces.everywhere()

    assert {place: kinds for place, kinds in found.items() if kinds} == {}
    assert len(found) > 80  # places
    assert all(traces.answers.values())
    assert traces.told.everything
    assert sum(path.stat().st_size for path in traces.store.rglob("*.blk")) > 10_000


async def test_the_names_are_found_where_they_belong(traces: Traces) -> None:
    """The control: the same scan of the tables of who owns them."""
    for word, owned in OWNED.items():
        superuser = await traces.databases.superuser(word)
        for table, kinds in owned.items():
            rows = await superuser.fetch(f'SELECT * FROM "{table}"')
            assert seen_in(b"\n".join(as_bytes(one) for one in rows)) & kinds, table
        await superuser.close()
    to_contacts = [m for m in traces.relay.mails if m.recipients[0].startswith("zzcontact")]
    assert any(
        "pupil" in seen_in(m.content) or "contact" in seen_in(m.content) for m in to_contacts
    )


# Each name written as somebody's code could, by the standard library.
NAME = f"{PUPIL}007 Ode"
NFD = unicodedata.normalize("NFD", NAME)
BARE = "".join(c for c in NFD if not unicodedata.combining(c))
ENTITIES = NAME.encode("ascii", "xmlcharrefreplace")


async def in_a_table(traces: Traces, service: str, content: bytes) -> None:
    superuser = await traces.databases.superuser(service)
    await superuser.execute("CREATE TABLE IF NOT EXISTS leaks (uai text, content bytea)")
    await superuser.execute("INSERT INTO leaks VALUES ($1, $2)", ELSEWHERE, content)
    await superuser.close()


def table(service: str, content: bytes) -> tuple[str, Callable[[Traces], Awaitable[None]]]:
    async def plant(traces: Traces) -> None:
        await in_a_table(traces, service, content)

    return f"{service}.leaks", plant


def answered(place: str, content: bytes) -> tuple[str, Callable[[Traces], Awaitable[None]]]:
    async def plant(traces: Traces) -> None:
        traces.answers[place].append(content)

    return place, plant


def a_file(where: str, content: bytes) -> tuple[str, Callable[[Traces], Awaitable[None]]]:
    async def plant(traces: Traces) -> None:
        folder = traces.store if where == "stream files" else traces.temporary
        (folder / "planted").write_bytes(content)

    return where, plant


async def a_log(traces: Traces) -> None:
    logging.getLogger("planted").error("refused %s", quopri.encodestring(NAME.encode()))


async def a_span(traces: Traces) -> None:
    traces.told.everything.append(json.dumps({"name": NAME}))


async def a_mail(traces: Traces) -> None:
    content = b"Subject: =?utf-8?b?" + base64.b64encode(NAME.encode()) + b"?=\r\n\r\n."
    traces.relay.mails.append(Delivered("a@b.example", ("autre@lycee.example",), content))


PLANTED: list[tuple[str, Callable[[Traces], Awaitable[None]]]] = [
    table("supervision", NAME.encode()),
    table("supervision", NFD.encode()),
    table("supervision", BARE.encode()),
    table("portal", NAME.upper().encode()),
    table("portal", NAME.lower().encode("utf-16-le")),
    table("notifications", gzip.compress(b"x" * 50 + NAME.encode())),
    table("internships", json.dumps(NAME).encode()),
    table("partnerships", b"\0" + zlib.compress(NAME.encode())),
    answered("pages of the supervisor", html.escape(NAME).encode()),
    answered("pages of the operator", ENTITIES),
    answered("pages elsewhere", NAME.replace("ï", "&iuml;").encode()),
    answered("feed", b"data: " + base64.b64encode(NAME.encode())),
    answered("metrics", b'x{pupil="' + base64.b64encode(b"1" + NAME.encode()) + b'"} 1'),
    answered("pages of errors", quote(NAME).encode()),
    a_file("stream files", b"\x00\x01" + base64.b64encode(b"12" + NAME.encode())),
    a_file("temporary files", NAME.encode("utf-16-be")),
    a_file("temporary files", NAME.encode().hex().upper().encode()),
    ("logs", a_log),
    ("traces", a_span),
    ("mails to others", a_mail),
]


@pytest.mark.parametrize("number", range(len(PLANTED)))
async def test_each_planted_leak_is_found(traces: Traces, number: int) -> None:
    place, plant = PLANTED[number]
    assert await traces.leak_in(place) == set(), "the leak planted before was not taken away"

    await plant(traces)

    assert "pupil" in await traces.leak_in(place)
    await taken_away(traces, place)


async def taken_away(traces: Traces, place: str) -> None:
    for service in SERVICES:
        superuser = await traces.databases.superuser(service.name)
        await superuser.execute("DROP TABLE IF EXISTS leaks")
        await superuser.close()
    if place in traces.answers:
        traces.answers[place].pop()
    for folder in (traces.store, traces.temporary):
        (folder / "planted").unlink(missing_ok=True)
    traces.printed = traces.printed if place != "logs" else ""
    if place == "traces":
        traces.told.everything.pop()
    if place == "mails to others":
        traces.relay.mails.pop()


def test_twenty_leaks_are_planted() -> None:
    assert len(PLANTED) == 20
    places: Any = {place for place, _ in PLANTED}
    assert len(places) >= 13
