"""Somebody is erased: no trace of them is left anywhere, and no backup brings one back.

Everything runs. The same scanner that finds the names everywhere before finds none afterwards, in
any table of any service, in the streams, in the logs; the figures of the department do not move.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.follow_up import ContactKind, ReportLevel
from contracts.internships.mobility import AidKind
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.companies import (
    Diffusion,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.operations.erasure import OneNews
from deploy.services import SERVICES
from deploy.supervisor.web import services_in_process
from services.chassis.base.identity import Role
from services.chassis.base.working_days import is_working_day
from services.chassis.privacy.processing_register import by_processing
from services.chassis.unit_of_work.unit_of_work import Scope
from services.coordination.news.commands import propose_news, publish_news, withdraw_news
from services.coordination.news.model.news import NewsNotEditable
from services.coordination.news.model.text import NewsText
from services.internships.approaches.commands import note_approach
from services.internships.approaches.model.approach import ApproachedBy, Asking, Means
from services.internships.base.days import local_date
from services.internships.families.commands import (
    agree_to_letters,
    note_address,
    write_to_families,
)
from services.internships.families.model import FamilySlot, SaidBy
from services.internships.family_letters.commands import write_to_families_of
from services.internships.follow_ups.commands.note_arrival import note_arrival
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.model import Contact
from services.internships.host_desk.commands import give_opinion
from services.internships.host_desk.model import HostAgain
from services.internships.host_letters.commands import write_to_hosts
from services.internships.mobility.commands import ask_mobility_aid
from services.internships.referents.commands import assign_referents, name_referents
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.directory_entries.commands import note_entry
from services.partnerships.documents.commands import keep_document
from services.partnerships.import_rows.model.row import RefusedRow
from services.partnerships.mailings.commands import draft_mailing
from services.partnerships.mailings.model import MailingText
from services.partnerships.mass_changes.commands.prepare_change import prepare_change
from services.partnerships.mass_changes.model import ChangeAsked, ChangeKind
from services.partnerships.public_directory.model import Entry
from services.partnerships.sharing.commands import share_contact
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.teacher_links.commands import bring_call, give_teacher_links
from tests.internships.world import ELEC, Lycee
from tests.partnerships.world import Bureau, row, siret_of
from tests.partnerships.world import company as details_of
from tests.security.canaries import ARTISAN, BORN, CONTACT, PUPIL, seen_in
from tests.security.test_access import TOLD_TO_A_CONTACT, TOLD_TO_A_PUPIL
from tests.support.backups import back_up, bring_back
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases
from tests.support.smtp import LOOPBACK
from tests.support.waiting import eventually

RESTORED = ("internships", "partnerships", "notifications", "portal", "coordination")
TEXT = NewsText(f"{ARTISAN} ouvre son atelier", f"Le bureau accompagne {PUPIL}.", None)


@dataclass
class World:
    """A department at work, and every place where a name may be."""

    network: Network
    running: AsyncExitStack
    databases: ServiceDatabases
    store: Path
    backups: Path
    logged: list[str] = field(default_factory=list)
    pupil: UUID = field(init=False)
    company: UUID = field(init=False)
    contact: UUID = field(init=False)
    placement: UUID = field(init=False)
    trader: UUID = field(init=False)
    news: UUID = field(init=False)

    async def stop(self) -> None:
        """Stop every service."""
        await self.running.aclose()

    async def start(self) -> None:
        """Start them again, on what is there."""
        await self.running.enter_async_context(services_in_process(SERVICES, self.network.settings))

    @property
    def bureau(self) -> Bureau:
        units = self.network.runtime("partnerships").work
        return Bureau(HERE, units, self.databases.published, datetime.now(UTC))

    async def visitor(self, role: Role, uai: Any = HERE) -> Visitor:
        client = await self.network.client_as(role, uai)
        client.headers["Sec-Fetch-Site"] = "same-origin"
        return Visitor(client)

    async def seen(self) -> dict[str, set[str]]:
        """The kinds of people named in each place; places where nobody is are left out."""
        found = {
            "streams": {
                kind
                for path in self.store.rglob("*")
                if path.is_file()
                for kind in seen_in(path.read_bytes())
            },
            "logs": seen_in("\n".join(self.logged).encode()),
        }
        for service in SERVICES:
            superuser = await self.databases.superuser(service.name)
            for table in await _tables(superuser):
                rows = await superuser.fetch(f'SELECT * FROM "{table}"')
                found[f"{service.name}.{table}"] = seen_in(b"\n".join(map(_bytes, rows)))
            await superuser.close()
        return {place: kinds for place, kinds in found.items() if kinds}

    async def figures(self) -> dict[str, list[tuple[Any, ...]]]:
        """What the department knows, and what it may be told next."""
        superuser = await self.databases.superuser("supervision")
        rows = await superuser.fetch("SELECT * FROM coverages")
        told = {"coverages": sorted(tuple(map(str, one)) for one in rows)}
        told["companies"] = [(await superuser.fetchval("SELECT count(*) FROM companies"),)]
        await superuser.close()
        superuser = await self.databases.superuser("internships")
        for table in ("coverages", "tallies"):
            rows = await superuser.fetch(f"SELECT * FROM {table}")
            told[f"own {table}"] = sorted(tuple(map(str, one)) for one in rows)
        told["placements"] = [(await superuser.fetchval("SELECT count(*) FROM placements"),)]
        await superuser.close()
        return told


async def _tables(superuser: asyncpg.Connection) -> list[str]:
    rows = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [row["tablename"] for row in rows]


def _bytes(record: asyncpg.Record) -> bytes:
    return b"\t".join(v if isinstance(v, bytes) else str(v).encode() for v in record.values())


@pytest_asyncio.fixture
async def world(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats, worker_folder: Path
) -> AsyncIterator[World]:
    """Everything runs, and mails go to the mailbox of a demonstration."""
    port = free_port()
    settings = service_databases.settings.replaced(
        nats_url=bus_server.url,
        demo_smtp_port=port,
        smtp_host=LOOPBACK,
        smtp_port=port,
        smtp_security="none",
        mail_from="ne-pas-repondre@passerelle.example",
    )
    logged: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append(self.format(record))

    async with AsyncExitStack() as stack:
        handler = Kept(logging.DEBUG)
        logging.getLogger().addHandler(handler)
        stack.callback(logging.getLogger().removeHandler, handler)
        running = await stack.enter_async_context(AsyncExitStack())
        network = await running.enter_async_context(Running(service_databases, settings)())
        backups = worker_folder / "backups"
        backups.mkdir(exist_ok=True)
        store = worker_folder / "bus" / "jetstream"
        yield World(network, running, service_databases, store, backups, logged)


async def people_work(world: World) -> None:
    """A pupil and a contact leave traces wherever they can."""
    await world.network.client_as(Role.RBDE, HERE)
    bureau = world.bureau
    partners = await world.databases.superuser("partnerships")
    world.company = await bureau.registers()
    site = await partners.fetchrow("SELECT * FROM sites")
    await partners.close()
    assert site is not None
    world.contact = await bureau.do(
        add_contact,
        company_id=world.company,
        site_id=site["site_id"],
        details=ContactDetails(
            name=f"{CONTACT} Hortense", phone="05 36 49 70 01", mail="zzcontact@quercy.example"
        ),
    )
    await bureau.logs(world.company, note=f"{CONTACT} Hortense prendra Ode {PUPIL} en janvier.")
    await bureau.keeps_a_note(world.company, f"{CONTACT} Hortense suivra Ode {PUPIL}.")
    await bureau.logs(world.company, note="Rien à dire de personne.", contact_id=world.contact)
    await bureau.do(
        share_contact,
        contact_id=world.contact,
        informed_on=bureau.now.date(),
        now=bureau.now,
    )
    [link_id] = await bureau.do(give_teacher_links, teachers=[("Mme Roux", None)], now=bureau.now)
    for note in (f"D’accord pour Ode {PUPIL}.", f"{CONTACT} Hortense rappellera."):
        await bureau.do(
            bring_call,
            link_id=link_id,
            company="Scierie",
            outcome=InteractionOutcome.AGREED,
            note=note,
            now=bureau.now,
        )
    await many_are_written_to(bureau, world.company)
    forum = ActionDetails(
        kind=ActionKind.FORUM,
        title="Forum",
        planned_on=bureau.now.date() + timedelta(days=60),
        place=f"Chez {CONTACT} Hortense",
    )
    await bureau.do(plan_action, details=forum, company_id=world.company, now=bureau.now)
    one = await bureau.opens_a_partnership(world.company)
    await bureau.signs(one, 1, signatory_id=world.contact, signed_on=date(2026, 9, 1))
    refused = RefusedRow(3, "Scierie", "Le SIRET est faux.", ("Scierie", f"{CONTACT} Hortense"))
    await bureau.previews(row(2, "Menuiserie", f"Hortense {CONTACT}"), refused=(refused,))
    await a_trader_works(world)
    superuser = await world.databases.superuser("internships")
    lycee = Lycee(HERE, world.network.runtime("internships").work, superuser, datetime.now(UTC))
    formation = await lycee.opens(ELEC)
    classes = {"2ELEC": formation}
    await lycee.imports(f"{PUPIL} Ode 2ELEC", classes=classes, born=BORN)
    await lycee.imports("ROUX Tom 2ELEC", classes=classes)
    world.pupil = await superuser.fetchval(
        "SELECT pupil_year_id FROM pupils WHERE first_name = 'Ode'"
    )
    period = await lycee.publishes_a_period(formation)

    async def host_is_known() -> bool:
        return bool(await superuser.fetchval("SELECT count(*) FROM host_sites"))

    await eventually(host_is_known)
    world.placement = await lycee.places(world.pupil, period, SiteKey(site["site_key"]))
    await superuser.execute(
        "INSERT INTO rule_overrides (uai, override_id, placement_id, rule, said, reason,"
        " overridden_on) VALUES ($1, gen_random_uuid(), $2, 'short_stay', '2 semaines',"
        " 'authorised', '2026-11-24')",
        *(HERE, world.placement),
    )
    asking = Asking(
        ApproachedBy.TEACHER, Means.CALL, local_date(lycee.now), note=f"{PUPIL} ira vendredi."
    )
    await lycee.do(
        note_approach,
        period_id=period,
        pupil_year_id=world.pupil,
        site_key=SiteKey(site["site_key"]),
        asking=asking,
        now=lycee.now,
    )
    await papers_are_kept(world, lycee, period)
    await the_host_is_written_to(world, lycee)
    await the_family_is_written_to(world, lycee)
    told = Contact(
        ContactKind.CALL, lycee.now.date(), ReportLevel.PROBLEM, note=f"Ode {PUPIL} se plaint."
    )
    await lycee.do(note_follow_up, placement_id=world.placement, contact=told, now=lycee.now)
    over = lycee.now + timedelta(days=300)
    await lycee.do(note_arrival, placement_id=world.placement, now=over)
    await lycee.do(
        give_opinion,
        placement_id=world.placement,
        again=HostAgain.YES,
        prepared=4,
        remark=f"{PUPIL} a bien appris.",
        now=over,
    )
    await superuser.close()
    await mails_arrived(world)


async def papers_are_kept(world: World, lycee: Lycee, period: UUID) -> None:
    """What is kept of the pupil beside the place: who follows them, an aid, an agreement, an attestation."""
    [referent] = await lycee.do(name_referents, names=["M. Lestrade-Vaour"], now=lycee.now)
    chosen = {world.pupil: referent}
    await lycee.do(assign_referents, period_id=period, shown={}, chosen=chosen, now=lycee.now)
    await lycee.do(
        ask_mobility_aid,
        pupil_year_id=world.pupil,
        period_id=period,
        kind=AidKind.TRANSPORT,
        on=lycee.now.date(),
        now=lycee.now,
    )
    for statement in (
        (
            "INSERT INTO agreements (uai, agreement_id, placement_id, standing, prepared_on, prepared_act,"
            " version) VALUES ($1, gen_random_uuid(), $2, 'prepared', '2026-11-24', gen_random_uuid(), 1)"
        ),
        (
            "INSERT INTO agreement_signatures (uai, agreement_id, signer)"
            " SELECT uai, agreement_id, 'host' FROM agreements WHERE uai = $1 AND placement_id = $2"
        ),
        (
            "INSERT INTO attestations (uai, attestation_id, placement_id, act_id, received_on, days,"
            " absence_days) VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), '2026-11-24', 20, 1)"
        ),
        (
            "INSERT INTO planned_visits (uai, visit_id, placement_id, planned_on, way, state, sequence,"
            " version) VALUES ($1, gen_random_uuid(), $2, '2027-01-11', 'on_site', 'planned', 0, 1)"
        ),
    ):
        await lycee.superuser.execute(statement, *(HERE, world.placement))


async def the_host_is_written_to(world: World, lycee: Lycee) -> None:
    """Who comes is said to the contact, whatever the hour of the test."""
    first = date(2027, 1, 4)
    ahead = max(first, local_date(lycee.now))
    await lycee.superuser.execute(
        "UPDATE placements SET own_starts_on = $2, own_ends_on = $3, dates_reason = 'other'"
        " WHERE placement_id = $1",
        *(world.placement, ahead, ahead + timedelta(days=20)),
    )
    morning = datetime.combine(worked_by(ahead), time(6), tzinfo=UTC)
    await lycee.do(write_to_hosts, uai=HERE, since=morning.date(), now=morning)
    await letters_left(world, "host_pupil_arrives")


async def the_family_is_written_to(world: World, lycee: Lycee) -> None:
    """The pupil of age and a parent, to whom the pupil agreed; the addresses hold the name."""
    now = lycee.now
    await lycee.do(write_to_families, uai=HERE, is_open=True, version=0, now=now)
    for slot, mail in ((FamilySlot.PUPIL, "zzcanari.ode"), (FamilySlot.FIRST, "zzcanari")):
        await lycee.do(
            note_address,
            pupil_year_id=world.pupil,
            slot=slot,
            mail=f"{mail}@famille.example",
            known_id=None,
            said_by=SaidBy.FAMILY,
            now=now,
        )
    await lycee.do(
        agree_to_letters,
        pupil_year_id=world.pupil,
        agrees=True,
        said_by=SaidBy.FAMILY,
        now=now,
    )
    first = await lycee.superuser.fetchval(
        "SELECT own_starts_on FROM placements WHERE placement_id = $1", world.placement
    )
    morning = datetime.combine(worked_by(first), time(6), tzinfo=UTC)
    await lycee.do(write_to_families_of, uai=HERE, now=morning)
    await letters_left(world, "family_departure")


async def letters_left(world: World, template: str) -> None:
    """Once one of these is sent, whatever the hour."""
    mails = await world.databases.superuser("notifications")

    async def it_left() -> bool:
        await mails.execute("UPDATE mails SET next_attempt_at = now() WHERE state = 'queued'")
        return bool(
            await mails.fetchval(
                "SELECT count(*) FROM mails WHERE template = $1 AND state = 'sent'", template
            )
        )

    await eventually(it_left)
    await mails.close()


def worked_by(day: date) -> date:
    """That day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


async def many_are_written_to(bureau: Bureau, company: UUID) -> None:
    """A mail and a task for several companies, that name both."""
    text = MailingText(subject=f"Pour {CONTACT}", body=f"{CONTACT} Hortense, Ode {PUPIL} arrive.")
    await bureau.do(
        draft_mailing,
        text=text,
        purpose=InteractionPurpose.PFMP,
        company_ids=[company],
        author=uuid4(),
        now=bureau.now,
    )
    note = f"Dire à {CONTACT} Hortense qu’Ode {PUPIL} arrive."
    await bureau.do(
        prepare_change,
        asked=ChangeAsked(
            kind=ChangeKind.TASK, task=TaskDetails(code=TaskCode.CALL_BACK, note=note)
        ),
        company_ids=[company],
        account_id=uuid4(),
        roles={"rbde"},
        now=bureau.now,
    )


async def a_trader_works(world: World) -> None:
    """A sole trader both lycées know, and a news item about somebody."""
    await world.network.client_as(Role.RBDE, ELSEWHERE)
    bureau = world.bureau
    neighbour = replace(bureau, uai=ELSEWHERE)
    world.trader = await bureau.registers(
        f"{ARTISAN} Menuiserie", legal_form=LegalForm.SOLE_TRADER, siren=None
    )
    partners = await world.databases.superuser("partnerships")
    site_id = await partners.fetchval(
        "SELECT site_id FROM sites WHERE company_id = $1", world.trader
    )
    await partners.close()
    entry = Entry(siret_of(7), f"{ARTISAN} Toiture", diffusion=Diffusion.FULL)
    await bureau.do(note_entry, site_id=site_id, siret=entry.siret, entry=entry, now=bureau.now)
    again = details_of(f"{ARTISAN} Menuiserie", legal_form=LegalForm.SOLE_TRADER)
    for one in (bureau, neighbour):
        await one.do(
            add_contact,
            company_id=world.trader,
            site_id=site_id,
            details=ContactDetails(name=f"{ARTISAN} Paul", mail="zza@quercy.example"),
        )
        await one.logs(world.trader, note=f"{ARTISAN} est content.")
        partnership = await one.opens_a_partnership(world.trader)
        await one.do(
            keep_document,
            uai=one.uai,
            owner_id=partnership,
            name=f"{ARTISAN}.pdf",
            content=f"%PDF- {ARTISAN}".encode(),
            now=one.now,
        )
        await one.previews(row(2, "", details=again))
    await bureau.imports(row(2, "", details=again, phone="+33536490011"))
    units = world.network.runtime("coordination").work
    wide = Scope(frozenset({HERE}), department_wide=True)
    async with units.begin(wide, uai=HERE) as uow:
        world.news = await propose_news(uow, text=TEXT, now=uow.now)
        await publish_news(uow, news_id=world.news, version=1, now=uow.now)


async def the_news_is_erased(world: World) -> None:
    """By the command line, in the name of the supervisor."""
    units = world.network.runtime("coordination").work
    async with units.begin(Scope(frozenset(), department_wide=True)) as uow:
        await withdraw_news(uow, news_id=world.news, version=2, now=uow.now)
    await world.network.client_as(Role.SUPERVISOR, None)
    portal = await world.databases.superuser("portal")
    mail = await portal.fetchval(
        "SELECT mail FROM accounts JOIN grants USING (account_id) WHERE role = 'supervisor'"
    )
    await portal.close()
    item = OneNews(world.network.settings, world.news, mail)
    assert "Part" in await item.look()
    await item.erase()
    with pytest.raises(NewsNotEditable):
        await item.look()


NOT_TOLD = {
    "mails.html",  # the same words as the text
    "mails.calendar",  # the same day, hours and place as the text, and the address
    "interactions.uai",
    "interactions.noted_by",  # who of the bureau noted it
    "tasks.note",  # told with the texts of exchanges
    "actor_exchanges.note",  # the same
    "withdrawn_actor_exchanges.note",  # the same
    "company_notes.note",  # the same
    "site_pause_reasons.details",  # the same
    "dropped_mails.text",  # the same, while no company was found
    "dropped_mails.account_id",  # whose address it came to
    "tasks.assignee",  # who of the bureau does it
    "mass_changes.note",  # told with the texts of exchanges
    "mass_changes.assignee",  # who of the bureau does it
    "mass_changes.asked_by",  # who of the bureau asked for it
    "mailings.subject",  # told with the texts of exchanges
    "mailings.body",  # the same
    "mailings.author",  # who of the bureau wrote it
}
NOT_A_PUPILS = {
    *("mails.address", "mails.reply_to", "interactions.contact_id"),
    "placements.tutor_id",
}
"""Addresses of others, and whom the bureau talked to."""


async def both_are_told_what_is_kept(world: World, head: Visitor, rbde: Visitor) -> None:
    """Every personal column of the register is in the answer, with what it holds."""
    pupil = f"/pfmp/eleves/{world.pupil}"
    contact = f"/entreprises/{world.company}/contacts/{world.contact}"
    page = await rbde.get(pupil)
    await rbde.send(page.form(f"{pupil}/liens/"))
    asking = (await rbde.get(f"{pupil}/aides")).form(f"{pupil}/aides")
    await rbde.send(asking, period_id=asking.options["period_id"][-1], kind="transport")
    card = await rbde.get(f"/entreprises/{world.company}")
    await rbde.send(card.form(f"{contact}/espace"))
    for visitor, path, tables, left, kind in (
        (head, pupil, TOLD_TO_A_PUPIL, NOT_TOLD | NOT_A_PUPILS, "pupil"),
        (rbde, contact, TOLD_TO_A_CONTACT, NOT_TOLD, "contact"),
    ):
        page, file = await visitor.get(f"{path}/acces"), await visitor.get(f"{path}/acces.json")
        assert (page.status, file.status) == (200, 200)
        assert "pas complète" not in page.text
        told = {
            f"{one['table']}.{column}": one["rows"]
            for one in file.answer.json()["told"]
            for column in one["columns"]
        }
        personal = {
            f"{line.table}.{line.column}"
            for service in SERVICES
            for lines in by_processing(service.register).values()
            for line in lines
            if line.use.personal and line.table in tables.get(service.name, set())
        }
        assert personal - left <= told.keys()
        # No need names the contact of this world: tests/coordination/need_rights/test_traces.py has one that is.
        for table in {name.partition(".")[0] for name in told} - {"exemptions", "needs"}:
            assert any(rows for name, rows in told.items() if name.startswith(f"{table}.")), table
        assert kind in seen_in(page.answer.content) & seen_in(file.answer.content)
    seen = await head.get(f"{pupil}/consultations")
    assert "Accès demandé par l’élève" in seen.text
    assert "Vous" in seen.text
    assert ">Camille Rivière<br>" in seen.answer.text, "the bureau, which the head knows by name"
    assert "Lien personnel remis ou fermé" in seen.text
    await rbde.get(f"/entreprises/{world.company}")
    seen = await rbde.get(f"{contact}/consultations")
    assert "Accès demandé par le contact" in seen.text
    assert "Fiche de l’entreprise" in seen.text
    assert "Vous" in seen.text
    assert (await rbde.get(f"{pupil}/acces")).status == 404


async def mails_arrived(world: World) -> None:
    portal = await world.databases.superuser("portal")

    async def both() -> bool:
        return bool(await portal.fetchval("SELECT count(*) >= 2 FROM demo_mails"))

    await eventually(both)
    await portal.close()


async def erase(visitor: Visitor, path: str) -> None:
    """As a person does: read what goes, confirm twice."""
    page = await visitor.get(path)
    form = page.form(path)
    form.fields += [("notes", note) for note in form.options.get("notes", [])]
    refused = await visitor.send(form)
    assert refused.status == 422
    assert "ne revient pas" in refused.text
    done = await visitor.send(refused.form(path), sure="true")
    assert done.status in (200, 410), done.text


async def test_nothing_is_left_of_who_is_erased_and_no_backup_brings_it_back(
    world: World,
) -> None:
    await people_work(world)
    before, figures = await world.seen(), await world.figures()
    assert {"pupil", "contact"} <= {kind for kinds in before.values() for kind in kinds}
    for place, kind in {
        "internships.pupils": "pupil",
        "internships.follow_ups": "pupil",
        "internships.host_opinions": "pupil",
        "partnerships.interactions": "pupil",
        "partnerships.brought": "pupil",
        "partnerships.mailings": "pupil",
        "partnerships.mass_changes": "pupil",
        "portal.demo_mails": "pupil",
        "partnerships.actions": "contact",
        "partnerships.contacts": "contact",
        "partnerships.import_rows": "contact",
        "notifications.mails": "contact",
        "partnerships.companies": "artisan",
        "partnerships.company_words": "artisan",
        "partnerships.directory_entries": "artisan",
        "partnerships.import_effects": "artisan",
        "coordination.published_news": "artisan",
    }.items():
        assert kind in before[place], place
    names = {name: world.databases.settings.database_name(name) for name in RESTORED}
    url = world.databases.superuser_url
    for name, database in names.items():
        await back_up(url, database, world.backups / name)

    head, rbde = await world.visitor(Role.HEAD), await world.visitor(Role.RBDE)
    await both_are_told_what_is_kept(world, head, rbde)
    await erase(head, f"/pfmp/eleves/{world.pupil}/effacement")
    card = f"/entreprises/{world.company}"
    await erase(rbde, f"{card}/contacts/{world.contact}/effacement")

    refused = await rbde.get(f"/entreprises/{world.trader}/effacement")
    assert refused.status == 404
    await erase(head, f"/entreprises/{world.trader}/effacement")
    await the_news_is_erased(world)

    async def nobody_is_seen() -> bool:
        assert await world.seen() == {}
        return True

    await eventually(nobody_is_seen)
    assert await world.figures() == figures
    assert "Élève effacé" in (await head.get(f"/pfmp/eleves/{world.pupil}")).text
    assert "Rien à dire de personne." in (await rbde.get(card)).text
    lines = (world.databases.settings.erasures_folder / "internships.jsonl").read_bytes()
    assert str(world.pupil).encode() in lines
    assert seen_in(lines) == set()

    await world.stop()
    for name, database in names.items():
        await bring_back(url, database, world.backups / name)
    assert (await world.seen()).keys() >= {
        "internships.pupils",
        "internships.approaches",
        "partnerships.contacts",
        "coordination.published_news",
    }
    await world.start()
    assert await world.seen() == {}
    assert "pupil" not in seen_in("\n".join(world.logged).encode())
