"""How long people of companies, notes and lists are kept."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from services.chassis.base.errors import NotFound
from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.actors.tables import actor_exchanges, withdrawn_actor_exchanges
from services.partnerships.base.calendar import local_date
from services.partnerships.base.horizon import YEAR, horizon
from services.partnerships.companies.tables.companies import companies
from services.partnerships.company_notes.tables import company_notes
from services.partnerships.company_views.tables import company_views, default_views
from services.partnerships.contact_checks.tables import contact_checks
from services.partnerships.contacts.register import CONTACTS_KEPT
from services.partnerships.contacts.tables import contacts
from services.partnerships.directory_entries.tables import directory_takings
from services.partnerships.documents.tables import documents
from services.partnerships.drop_box.tables import drop_addresses, dropped_mails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.erasure.queries.archived import (
    ended_partnerships,
    papers_of_actions,
)
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.exchanges.register import NOTES_KEPT
from services.partnerships.exchanges.tables import interactions
from services.partnerships.exports.tables import export_mappings
from services.partnerships.host_pages.tables import host_doings
from services.partnerships.imports.tables import (
    import_effects,
    import_files,
    import_rows,
    imports,
)
from services.partnerships.mail_stops.tables import mail_returns
from services.partnerships.mailings.queries import read_headings
from services.partnerships.mailings.store.mailings import Mailings
from services.partnerships.mailings.tables import mailings
from services.partnerships.mass_changes.tables import mass_changes
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.pressure.tables import solicitations
from services.partnerships.tasks.tables import tasks
from services.partnerships.teacher_links.tables import brought, teacher_links

retention = Retention("partnerships")
IMPORT, UNUSED = "1 an", timedelta(days=400)


async def silent_contacts(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Contacts of companies the lycée has had nothing to do with for years."""
    day = local_date(horizon(now))
    talked = select(interactions.c.company_id).where(
        interactions.c.uai == contacts.c.uai,
        interactions.c.company_id == contacts.c.company_id,
        interactions.c.occurred_on >= day,
    )
    known = select(acquaintances.c.company_id).where(
        acquaintances.c.uai == contacts.c.uai,
        acquaintances.c.company_id == contacts.c.company_id,
        func.greatest(acquaintances.c.last_on, acquaintances.c.hosted_on) >= day,
    )
    asked = select(contact_checks.c.contact_id).where(
        contact_checks.c.uai == contacts.c.uai,
        contact_checks.c.contact_id == contacts.c.contact_id,
        func.greatest(contact_checks.c.asked_at, contact_checks.c.confirmed_at) >= horizon(now),
    )
    statement = (
        select(contacts.c.contact_id, contacts.c.name, companies.c.name.label("company"))
        .join(companies, companies.c.company_id == contacts.c.company_id)
        .where(
            contacts.c.contact_id < _first_id(horizon(now)),
            ~talked.exists(),
            ~known.exists(),
            ~asked.exists(),
        )
        .order_by(companies.c.name_key, contacts.c.name_key)
        .limit(limit)
    )
    return [
        Due(row.contact_id, f"{row.name}, {row.company}") for row in await uow.execute(statement)
    ]


async def forget_contacts(
    uow: UnitOfWork, ids: Collection[UUID], now: datetime
) -> Collection[UUID]:
    """Forget contacts as a bureau erases them: mails and lists too."""
    forgotten = []
    for contact_id in ids:
        try:
            await remove_contact(uow, contact_id=contact_id, now=now)
        except NotFound:  # somebody, or another replica, was quicker
            continue
        forgotten.append(contact_id)
    return forgotten


async def old_notes(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Texts of exchanges of years ago."""
    statement = (
        select(interactions.c.interaction_id, interactions.c.occurred_on, companies.c.name)
        .join(companies, companies.c.company_id == interactions.c.company_id)
        .where(
            interactions.c.note.is_not(None),
            interactions.c.occurred_on < local_date(horizon(now)),
        )
        .order_by(interactions.c.occurred_on)
        .limit(limit)
    )
    return [
        Due(row.interaction_id, f"{row.name}, {row.occurred_on:%d/%m/%Y}")
        for row in await uow.execute(statement)
    ]


async def forget_notes(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The exchanges stay."""
    return [interaction_id for _, interaction_id in await Notes(uow).erase(ids)]


async def old_imports(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Accounts of lists that were imported a year ago."""
    statement = (
        select(imports.c.import_id, imports.c.previewed_at)
        .where(imports.c.previewed_at < now - YEAR, imports.c.status.in_(("completed", "undone")))
        .order_by(imports.c.previewed_at)
        .limit(limit)
    )
    return [
        Due(row.import_id, f"Liste du {row.previewed_at:%d/%m/%Y}")
        for row in await uow.execute(statement)
    ]


async def forget_imports(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """What they brought stays."""
    for table in (import_rows, import_effects, import_files):
        await uow.execute(delete(table).where(table.c.import_id.in_(list(ids))))
    those = delete(imports).where(imports.c.import_id.in_(list(ids)))
    return list((await uow.execute(those.returning(imports.c.import_id))).scalars())


async def forget_agreements(
    uow: UnitOfWork, ids: Collection[UUID], _: datetime
) -> Collection[UUID]:
    """Forget agreements of partnerships; that there was a partnership stays."""
    await Partnerships(uow).forget_people(ids)
    return ids


async def remove_papers(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The actions stay."""
    those = delete(documents).where(documents.c.document_id.in_(list(ids)))
    return list((await uow.execute(those.returning(documents.c.document_id))).scalars())


def _first_id(instant: datetime) -> Any:
    """The smallest id drawn at an instant: a UUIDv7 begins with its milliseconds."""
    since = int((instant - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    return UUID(int=since << 80)


retention.keep(Rule("contacts", "Contacts", CONTACTS_KEPT, silent_contacts, forget_contacts))
retention.keep(Rule("notes", "Textes des échanges", NOTES_KEPT, old_notes, forget_notes))
retention.keep(
    Rule("imports", "Comptes rendus de listes importées", IMPORT, old_imports, forget_imports)
)
retention.keep(
    Rule(
        "partnerships",
        "Signataires et documents de partenariats terminés",
        "3 ans après la fin, ou la durée choisie par l’installation",
        ended_partnerships,
        forget_agreements,
    )
)
retention.keep(
    Rule(
        "action_documents",
        "Documents d’actions",
        "3 ans après l’action, ou la durée choisie par l’installation",
        papers_of_actions,
        remove_papers,
    )
)
retention.keep(
    aged(
        "contact_checks",
        "Demandes de confirmation aux contacts",
        of=contact_checks,
        key="contact_check_id",
        since="asked_at",
        kept=YEAR * 3,
        period="3 ans",
        shared=False,
    )
)
retention.keep(
    aged(
        "directory_takings",
        "Valeurs prises du registre public, à remettre au besoin",
        of=directory_takings,
        key="taking_id",
        since="taken_at",
        kept=timedelta(days=30),
        period="30 jours",
    )
)
retention.keep(
    aged(
        "tasks",
        "Tâches",
        of=tasks,
        key="task_id",
        since="created_at",
        kept=YEAR * 3,
        period="3 ans",
        shared=False,
    )
)
MONTH = timedelta(days=30)
_REMOVED = {"company_views": "removed_views", "export_mappings": "removed_mappings"}


async def old_letters(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """What was written to many companies months ago."""
    known = mailings.c
    statement = (
        select(known.mailing_id, known.uai, known.subject)
        .where(
            known.uai.in_(uow.scope.uais),
            known.body.is_not(None),
            known.drafted_at < now - MONTH * 3,
        )
        .order_by(known.drafted_at)
        .limit(limit)
    )
    headings = await read_headings(uow, await uow.execute(statement))
    return [Due(*one) for one in headings.items()]


async def forget_letters(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """Forget letters; that they were written stays."""
    return await Mailings(uow).forget_texts(ids)


retention.keep(
    Rule(
        "mailing_texts",
        "Textes des courriels à plusieurs entreprises",
        "90 jours",
        old_letters,
        forget_letters,
    )
)
for table, title, key, since, kept, period in (
    (drop_addresses, "Adresses de dépôt révoquées", "drop_id", "revoked_at", MONTH, "30 jours"),
    (dropped_mails, "Courriels reçus en copie", "mail_id", "received_at", MONTH * 3, "90 jours"),
    (
        mass_changes,
        "Changements à plusieurs entreprises",
        "change_id",
        "previewed_at",
        MONTH,
        "30 jours",
    ),
    (mailings, "Courriels à plusieurs entreprises", "mailing_id", "drafted_at", YEAR, IMPORT),
    (actor_exchanges, "Échanges avec le réseau", "exchange_id", "occurred_on", YEAR * 3, "3 ans"),
    (withdrawn_actor_exchanges, "Échanges ôtés", "exchange_id", "withdrawn_at", MONTH, "30 jours"),
    (company_notes, "Notes sur les entreprises", "note_id", "noted_at", YEAR * 3, "3 ans"),
    (solicitations, "Sollicitations de lieux d’accueil", "source_id", "solicited_on", YEAR, IMPORT),
    (brought, "Ce que les professeurs ont apporté", "brought_id", "brought_at", YEAR, IMPORT),
    (host_doings, "Actes des entreprises sur leur page", "doing_id", "done_at", YEAR, IMPORT),
    (teacher_links, "Liens des professeurs", "teacher_link_id", "expires_at", YEAR, IMPORT),
    (mail_returns, "Adresses en échec", "return_id", "returned_at", YEAR, IMPORT),
    (company_views, "Vues que personne n’ouvre", "view_id", "used_on", UNUSED, "400 jours"),
    (default_views, "Vues par défaut sans usage", "account_id", "used_on", UNUSED, "400 jours"),
    (company_views, "Vues supprimées", "view_id", "removed_at", MONTH, "30 jours"),
    (export_mappings, "Modèles d’export supprimés", "mapping_id", "removed_at", MONTH, "30 jours"),
):
    rule = aged(
        _REMOVED[table.name] if since == "removed_at" else table.name,
        title,
        of=table,
        key=key,
        since=since,
        kept=kept,
        period=period,
        shared="uai" not in table.c,
    )
    retention.keep(rule)
keep_the_chassis(retention)
