"""One of each thing an address of the animation of the network names."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from contracts.coordination.actors import ActorPurpose
from contracts.coordination.good_practices import PracticeTheme
from contracts.coordination.needs import NeedSource
from contracts.coordination.offer_files import OfferBody
from contracts.coordination.support import SupportTopic
from contracts.identifiers import SchoolYear
from contracts.partnerships.companies import InteractionKind
from contracts.supervision.journal import ToldLine
from services.chassis.documents.pictures import redrawn
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.actor_agreements.commands import sign_agreement
from services.coordination.actor_agreements.model import AgreementDetails
from services.coordination.actor_exchanges.commands import log_exchange
from services.coordination.actor_exchanges.model import ExchangeDetails
from services.coordination.actor_files.commands import import_actors
from services.coordination.actor_files.model import ListRow
from services.coordination.actor_people.commands import note_person
from services.coordination.actor_people.model import OBJECTION_PURPOSE, InformedBy, PersonDetails
from services.coordination.committees.model import STOP_PURPOSE
from services.coordination.feeds.commands import open_feed
from services.coordination.feeds.store import PURPOSE
from services.coordination.good_practices.commands import comment_practice, share_practice
from services.coordination.good_practices.model import PracticeText
from services.coordination.journal_words.commands import say_word
from services.coordination.need_links.model import ACTOR_PURPOSE, COMPANY_PURPOSE
from services.coordination.needs.commands.tell_need import tell_need
from services.coordination.news.commands import put_picture
from services.coordination.offer_calendar.commands import add_date
from services.coordination.offer_calendar.model import DatePlan
from services.coordination.people_files.commands import import_people
from services.coordination.public_news.commands import open_news
from services.coordination.supervisor_tasks.commands import add_supervisor_task
from services.coordination.supervisor_tasks.model import TaskDetails
from services.coordination.support_requests.commands import ask_support
from services.coordination.training_signals.commands import raise_signal
from tests.coordination.accounts.world import asks
from tests.coordination.campaigns.world import a_campaign, sets_an_objective
from tests.coordination.committees.world import (
    a_committee,
    a_meeting,
    a_seat,
    decides,
    plans,
    signs,
)
from tests.coordination.needs.world import DETAILS, WHO, assignments_of, passed_on, sent
from tests.coordination.offer_files.world import a_file
from tests.coordination.training_signals.world import FACTS, formation
from tests.coordination.world import NOW, Somebody, people, picture
from tests.support.examples import Example, Examples
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases

WORD = "Belle idée que ce forum de Lauzerte."
PRACTICE = PracticeText(PracticeTheme.HOSTS, "Appeler tôt", "Avant huit heures.")


async def examples(network: Network, databases: ServiceDatabases) -> Examples:
    units = network.runtime("coordination").work
    lycee, dsden = people(units)
    news_id = await lycee.proposes("Forum des métiers de Septfonds")
    shown = await lycee.proposes("Visite d’atelier")
    for item in (news_id, shown):
        await lycee.decides(put_picture, item, picture=await redrawn(picture()), alt="Un atelier")
    await dsden.publishes(shown)
    await dsden.decides(open_news, shown)
    actor_id = await dsden.adds("Comité de la Lomagne")
    support_id = await lycee.do(
        ask_support, topic=SupportTopic.COMPANY, text="Qui connaît ce grand compte ?", now=NOW
    )
    practice_id = await lycee.do(share_practice, said=PRACTICE, now=NOW)
    comment_id = await lycee.do(
        comment_practice, practice_id=practice_id, text="Essayé en mars.", now=NOW
    )
    campaign_id = await a_campaign(dsden, {HERE: 12})
    await sets_an_objective(dsden, HERE)
    key_account_id = await asks(lycee)
    account_id = uuid4()
    await lycee.do(open_feed, account_id=account_id, now=NOW)
    link = await lycee.feed_of(account_id)
    committee_id = await a_committee(dsden)
    seat = await a_seat(dsden, committee_id, lycee=HERE, mail="ghislaine@lomagne.example")
    assert seat.address is not None
    meeting_id = await a_meeting(dsden, committee_id, on=NOW.date() + timedelta(days=40))
    need_id, assignment_id = await need_of_the_lycee(dsden)
    of_company, of_actor = await a_need(lycee, dsden)
    await formation(dsden)
    signal_id = await lycee.do(raise_signal, facts=FACTS, now=NOW)
    return Examples(
        {
            "news_id": Example(str(news_id), own=True),
            "practice_id": Example(str(practice_id), own=False),
            "comment_id": Example(str(comment_id), own=True),
            "support_id": Example(str(support_id), own=True),
            "journal_word_id": Example(str(await a_word(dsden)), own=True),
            # Read by the whole network; what is asked of each lycée is the scope’s.
            "campaign_id": Example(str(campaign_id), own=False),
            "key_account_id": Example(str(key_account_id), own=True),
            "public_news_id": Example(str(shown), own=False),
            "actor_id": Example(str(actor_id), own=False),
            **await of_an_actor(dsden, actor_id),
            "committee_id": Example(str(committee_id), own=False),
            "member_id": Example(str(seat.id), own=False),
            "charter_id": Example(str(await signs(dsden, committee_id)), own=False),
            "meeting_id": Example(str(meeting_id), own=False),
            "plan_line_id": Example(str(await plans(dsden, committee_id)), own=False),
            **await of_the_offer(dsden),
            "supervisor_task_id": Example(str(await a_task(dsden)), own=False),
            "decision_id": Example(str(await decides(dsden, meeting_id, HERE)), own=True),
            "seat_token": Example(
                units.links.token(STOP_PURPOSE, uai=seat.address.uai, row_id=seat.address.id),
                own=False,
                unknown=units.links.token(STOP_PURPOSE, uai=HERE, row_id=uuid4()),
            ),
            "need_id": Example(str(need_id), own=True),
            "signal_id": Example(str(signal_id), own=True),
            "assignment_id": Example(str(assignment_id), own=True),
            "entrusted_id": Example(str(of_actor), own=False),
            # Of the registry: whose needs are read is the scope’s.
            "company_id": Example(str(uuid4()), own=False),
            "token": Example(
                units.links.token(PURPOSE, uai=HERE, row_id=link.id),
                own=False,
                unknown=units.links.token(PURPOSE, uai=HERE, row_id=uuid4()),
            ),
            "need_token": a_link(units, COMPANY_PURPOSE, of_company),
            "entrusted_token": a_link(units, ACTOR_PURPOSE, of_actor),
        },
        (
            "Forum des métiers de Septfonds",
            "Menuiserie Delrieu",
            "Tournerie de Septfonds",
            FACTS.text,
            "Mention complémentaire de Lauzerte",
            WORD,
        ),
    )


async def a_word(dsden: Somebody) -> UUID:
    """What the DSDEN says to the lycée of a line of the journal."""
    line = ToldLine(
        uai=HERE,
        lycee="Lycée Bourdelle",
        line_id=uuid4(),
        recorded_at=NOW,
        sentence="a partagé une bonne pratique.",
    )
    return await dsden.do(say_word, line=line, fact_id=uuid4(), text=WORD, now=NOW)


async def a_task(dsden: Somebody) -> UUID:
    """A task of the supervisor."""
    return await dsden.do(
        add_supervisor_task, details=TaskDetails("Rappeler la chambre", NOW.date())
    )


async def of_the_offer(dsden: Somebody) -> Mapping[str, Example]:
    """A file about the lycée that is no draft any more, and a date of a body."""
    file_id = await a_file(dsden, formation="Mention complémentaire de Lauzerte")
    plan = DatePlan(OfferBody.CDEN, SchoolYear("2027-2028"), NOW.date() + timedelta(days=60))
    return {
        "offer_file_id": Example(str(file_id), own=True),
        "offer_date_id": Example(str(await dsden.do(add_date, plan=plan)), own=False),
    }


TOLD = {"informed_by": "De vive voix", "informed_on": NOW.date().isoformat()}


async def of_an_actor(dsden: Somebody, actor_id: UUID) -> Mapping[str, Example]:
    """Somebody there, an agreement, an exchange and an imported list."""
    today = NOW.date()
    who = PersonDetails("Perrine Exemple", InformedBy.MAIL, today)
    person_id = await dsden.do(note_person, actor_id=actor_id, details=who, now=NOW)
    agreed = AgreementDetails("Accueil de PFMP", today, today, today + timedelta(days=90))
    agreement_id = await dsden.do(sign_agreement, actor_id=actor_id, details=agreed, now=NOW)
    met = ExchangeDetails(InteractionKind.CALL, ActorPurpose.EVENT, today, person_id)
    exchange_id = await dsden.do(log_exchange, actor_id=actor_id, details=met, now=NOW)
    row = ListRow(2, {"name": "Greta de la Lomagne", "kind": "greta"})
    imported = await dsden.do(import_actors, rows=[row], now=NOW)
    listed = ListRow(2, {"actor": "Greta de la Lomagne", "name": "Odile Exemple"} | TOLD)
    people = await dsden.do(import_people, rows=[listed], now=NOW)
    own = dsden.units.links.token(
        OBJECTION_PURPOSE, uai=dsden.units.department_uai, row_id=person_id
    )
    unknown = dsden.units.links.token(
        OBJECTION_PURPOSE, uai=dsden.units.department_uai, row_id=uuid4()
    )
    return {
        "people_import_id": Example(str(people.id), own=False),
        "person_token": Example(own, own=False, unknown=unknown),
        "actor_person_id": Example(str(person_id), own=False),
        "actor_agreement_id": Example(str(agreement_id), own=False),
        "actor_exchange_id": Example(str(exchange_id), own=False),
        "actor_import_id": Example(str(imported.id), own=False),
    }


async def a_need(lycee: Somebody, dsden: Somebody) -> tuple[UUID, UUID]:
    """A need that the lycée told, which an actor of the network has."""
    details = replace(DETAILS, company="Tournerie de Septfonds")
    need_id = await lycee.do(
        tell_need, details=details, requester=WHO, source=NeedSource.PHONE, now=lycee.later()
    )
    actor_id = await dsden.adds("Comité des tourneurs", mail="contact@tourneurs.example")
    await passed_on(dsden, need_id, actor_id=actor_id, details=details)
    (assignment,) = await assignments_of(dsden, need_id)
    return need_id, assignment.id


def a_link(units: UnitsOfWork, purpose: str, row_id: UUID) -> Example:
    """What opens a page outside: given by the DSDEN, to whoever holds it."""
    uai = units.department_uai
    return Example(
        units.links.token(purpose, uai=uai, row_id=row_id),
        own=False,
        unknown=units.links.token(purpose, uai=uai, row_id=uuid4()),
    )


async def need_of_the_lycee(dsden: Somebody) -> tuple[UUID, UUID]:
    """A need that was passed on to the lycée, and its part of it."""
    need_id = await sent(dsden)
    await passed_on(dsden, need_id, HERE)
    [mine] = await assignments_of(dsden, need_id)
    return need_id, mine.id
