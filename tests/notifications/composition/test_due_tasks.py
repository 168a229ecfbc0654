"""The mail of the morning goes to who has tasks and wants it, and says how many, not which."""

from collections.abc import AsyncIterator
from datetime import date
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from contracts.identifiers import AccountId, TaskDigestId
from contracts.partnerships.questions import (
    TASK_DIGEST,
    DueTask,
    EndingAgreements,
    TaskDigest,
    TaskDigestRequest,
)
from contracts.portal.accounts import (
    BUREAU_PEOPLE,
    BUREAU_STAFF,
    BureauPeople,
    BureauStaff,
    StaffMember,
)
from services.notifications.contents.model import Composed, NotWanted, Several
from services.notifications.mails.model.recipients import CONCERNED, account
from services.notifications.mails.model.template import Template
from tests.notifications.owners import Owners, owners
from tests.support.services import ServiceDatabases


def member(name: str, *, runs: bool) -> StaffMember:
    mail = f"{name.partition(' ')[0].lower()}@lycee.example"
    return StaffMember(account_id=AccountId(uuid4()), display_name=name, mail=mail, runs=runs)


CAMILLE, SACHA, IDLE = (
    member("Camille Rivière", runs=True),
    member("Sacha Lemoine", runs=False),
    member("Noa Castan", runs=False),
)
TASKS = (
    DueTask(title="Rappeler", late=True, assignee=None),
    DueTask(title="Rappeler", late=False, assignee=CAMILLE.account_id),
    DueTask(title="Envoyer un document", late=False, assignee=SACHA.account_id),
)


@pytest_asyncio.fixture
async def told(service_databases: ServiceDatabases, tmp_path: Path) -> AsyncIterator[Owners]:
    async with owners(service_databases.settings, tmp_path) as running:
        running.tell(TASK_DIGEST, TaskDigest(tasks=TASKS, silent=()))
        running.tell(BUREAU_STAFF, BureauStaff(members=(CAMILLE, SACHA, IDLE)))
        running.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))
        yield running


async def test_everybody_with_a_task_gets_one_mail(told: Owners) -> None:
    composed = await told.compose(Template.TASK_DIGEST, CONCERNED)

    assert isinstance(composed, Several)
    assert composed.recipients == (account(CAMILLE.account_id), account(SACHA.account_id))


async def test_who_asked_for_silence_gets_none(told: Owners) -> None:
    silent = (CAMILLE.account_id, SACHA.account_id)
    told.tell(TASK_DIGEST, TaskDigest(tasks=TASKS, silent=silent))

    assert isinstance(await told.compose(Template.TASK_DIGEST, CONCERNED), NotWanted)
    reader = account(CAMILLE.account_id)
    assert isinstance(await told.compose(Template.TASK_DIGEST, reader), NotWanted)


async def test_the_mail_counts_ones_own_and_nobodys_tasks(told: Owners) -> None:
    mail = await told.compose(Template.TASK_DIGEST, account(CAMILLE.account_id))

    assert isinstance(mail, Composed)
    assert (mail.to, mail.subject) == ("camille@lycee.example", "2\u00a0tâches à faire aujourd’hui")
    for part in (mail.text, mail.html):
        assert "Envoyer un document" not in part
        assert "/semaine" in part
    assert "- Rappeler\u00a0: 2" in mail.text
    assert "Dont en retard\u00a0: 1" in mail.text


async def test_agreements_that_run_out_are_said_to_who_runs_the_bureau(told: Owners) -> None:
    ending = (
        EndingAgreements(until_on=date(2026, 12, 1), many=1),
        EndingAgreements(until_on=date(2027, 1, 23), many=2),
    )
    told.tell(TASK_DIGEST, TaskDigest(tasks=TASKS[2:], silent=(), agreements=ending))

    composed = await told.compose(Template.TASK_DIGEST, CONCERNED)
    assert isinstance(composed, Several)
    assert composed.recipients == (account(CAMILLE.account_id), account(SACHA.account_id))
    mail = await told.compose(Template.TASK_DIGEST, account(CAMILLE.account_id))
    assert isinstance(mail, Composed)
    assert mail.subject == "3\u00a0conventions à renouveler"
    for part in (mail.text, unescape(mail.html)):
        assert "/entreprises/partenariats?vue=liste&convention=to-renew" in part
        assert "samedi 23\u00a0janvier 2027" in part
        assert "à faire aujourd’hui" not in part
    other = await told.compose(Template.TASK_DIGEST, account(SACHA.account_id))
    assert isinstance(other, Composed)
    assert "convention" not in other.text


async def test_one_mail_says_both_what_is_due_and_what_runs_out(told: Owners) -> None:
    ending = (EndingAgreements(until_on=date(2026, 12, 1), many=1),)
    told.tell(TASK_DIGEST, TaskDigest(tasks=TASKS, silent=(), agreements=ending))

    mail = await told.compose(Template.TASK_DIGEST, account(CAMILLE.account_id))

    assert isinstance(mail, Composed)
    assert mail.subject.endswith("aujourd’hui, 1\u00a0convention à renouveler")
    assert "- Rappeler\u00a0: 2" in mail.text
    assert "- le mardi 1er\u00a0décembre 2026\u00a0: 1" in mail.text


async def test_the_agreements_asked_for_are_those_of_that_mail_whenever_it_leaves(
    told: Owners,
) -> None:
    digest_id = TaskDigestId(uuid4())

    for recipient in (CONCERNED, account(CAMILLE.account_id)):
        await told.compose(Template.TASK_DIGEST, recipient, about=digest_id)

    assert told.requests.count(TaskDigestRequest(digest_id=digest_id)) == 2


async def test_what_was_done_meanwhile_is_not_recalled(told: Owners) -> None:
    told.tell(TASK_DIGEST, TaskDigest(tasks=(), silent=()))

    reader = account(CAMILLE.account_id)
    assert isinstance(await told.compose(Template.TASK_DIGEST, reader), NotWanted)
