"""Every question × {own lycée, another, things that do not exist}, generated from the registry.

A new question is covered by itself. A new field of a request needs one example here.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey, Uai
from contracts.notices import AskedNotice, NoticeKind
from contracts.portal.accounts import AccessNoticeKind, SignInLetterKind
from contracts.portal.second_factor import SecondFactorNoticeKind
from contracts.published import declared_questions
from contracts.questions import Question
from deploy.embedded.nats import EmbeddedNats
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.base.settings import placeholder_uai
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.chassis.web.views.french import PARIS
from services.portal.base.scopes import speaking_for
from services.portal.lycee_profile.commands import save_profile
from services.portal.lycee_profile.model import LyceeProfile
from services.portal.second_factor.store import Notice, Notices
from services.supervision.week.model import monday_of, week_id
from tests.internships.world import CARE, ELEC
from tests.notifications.world import Post
from tests.portal.world import a_letter, an_account
from tests.support.examples import examples_of
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

QUESTIONS = declared_questions()
SHARED = {"host_names", "host_search", "network_standing"}
"""What the registry all bureaux share tells any of them: names of companies, and nothing of a lycée."""
OF_A_FORMATION = {"formation_evidence"}
"""Counts of a formation, asked for the DSDEN of all lycées, for one of its own alone:
`tests/supervision/evidence/test_evidence.py` tries whose."""
OF_THE_JOURNAL = {"journal_lines"}
"""Lines of the journal, told to the DSDEN alone: `tests/supervision/journal/test_lines_of_events.py` tries whose."""
BY_AXIS = {"actions_by_axis"}
"""Counts of actions of all lycées, told to the DSDEN alone: `tests/supervision/actions/test_actions.py` tries whose."""
FOR_THE_DSDEN = [
    one
    for one in QUESTIONS
    if one.service == "supervision" and one.name not in OF_A_FORMATION | OF_THE_JOURNAL | BY_AXIS
]
"""What the department tells of itself, to the DSDEN: a lycée that is asked about is told nothing."""
OF_ONE_PERSON = {
    *("unread_notices", "inactivity_notice", "meeting_invite", "address_standing"),
    *("actor_person_letter", "actor_person_access", "need_traces"),
}
"""About one account or address, asked for the DSDEN: `tests/notifications/notices/test_pages.py`,
`tests/portal/inactivity/test_inactivity.py`, `tests/coordination/actor_cards/test_informing.py`, `tests/coordination/actor_cards/test_opened_accesses.py`, `tests/coordination/meetings/test_meetings.py`, `tests/coordination/need_rights/test_traces.py` and
`tests/partnerships/mail_stops/test_mail_stops.py` try whose."""
OWN = [
    one
    for one in QUESTIONS
    if one.name not in SHARED | OF_ONE_PERSON | OF_A_FORMATION | OF_THE_JOURNAL | BY_AXIS
    and one not in FOR_THE_DSDEN
]
OF_ALL = [one for one in QUESTIONS if one.name in SHARED]
HEAD = "Bérangère Castelnau-Vidal"
"""Who leads the lycée."""
REACHED = "Aurore Sabatier-Lacaze"
"""Who runs the bureau, and is sent a letter."""
WRITTEN_TO = "hortense@peyrusse.example"
CONFIRMED = """
UPDATE placements SET status = 'confirmed', confirmed_on = proposed_on, reference = gen_random_uuid()
RETURNING site_key
"""


def _named(question: Question[Any, Any]) -> str:
    return f"{question.service}.{question.name}"


LATER = """
UPDATE placements SET own_starts_on = '2031-07-01', own_ends_on = '2031-07-19', dates_reason = 'other'
WHERE placement_id = $1
"""
COMES = """
INSERT INTO action_invites
  (uai, invite_id, action_id, company_id, contact_id, standing, sequence, facts)
SELECT uai, gen_random_uuid(), $2, company_id, contact_id, true, 0, '' FROM contacts
WHERE contact_id = $1
RETURNING invite_id
"""
ENDING = """
INSERT INTO declaration_letters (uai, declaration_id, threshold, letter_id, state, moved_on)
SELECT uai, declaration_id, 60, $2, 'waiting', '2026-11-24' FROM declarations WHERE uai = $1 LIMIT 1
"""
TO_THE_HOST = """
INSERT INTO host_letter_stays
  (uai, letter_id, placement_id, kind, threshold, counted_to, reminder, told_on)
VALUES ($1, $2, $3, 'pupil_arrives', 0, '2031-07-01', 0, '2026-11-24')
"""
TO_THE_FAMILY = """
INSERT INTO family_letter_stays
  (uai, letter_id, placement_id, slot, kind, threshold, counted_to, reminder, told_on)
VALUES ($1, $2, $3, 'representative_1', 'departure', 0, '2031-07-01', 0, '2026-11-24')
"""
ABOUT_A_NEED = """
UPDATE need_letters SET letter_id = $2 WHERE uai = $1 AND kind = 'received'
"""
VISITED = """
INSERT INTO planned_visits
  (uai, visit_id, placement_id, planned_on, way, state, sequence, version)
VALUES ($1, $2, $3, '2031-07-03', 'on_site', 'planned', 0, 1)
"""


@dataclass(frozen=True)
class Example:
    """A value of a field, and one like it that names nothing."""

    value: Any
    unknown: Any
    own: bool = True
    """Whether nobody outside the lycée may learn that it exists."""


@dataclass
class Told:
    """What services ask, about whom, and the words that are the lycée's own."""

    network: Network
    fields: Mapping[str, Example]
    secrets: tuple[str, ...]

    async def answer(self, question: Question[Any, Any], uai: Uai, *, unknown: bool = False) -> str:
        """What is answered, or how it is refused, as text."""
        request = {
            name: self.fields[name].unknown if unknown else self.fields[name].value
            for name in question.request.model_fields
        }
        asker = self.network.runtime(min(question.askers))

        async def told() -> str | None:
            try:
                reply = await asker.ask(question, uai, question.request(**request))
            except QuestionRefused as refusal:
                return f"refused: {refusal.code}"
            except QuestionUnanswered:  # a busy machine: whoever asks, asks again
                return None
            text: str = reply.model_dump_json()
            return text

        text = await eventually(told)
        assert text is not None
        return text

    def is_own(self, question: Question[Any, Any]) -> bool:
        """Whether it names something of the lycée."""
        return any(self.fields[name].own for name in question.request.model_fields)

    def found_in(self, text: str) -> list[str]:
        return [word for word in self.secrets if word in text]


def an_id(value: Any) -> Example:
    return Example(str(value), str(uuid4()))


@pytest_asyncio.fixture(scope="module")
async def told(
    service_databases: ServiceDatabases, bus_server: EmbeddedNats
) -> AsyncIterator[Told]:
    settings = service_databases.settings.replaced(nats_url=bus_server.url)
    async with Running(service_databases, settings)() as network:
        made = {
            one.name: await examples_of(one.name, network, service_databases) for one in SERVICES
        }
        await network.client_as(Role.RBDE, ELSEWHERE)
        ids = {name: one for some in made.values() for name, one in some.parameters.items()}
        portal = network.runtime("portal").work
        account = await an_account(portal, uais=(HERE,), name=REACHED, mail="aurore@ici.example")
        letter = await a_letter(portal, account, SignInLetterKind.INVITATION, uai=HERE)
        notice = await a_notice_of_a_factor(portal, account)
        placement = made["internships"].parameters["placement_id"].value
        partners = await service_databases.superuser("partnerships")
        check = await partners.fetchval("SELECT contact_check_id FROM contact_checks")
        site = made["partnerships"].parameters["site_key"].value
        later = (
            "UPDATE tasks SET due_on = '2031-07-19', assignee = $1 WHERE interaction_id IS NOT NULL"
        )
        await partners.execute(later, account)
        company = made["partnerships"].parameters["company_id"].value
        called = await partners.fetchval(
            "SELECT name FROM companies WHERE company_id = $1", UUID(company)
        )
        contact = ids["contact_id"].value
        actor = made["partnerships"].parameters["actor_id"].value
        invite = await partners.fetchval(COMES, UUID(str(contact)), UUID(ids["action_id"].value))
        await partners.execute(ENDING, HERE, letter)
        await partners.close()
        await a_mail_about(placement, network, service_databases)
        interns = await service_databases.superuser("internships")
        hosted = await interns.fetchval(CONFIRMED)
        # A letter to its host, under the id of a letter of sign-in: one name for two questions.
        await interns.execute(LATER, UUID(placement))
        await interns.execute(TO_THE_HOST, HERE, letter, UUID(placement))
        await interns.execute(TO_THE_FAMILY, HERE, letter, UUID(placement))
        visit = uuid4()
        await interns.execute(VISITED, HERE, visit, UUID(placement))
        await interns.close()
        async with portal.begin(Scope(frozenset({HERE})), uai=HERE) as uow:
            await save_profile(uow, uai=HERE, profile=LyceeProfile(head_name=HEAD))
        needs = await service_databases.superuser("coordination")
        await needs.execute(ABOUT_A_NEED, HERE, letter)
        commented = str(
            await needs.fetchval("SELECT line_id FROM journal_words WHERE uai = $1", HERE)
        )
        await needs.close()
        note = next(word for word in made["partnerships"].secrets if "foire" in word)
        yield Told(
            network,
            {
                **{name: an_id(one.value) for name, one in ids.items() if name.endswith("_id")},
                "placement_id": an_id(placement),
                "contact_check_id": an_id(check),
                # Of the registry all bureaux share.
                "company_id": Example(company, str(uuid4()), own=False),
                "siret": Example(None, None, own=False),
                "site_key": Example(site, SiteKey.local(uuid4()), own=False),
                "site_keys": Example((hosted,), (SiteKey.local(uuid4()),)),
                "company_ids": Example((company,), (str(uuid4()),), own=False),
                "since": Example("2020-01-01", "2020-01-01", own=False),
                "words": Example(called, "introuvable", own=False),
                "contact_id": an_id(ids["contact_id"].value),
                # Whoever asks of a site is told what all may know of it, and of no contact but theirs.
                "tutor_id": Example(str(ids["contact_id"].value), str(uuid4()), own=False),
                "teacher_link_id": an_id(ids["teacher_link_id"].value),
                "invite_id": an_id(invite),
                "line_ids": Example((commented,), (str(uuid4()),)),
                "actors": Example((actor,), (str(uuid4()),)),
                "visit_id": an_id(visit),
                "mailing_id": an_id(ids["mailing_id"].value),
                "about": Example((placement,), (str(uuid4()),)),
                "texts": Example(value=True, unknown=True, own=False),
                "last_name": Example("foire", "Peyrat"),
                "first_name": Example("Moissac", "Odilon"),
                "account_id": an_id(account),
                "accounts": Example((str(account),), (str(uuid4()),)),
                "letter_id": an_id(letter),
                # Which mail counts them; the tasks it counts are those of the lycée.
                "digest_id": Example(str(uuid4()), str(uuid4()), own=False),
                "factor_notice_id": an_id(notice),
                "notice_id": an_id(ids["proposal_id"].value),
                "school_year": Example("2026-2027", "2001-2002", own=False),
                "mef": Example(CARE, ELEC, own=False),
                # Nobody of a lycée: who is told is found by the account.
                "roles": Example((Role.ACADEMY,), (Role.ACADEMY,), own=False),
                "asked": Example(
                    tuple(
                        AskedNotice(kind=kind, about=UUID(str(about)))
                        for kind, about in (
                            (NoticeKind.RUPTURE, placement),
                            (NoticeKind.CARD_CHECKED, check),
                            (NoticeKind.NEWS_PROPOSED, ids["news_id"].value),
                            (NoticeKind.DEPARTMENT_WEEK, week_of_the_department()),
                        )
                    ),
                    tuple(AskedNotice(kind=NoticeKind.RUPTURE, about=uuid4()) for _ in range(4)),
                ),
                "signs": Example(value=True, unknown=True, own=False),
                "kind": Example(AccessNoticeKind.PROPOSED, AccessNoticeKind.PROPOSED, own=False),
            },
            (
                *(word for some in made.values() for word in some.secrets),
                REACHED,
                HEAD,
                WRITTEN_TO,
                note,
                "2031-07-19",
                "Envoyer un document",
                '"standing":true',
                '"hosted":true',
                '"expected":1',
                '"words":[1]',
                # Days of the network are codes and counts: a decision entrusted to this lycée alone.
                '"kind":"decisions"',
                ids["class_id"].value,
                ids["action_id"].value,
                placement,
                actor,
            ),
        )


def week_of_the_department() -> UUID:
    return week_id("82", monday_of(datetime.now(PARIS).date()))


async def a_notice_of_a_factor(portal: UnitsOfWork, account_id: UUID) -> UUID:
    kind = SecondFactorNoticeKind.SET
    async with portal.begin(speaking_for(HERE), uai=HERE) as uow:
        notice = Notice(uow.new_id(), HERE, account_id, kind, uow.now, 10)
        await Notices(uow).add(notice)
    return notice.id


async def a_mail_about(placement: str, network: Network, databases: ServiceDatabases) -> None:
    superuser = await databases.superuser("notifications")
    post = Post(network.runtime("notifications").work, superuser)
    mail = await post.asks("host", uai=HERE)
    await post.composed(mail, to=WRITTEN_TO, subject="PFMP")
    # Of the lycée alone: another one is told of what the network shares.
    own = "UPDATE mails SET aggregate_id = $1 WHERE uai = $2"
    await superuser.execute(own, placement, HERE)
    await superuser.close()


@pytest.mark.parametrize("question", OWN, ids=_named)
async def test_a_question_tells_its_own_lycee_something(
    told: Told, question: Question[Any, Any]
) -> None:
    """The control: what follows could not fail otherwise."""
    answer = await told.answer(question, HERE)

    assert told.found_in(answer), answer
    if told.is_own(question):
        assert await told.answer(question, HERE, unknown=True) != answer


@pytest.mark.parametrize("question", OWN, ids=_named)
async def test_asked_for_another_lycee_it_tells_nothing_of_this_one(
    told: Told, question: Question[Any, Any]
) -> None:
    of_theirs = await told.answer(question, ELSEWHERE)

    assert told.found_in(of_theirs) == []
    if told.is_own(question):
        assert of_theirs == await told.answer(question, ELSEWHERE, unknown=True)


@pytest.mark.parametrize("question", FOR_THE_DSDEN, ids=lambda question: question.service)
async def test_what_the_department_tells_the_dsden_it_tells_no_lycee(
    told: Told, question: Question[Any, Any]
) -> None:
    of_the_week = await told.answer(question, placeholder_uai("82"))

    assert "/departement/" in of_the_week
    for uai in (HERE, ELSEWHERE):
        assert await told.answer(question, uai) == '{"facts":[null,null,null,null]}'


@pytest.mark.parametrize("question", OF_ALL, ids=_named)
async def test_the_shared_registry_tells_every_lycee_the_same_and_nothing_of_one(
    told: Told, question: Question[Any, Any]
) -> None:
    answer = await told.answer(question, HERE)

    assert "name" in answer or '"lead"' in answer
    assert answer == await told.answer(question, ELSEWHERE)
    assert answer != await told.answer(question, HERE, unknown=True)
    assert told.found_in(answer) == []


def test_every_field_of_a_question_has_an_example_somewhere() -> None:
    """A question without an example fails the fixture; this says how many there are."""
    assert len(QUESTIONS) >= 11
