"""One example of everything an address can name, made for the lycée `HERE`.

A new kind of path parameter needs an example here; a new route does not.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from contracts.identifiers import SiteKey, Uai
from contracts.internships.follow_up import ContactKind
from contracts.internships.mobility import AidKind
from contracts.partnerships.actions import ActionKind, ActionPartner
from contracts.partnerships.commitments import RegulatedWork
from contracts.partnerships.companies import Diffusion, InteractionOutcome, InteractionPurpose
from contracts.personal_links import FOLLOWED_PUPILS, PUPIL_PERIODS
from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.coordination.feeds.commands import open_feed
from services.coordination.feeds.store import PURPOSE
from services.internships.agreement_models.commands import add_agreement_model
from services.internships.approaches.commands.note_approach import note_approach
from services.internships.approaches.model.approach import ApproachedBy, Asking, Means
from services.internships.base.days import local_date
from services.internships.comments.commands import comment_figure
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import AlertMatter, Contact
from services.internships.mobility.commands import ask_mobility_aid
from services.internships.personal_links.commands import give_class_link, give_personal_link
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands.assign_referents import assign_referents
from services.internships.referents.commands.name_referents import name_referents
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.actors.commands import log_actor_exchange
from services.partnerships.axes.commands import add_axis
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.commitments.commands.file_declaration import file_declaration
from services.partnerships.company_notes.model import CompanyNote
from services.partnerships.company_notes.store import CompanyNotes
from services.partnerships.company_views.commands import save_view
from services.partnerships.company_views.model import ViewContent
from services.partnerships.contact_checks.commands.ask_contact_check import ask_contact_check
from services.partnerships.contact_checks.model import LINK_PURPOSE
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.directory_entries.commands.note_entry import note_entry
from services.partnerships.documents.commands import keep_document
from services.partnerships.exchanges.model.refusal import Refusal
from services.partnerships.exports.commands import save_mapping
from services.partnerships.exports.model import PRONOTE
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.model import LINK_PURPOSE as OF_HOST_PAGES
from services.partnerships.import_rows.model.row import RefusedRow
from services.partnerships.mailings.commands.draft_mailing import draft_mailing
from services.partnerships.mailings.model import LINK_PURPOSE as OF_MAILINGS
from services.partnerships.mailings.model import MailingText
from services.partnerships.mass_changes.commands.prepare_change import prepare_change
from services.partnerships.mass_changes.model import ChangeAsked, ChangeKind
from services.partnerships.public_directory.model import Entry
from services.partnerships.tasks.commands import add_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.teacher_links.commands.bring_company import bring_company
from services.partnerships.teacher_links.commands.give_teacher_links import give_teacher_links
from services.partnerships.teacher_links.model import LINK_PURPOSE as OF_TEACHERS
from services.supervision.feed_readers.commands import add_feed_reader
from services.supervision.feed_readers.model import FeedPart, in_years
from tests.coordination.world import NOW, people
from tests.internships.world import CARE, Lycee
from tests.notifications.outside import Outside, paused
from tests.notifications.world import Post
from tests.partnerships.world import TODAY, Bureau, exchange, row, siret_of
from tests.partnerships.world import site as site_of
from tests.portal.access_world import a_school
from tests.portal.world import an_account
from tests.support.docx import docx, paragraph
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases

LINE = 734_121
"""A line of a list: a number no other text of a page holds."""


@dataclass(frozen=True)
class Example:
    """The value of a path parameter; `own`: nobody outside the lycée may learn that it exists."""

    value: str
    own: bool
    unknown: str = field(default_factory=lambda: str(uuid4()))
    """A value of the same kind that names nothing."""


@dataclass(frozen=True)
class Examples:
    """What one service holds for the tests."""

    parameters: Mapping[str, Example]
    secrets: tuple[str, ...] = ()
    """Words nobody outside the lycée may read anywhere."""


async def of_the_portal(network: Network, databases: ServiceDatabases) -> Examples:
    units = network.runtime("portal").work
    account_id = await an_account(units, uais=(), role=Role.AUDITOR, password=None)
    school = await a_school(units)
    return Examples(
        {
            "path": Example("neutre.css", own=False, unknown="absent.css"),
            "token": Example("not-a-link-of-ours", own=False),
            "mail_id": Example(str(uuid4()), own=False),
            "account_id": Example(str(account_id), own=False),
            "token_id": Example(str(uuid4()), own=False),
            "grant_id": Example(str(school.access), own=True),
            "person_id": Example(str(school.person), own=True),
            "handover_id": Example(str(school.handover), own=True),
            "proposal_id": Example(str(school.proposal), own=True),
            "session_id": Example(str(uuid4()), own=False),
        },
        (school.name, school.proposed),
    )


async def of_partnerships(network: Network, databases: ServiceDatabases) -> Examples:
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
        partners=(ActionPartner.CLEE,),
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


async def of_internships(network: Network, databases: ServiceDatabases) -> Examples:
    superuser = await databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    formation = await lycee.opens(CARE, "Formation d’ici")
    [pupil] = await lycee.imports("DUVERNET Ismérie 1ASSP", classes={"1ASSP": formation})
    model, _ = await lycee.do(
        add_agreement_model,
        name="Convention de Caylus.docx",
        voted_on=lycee.now.date(),
        fields=["élève"],
        content=docx(paragraph("{{élève}}")),
        now=lycee.now,
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placement = await lycee.proposes(pupil, period, site)
    approach = await lycee.do(
        note_approach,
        period_id=period,
        pupil_year_id=pupil,
        site_key=site,
        asking=Asking(
            ApproachedBy.PUPIL, Means.VISIT, local_date(lycee.now), note="Un rendez-vous"
        ),
        now=lycee.now,
    )
    await lycee.do(
        comment_figure,
        uai=HERE,
        family=FactFamily.COVERAGE,
        named="Lycée d’ici",
        figure="Couverture des PFMP",
        text="Un chantier de Caylus attend.",
        now=lycee.now,
    )
    link_id = await lycee.do(
        give_personal_link, pupil_year_id=pupil, kind=PUPIL_PERIODS, now=datetime.now(UTC)
    )
    await lycee.do(
        give_class_link,
        class_id=(class_id := await superuser.fetchval("SELECT class_id FROM classes")),
        given_to="Mme Quercy-Lalande",
        now=datetime.now(UTC),
    )
    [referent_id] = await lycee.do(name_referents, names=["M. Lestrade-Vaour"], now=lycee.now)
    assigned = await lycee.do(
        assign_referents, period_id=period, shown={}, chosen={pupil: referent_id}, now=lycee.now
    )
    aid_id = await lycee.do(
        ask_mobility_aid,
        pupil_year_id=pupil,
        period_id=period,
        kind=AidKind.TRANSPORT,
        on=lycee.now.date(),
        now=lycee.now,
    )
    agreement_id = await superuser.fetchval(
        "INSERT INTO agreements (uai, agreement_id, placement_id, standing, prepared_on, prepared_act, version)"
        " VALUES ($1, gen_random_uuid(), $2, 'prepared', '2026-11-24', gen_random_uuid(), 1)"
        " RETURNING agreement_id",
        *(HERE, placement),
    )
    click_id = await superuser.fetchval("SELECT prepared_act FROM agreements")
    attested = await superuser.fetchval(
        "INSERT INTO attestations (uai, attestation_id, placement_id, act_id, received_on, days,"
        " absence_days) VALUES ($1, gen_random_uuid(), $2, gen_random_uuid(), '2026-11-24', 20, 0)"
        " RETURNING act_id",
        *(HERE, placement),
    )
    followed = await _followed(lycee, pupil, formation, site)
    desk_id = await lycee.do(give_referent_link, referent_id=referent_id, now=datetime.now(UTC))
    act_id = await superuser.fetchval(
        "INSERT INTO classes_expecting_none (uai, class_id, act_id, said_on, said_as)"
        " VALUES ($1, $2, gen_random_uuid(), '2026-11-24', 'rbde') RETURNING act_id",
        *(HERE, class_id),
    )
    links, purpose = lycee.units.links, purpose_of(PUPIL_PERIODS)
    change_id = await superuser.fetchval(
        "INSERT INTO counted_changes (uai, change_id, period_id, formation_id, added, removed)"
        " VALUES ($1, gen_random_uuid(), $2, $3, $4, '{}') RETURNING change_id",
        *(HERE, period, formation, [pupil]),
    )
    comment = await superuser.fetchval("SELECT comment_id FROM figure_comments")
    import_id = await superuser.fetchval("SELECT import_id FROM roster_imports")
    await superuser.close()
    return Examples(
        {
            "period_id": Example(str(period), own=True),
            "pupil_year_id": Example(str(pupil), own=True),
            "placement_id": Example(str(placement), own=True),
            "approach_id": Example(str(approach), own=True),
            "site_key": Example(site, own=False, unknown=SiteKey.local(uuid4())),
            "site": Example(site, own=False, unknown=SiteKey.local(uuid4())),
            "uai": Example(str(HERE), own=True, unknown=Uai.numbered("0829999")),
            "family": Example(FactFamily.EXCHANGES.value, own=False),
            "comment_id": Example(str(comment), own=True),
            "link_id": Example(str(link_id), own=True),
            "class_id": Example(str(class_id), own=True),
            "import_id": Example(str(import_id), own=True),
            "act_id": Example(str(act_id), own=True),
            "referent_id": Example(str(referent_id), own=True),
            "attestations_id": Example(str(attested), own=True),
            "assignment_id": Example(str(assigned.act_id), own=True),
            "aid_id": Example(str(aid_id), own=True),
            "agreement_id": Example(str(agreement_id), own=True),
            "click_id": Example(str(click_id), own=True),
            "change_id": Example(str(change_id), own=True),
            "model_id": Example(str(model.id), own=True),
            **followed,
            "follow_token": Example(
                links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=desk_id),
                own=True,
                unknown=links.token(purpose_of(FOLLOWED_PUPILS), uai=HERE, row_id=uuid4()),
            ),
            "kind": Example(PUPIL_PERIODS.word, own=False),
            "token": Example(
                links.token(purpose, uai=HERE, row_id=link_id),
                own=True,
                unknown=links.token(purpose, uai=HERE, row_id=uuid4()),
            ),
        },
        (
            "DUVERNET",
            "Ismérie",
            "Formation d’ici",
            "Un chantier de Caylus",
            "Quercy-Lalande",
            "Lestrade",
            "Convention de Caylus",
        ),
    )


async def _followed(
    lycee: Lycee, pupil: UUID, formation: UUID, site: SiteKey
) -> dict[str, Example]:
    """A pupil who is at a host these days, a contact and an alert about them."""
    days = {"starts_on": date(2027, 5, 3), "ends_on": date(2027, 5, 28)}
    period = await lycee.publishes_a_period(formation, **days)
    placement = await lycee.places(pupil, period, site)
    # Whatever day the tests run on.
    await lycee.superuser.execute(
        "UPDATE placements SET own_starts_on = current_date - 5, own_ends_on = current_date + 5,"
        " dates_reason = 'other' WHERE placement_id = $1",
        placement,
    )
    [referent] = await lycee.superuser.fetch("SELECT referent_id FROM referents")
    await lycee.do(
        assign_referents,
        period_id=period,
        shown={},
        chosen={pupil: referent["referent_id"]},
        now=lycee.now,
    )
    contact = Contact(ContactKind.VISIT, lycee.now.date(), note="Un chantier de Caylus tourne.")
    noted = await lycee.do(note_follow_up, placement_id=placement, contact=contact, now=lycee.now)
    alert = await lycee.do(
        raise_alert, placement_id=placement, matter=AlertMatter.LEAVING, now=lycee.now
    )
    return {
        "followed_id": Example(str(placement), own=True),
        "follow_up_id": Example(str(noted), own=True),
        "alert_id": Example(str(alert), own=True),
    }


async def of_coordination(network: Network, databases: ServiceDatabases) -> Examples:
    units = network.runtime("coordination").work
    lycee, dsden = people(units)
    news_id = await lycee.proposes("Forum des métiers de Septfonds")
    shown = await lycee.proposes("Visite d’atelier")
    await dsden.publishes(shown)
    actor_id = await dsden.adds("Comité de la Lomagne")
    account_id = uuid4()
    await lycee.do(open_feed, account_id=account_id, now=NOW)
    link = await lycee.feed_of(account_id)
    return Examples(
        {
            "news_id": Example(str(news_id), own=True),
            "actor_id": Example(str(actor_id), own=False),
            "token": Example(
                units.links.token(PURPOSE, uai=HERE, row_id=link.id),
                own=False,
                unknown=units.links.token(PURPOSE, uai=HERE, row_id=uuid4()),
            ),
        },
        ("Forum des métiers de Septfonds",),
    )


async def of_notifications(network: Network, databases: ServiceDatabases) -> Examples:
    superuser = await databases.superuser("notifications")
    post = Post(network.runtime("notifications").work, superuser)
    mail_id = await post.asks("host", uai=HERE)
    await post.composed(mail_id, to="hortense@peyrusse.example", subject="PFMP de Peyrusse")
    outside = Outside(post.units, superuser)
    endpoint = await outside.opens("https://tableau-du-lycee.example/x")
    await outside.happens(paused())
    delivery_id = await superuser.fetchval("SELECT delivery_id FROM deliveries")
    await superuser.close()
    return Examples(
        {
            "mail_id": Example(str(mail_id), own=True),
            # Of the internship tracker, which is asked for it.
            "placement_id": Example(str(uuid4()), own=False),
            "endpoint_id": Example(str(endpoint.id), own=True),
            "delivery_id": Example(str(delivery_id), own=True),
        },
        ("hortense@peyrusse.example", "PFMP de Peyrusse", "tableau-du-lycee.example"),
    )


_EMPTY_REPORT = {
    "month": "2024-09",
    "until": "2024-09-30",
    "known_on": "2024-09-30",
    **{name: [] for name in ("headlines", "coverage", "indicators", "done", "unheard")},
    "exactness": [],
}


async def of_supervision(network: Network, databases: ServiceDatabases) -> Examples:
    """A lycée the department knows, and a reader of feeds."""
    superuser = await databases.superuser("supervision")
    await superuser.execute(
        "INSERT INTO lycees (uai, name, commune, version, event_id)"
        " VALUES ($1, 'Lycée des Garrigues', '82121', 1, gen_random_uuid())"
        # Beside a running portal the department has heard of it already.
        " ON CONFLICT (uai) DO UPDATE SET name = excluded.name",
        HERE,
    )
    company_id = await superuser.fetchval(
        "INSERT INTO companies (company_id, public_name, naf, commune, version, event_id, name_key,"
        " communes, site_keys) VALUES (gen_random_uuid(), 'Ateliers du Frau', '25.11Z', '82121', 1,"
        " gen_random_uuid(), 'ateliers du frau', '{82121}', '{}') RETURNING company_id"
    )
    period_id = await superuser.fetchval(
        "INSERT INTO periods (uai, period_id, mefs, starts_on, ends_on, weeks, version, event_id)"
        # Of a year that is over: the calendar of this one is read by every lycée.
        " VALUES ($1, gen_random_uuid(), '{2473121411}', '2020-01-06', '2020-01-31', 4, 1,"
        " gen_random_uuid()) RETURNING period_id",
        HERE,
    )
    sheet_id = await superuser.fetchval(
        "INSERT INTO asked_sheets (sheet_id, name, lines, version)"
        " VALUES (gen_random_uuid(), 'Enquête', '[[\"actions-menees\", \"\"]]', 1) RETURNING sheet_id"
    )
    record_id = await superuser.fetchval(
        "INSERT INTO sheet_records (record_id, sheet_id, name, school_year, taken_at, lycees, lines)"
        " VALUES (gen_random_uuid(), $1, 'Enquête', '2026-2027', now(), '[]', '[]')"
        " RETURNING record_id",
        sheet_id,
    )
    await superuser.execute(
        # From then on there are months to tell of.
        "INSERT INTO network_journal (event_id, uai, event, recorded_at, correlation_id, details)"
        " VALUES (gen_random_uuid(), $1, 'lycee_opened', '2024-09-02T08:00Z', gen_random_uuid(), '{}')",
        HERE,
    )
    report_id = await superuser.fetchval(
        "INSERT INTO month_records (report_id, month, taken_at, figures, text)"
        " VALUES (gen_random_uuid(), '2024-09', now(), $1, '{}') RETURNING report_id",
        json.dumps(_EMPTY_REPORT),
    )
    await superuser.close()
    work = network.runtime("supervision").work
    async with work.begin(Scope(frozenset(), department_wide=True)) as uow:
        reader, secret = await add_feed_reader(
            uow,
            reader_id=uow.new_id(),
            organisation="Région des Garrigues",
            inside=False,
            parts=tuple(FeedPart),
            uais=(),
            known=(),
            expires_on=in_years(uow.now.date(), 1),
            account_id=uow.new_id(),
            now=uow.now,
        )
    return Examples(
        {
            "uai": Example(str(HERE), own=True, unknown=Uai.numbered("0829999")),
            # Cards are the network's; a PFMP that was published stands in the calendar of all lycées.
            "company_id": Example(str(company_id), own=False),
            "period_id": Example(str(period_id), own=False),
            "sheet_id": Example(str(sheet_id), own=False),
            "record_id": Example(str(record_id), own=False),
            "month": Example("2024-09", own=False, unknown="2026-13"),
            "report_id": Example(str(report_id), own=False),
            # Of the department: no lycée has any.
            "reader_id": Example(str(reader.id), own=False),
            "reader_secret": Example(secret, own=False, unknown="x" * 43),
            "activity_format": Example("atom", own=False, unknown="pdf"),
            "coverage_format": Example("json", own=False, unknown="pdf"),
            "indicators_format": Example("json", own=False, unknown="pdf"),
        },
        ("Lycée des Garrigues",),
    )


async def _of_operations(word: str, databases: ServiceDatabases) -> dict[str, Example]:
    """A fact of any service's journal, and one it set aside."""
    superuser = await databases.superuser(word)
    subject = f"department.82.{HERE}.{word}.thing_done.v1"
    event_id = await superuser.fetchval(
        "INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers, payload,"
        " recorded_at, sent_at) VALUES (gen_random_uuid(), $1, $2, 'department', 1000000, $3, '{}',"
        " '{}', now(), now()) RETURNING event_id",
        HERE,
        f"/82/{HERE}/{word}",
        subject,
    )
    parked_id = await superuser.fetchval(
        "INSERT INTO parked_events (parked_id, consumer, stream, stream_sequence, uai, subject,"
        " headers, payload, reason, detail, parked_at) VALUES (gen_random_uuid(), 'gone__gone',"
        " 'DEPARTMENT_82', 1, $1, $2, '{}', '{}', 'unknown-type', 'v1 is not handled', now())"
        " RETURNING parked_id",
        HERE,
        subject,
    )
    await superuser.close()
    return {
        "event_id": Example(str(event_id), own=False),
        "parked_id": Example(str(parked_id), own=False),
    }


Made = Callable[[Network, ServiceDatabases], Awaitable[Examples]]


def _with_operations(word: str, make: Made) -> Made:
    async def made(network: Network, databases: ServiceDatabases) -> Examples:
        own = await make(network, databases)
        return replace(own, parameters={**own.parameters, **await _of_operations(word, databases)})

    return made


_OWN: dict[str, Made] = {
    "portal": of_the_portal,
    "partnerships": of_partnerships,
    "internships": of_internships,
    "coordination": of_coordination,
    "notifications": of_notifications,
    "supervision": of_supervision,
}

EXAMPLES = {word: _with_operations(word, make) for word, make in _OWN.items()}
