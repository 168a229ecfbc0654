"""One of each thing an address of the registry names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from contracts.coordination.actors import ActorKind
from contracts.identifiers import SiteKey
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.commitments import RegulatedWork
from contracts.partnerships.companies import Diffusion, InteractionOutcome, InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.actors.commands import log_actor_exchange
from services.partnerships.axes.commands import add_axis
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.commitments.commands import file_declaration
from services.partnerships.company_notes.model import CompanyNote
from services.partnerships.company_notes.store import CompanyNotes
from services.partnerships.company_views.commands import save_view
from services.partnerships.company_views.model import ViewContent
from services.partnerships.contact_checks.commands import ask_contact_check
from services.partnerships.contact_checks.model import LINK_PURPOSE
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.directory_entries.commands import note_entry
from services.partnerships.documents.commands import keep_document
from services.partnerships.exchanges.model import Refusal
from services.partnerships.exports.commands import save_mapping
from services.partnerships.exports.model import PRONOTE
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.model import LINK_PURPOSE as OF_HOST_PAGES
from services.partnerships.import_rows.model.row import RefusedRow
from services.partnerships.mailings.commands import draft_mailing
from services.partnerships.mailings.model import LINK_PURPOSE as OF_MAILINGS
from services.partnerships.mailings.model import MailingText
from services.partnerships.mass_changes.commands.prepare_change import prepare_change
from services.partnerships.mass_changes.model import ChangeAsked, ChangeKind
from services.partnerships.public_directory.model import Entry
from services.partnerships.tasks.commands import add_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.teacher_links.commands import bring_company, give_teacher_links
from services.partnerships.teacher_links.model import LINK_PURPOSE as OF_TEACHERS
from tests.partnerships.world import TODAY, Bureau, exchange, row, siret_of
from tests.partnerships.world import site as site_of
from tests.support.examples import Example, Examples
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases

LINE = 734_121
"""A line of a list: a number no other text of a page holds."""


async def examples(network: Network, databases: ServiceDatabases) -> Examples:
    bureau = Bureau(HERE, network.runtime("partnerships").work, databases.published)
    siret = siret_of(9)
    company_id = await bureau.registers(main=site_of(siret=siret))
    superuser = await databases.superuser("partnerships")
    [site] = await superuser.fetch("SELECT site_id, site_key FROM sites")
    await superuser.close()
    await bureau.do(
        note_entry,
        site_id=site["site_id"],
        siret=siret,
        entry=Entry(siret, "Chaudronnerie de Gascogne", diffusion=Diffusion.FULL, staff="11"),
        now=bureau.now,
    )
    details = ContactDetails(
        name="Hortense Delbosc", phone="05 36 49 12 34", mail="h.delbosc@quercy.example"
    )
    contact_id = await bureau.do(
        add_contact, company_id=company_id, site_id=site["site_id"], details=details
    )
    await bureau.logs(company_id, note="Rappeler après la foire de Moissac.")
    interaction_id = await bureau.logs(
        company_id,
        outcome=InteractionOutcome.REFUSED,
        refusal=Refusal.CAPACITY,
        contact_id=contact_id,
        next_step_on=TODAY,
    )
    note = CompanyNote(uuid4(), company_id, "Vue à la foire de Moissac.", bureau.now)
    await bureau.do(keep_notes, [note])
    actor_id = uuid4()
    exchange_id = await bureau.do(
        log_actor_exchange,
        actor_id=actor_id,
        exchange=exchange(note="Le CLEE prépare la foire de Moissac."),
        now=bureau.now,
    )
    task_id = await bureau.do(
        add_task,
        details=TaskDetails(
            code=TaskCode.SEND, note="Le livret de la foire de Moissac.", due_on=TODAY, urgent=True
        ),
        company_id=company_id,
        now=bureau.now,
    )
    refused = RefusedRow(3, "Scierie", "Le SIRET est faux.", ("Scierie", "732"))
    # Whoever tries all addresses corrects the one line they name.
    lines = (row(LINE, "Menuiserie Bru"), row(LINE + 1, "Menuiserie Anselme"))
    # Brought just now: its file waits for an hour.
    just_now = replace(bureau, now=datetime.now(UTC))
    import_id = await just_now.previews(*lines, refused=(refused,))
    partnership_id = await bureau.opens_a_partnership(company_id)
    document_id = await bureau.do(
        keep_document,
        uai=HERE,
        owner_id=partnership_id,
        name="Convention Tulmonnet.pdf",
        content=b"%PDF-1.7 Tulmonnet",
        now=bureau.now,
    )
    forum = ActionDetails(
        kind=ActionKind.FORUM,
        title="Forum Tulmonnet",
        planned_on=bureau.now.date(),
        partners=(ActorKind.CLEE,),
        classes=(uuid4(),),
    )
    action_id = await bureau.do(plan_action, details=forum, now=bureau.now)
    paper_id = await bureau.do(
        keep_document,
        uai=HERE,
        owner_id=action_id,
        name="Affiche Tulmonnet.pdf",
        content=b"%PDF-1.7 Tulmonnet",
        now=bureau.now,
    )
    view_id = await bureau.do(
        save_view,
        account_id=uuid4(),
        content=ViewContent(name="Vue Tulmonnet", shared=True),
        now=bureau.now,
    )
    axis_id = await bureau.do(add_axis, label="Axe Tulmonnet")
    capacity_id = await bureau.do(
        declare_capacity,
        company_id=company_id,
        site_id=None,
        mef=None,
        months=(bureau.now.date(), bureau.now.date()),
        seats=2,
        now=bureau.now,
    )
    declaration_id = await bureau.do(
        file_declaration,
        company_id=company_id,
        site_id=None,
        works=(RegulatedWork.HEIGHT,),
        filed_on=bureau.now.date(),
        now=bureau.now,
    )
    change_id, mailing_id, letter_id = await _for_many(bureau, databases, company_id)
    content = replace(PRONOTE, name="Modèle Tulmonnet")
    mapping_id = await bureau.do(save_mapping, content=content)
    merge_id = await bureau.merges(company_id, await bureau.registers("Chaudronnerie Quercy"))
    check_id = await bureau.do(ask_contact_check, contact_id=contact_id, now=bureau.now)
    page_id = await bureau.do(
        give_host_page, contact_id=contact_id, by_mail=False, now=datetime.now(UTC)
    )
    [desk_id] = await bureau.do(
        give_teacher_links, teachers=[("Mme Tulmonnet-Lalande", None)], now=datetime.now(UTC)
    )
    await bureau.do(
        bring_company,
        link_id=desk_id,
        company="Ferronnerie Tulmonnet",
        town="Moissac",
        reach="M. Tulmonnet",
        through=True,
        now=datetime.now(UTC),
    )
    superuser = await databases.superuser("partnerships")
    brought_id = await superuser.fetchval("SELECT brought_id FROM brought")
    await superuser.close()
    links = bureau.units.links
    return Examples(
        {
            "desk_token": Example(
                links.token(OF_TEACHERS, uai=HERE, row_id=desk_id),
                own=True,
                unknown=links.token(OF_TEACHERS, uai=HERE, row_id=uuid4()),
            ),
            "teacher_link_id": Example(str(desk_id), own=True),
            "brought_id": Example(str(brought_id), own=True),
            "page_token": Example(
                links.token(OF_HOST_PAGES, uai=HERE, row_id=page_id),
                own=True,
                unknown=links.token(OF_HOST_PAGES, uai=HERE, row_id=uuid4()),
            ),
            "token": Example(
                links.token(LINK_PURPOSE, uai=HERE, row_id=check_id),
                own=True,
                unknown=links.token(LINK_PURPOSE, uai=HERE, row_id=uuid4()),
            ),
            "company_id": Example(str(company_id), own=False),
            "site_id": Example(str(site["site_id"]), own=False),
            "site_key": Example(site["site_key"], own=False, unknown=SiteKey.local(uuid4())),
            "contact_id": Example(str(contact_id), own=True),
            "import_id": Example(str(import_id), own=True),
            "line": Example(str(LINE), own=False, unknown=str(LINE + 1)),
            "interaction_id": Example(str(interaction_id), own=True),
            "note_id": Example(str(note.id), own=True),
            "capacity_id": Example(str(capacity_id), own=True),
            "declaration_id": Example(str(declaration_id), own=True),
            "action_id": Example(str(action_id), own=True),
            "paper_id": Example(str(paper_id), own=True),
            "view_id": Example(str(view_id), own=True),
            "axis_id": Example(str(axis_id), own=True),
            "partnership_id": Example(str(partnership_id), own=True),
            "document_id": Example(str(document_id), own=True),
            "task_id": Example(str(task_id), own=True),
            "actor_id": Example(str(actor_id), own=False),
            "exchange_id": Example(str(exchange_id), own=True),
            "fusion": Example(str(merge_id), own=False),
            "change_id": Example(str(change_id), own=True),
            "mapping_id": Example(str(mapping_id), own=True),
            "mailing_id": Example(str(mailing_id), own=True),
            "letter_token": Example(
                links.token(OF_MAILINGS, uai=HERE, row_id=letter_id),
                own=True,
                unknown=links.token(OF_MAILINGS, uai=HERE, row_id=uuid4()),
            ),
        },
        ("Delbosc", "05 36 49 12 34", "la foire de Moissac", "Menuiserie Anselme", "Tulmonnet"),
    )


async def keep_notes(uow: UnitOfWork, notes: Sequence[CompanyNote]) -> None:
    await CompanyNotes(uow).add_all(HERE, notes)


async def _for_many(
    bureau: Bureau, databases: ServiceDatabases, company_id: UUID
) -> tuple[UUID, UUID, UUID]:
    """A change to several companies, a mail to them, and the letter to one."""
    task = TaskDetails(code=TaskCode.CALL_BACK, note="Après la foire de Moissac.", due_on=TODAY)
    change_id = await bureau.do(
        prepare_change,
        asked=ChangeAsked(kind=ChangeKind.TASK, task=task),
        company_ids=[company_id],
        account_id=uuid4(),
        roles={"rbde"},
        now=bureau.now,
    )
    mailing_id = await bureau.do(
        draft_mailing,
        text=MailingText(subject="Places à {entreprise}", body="Voyons-nous, Tulmonnet."),
        purpose=InteractionPurpose.OTHER,
        company_ids=[company_id],
        author=uuid4(),
        now=bureau.now,
    )
    superuser = await databases.superuser("partnerships")
    letter_id = await superuser.fetchval("SELECT recipient_id FROM mailing_recipients")
    await superuser.close()
    return change_id, mailing_id, letter_id
