"""Who told a need asks what is kept of them, and is erased: found by name or mail, gone everywhere."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedOutcome
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_forms.store import Confirmations
from services.coordination.need_links.commands.add_precision import add_precision
from services.coordination.need_rights.reactions import erase_the_need_again
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.store.publications import ask_letter
from services.coordination.retention import retention
from services.coordination.service import SERVICE
from tests.coordination.needs.world import (
    assignments_of,
    company,
    need_of,
    passed_on,
    sent,
    told,
)
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

PAGE = "/besoins/personnes"
NAMES = ("Belkacem", "menuiserie.example", "0536491010", "05 36 49 10 10", "Zoé Delrieu")
TABLES = ("needs", "need_assignments", "need_precisions", "need_letters", "need_confirmations")


def workers(network: Network) -> tuple[Somebody, Somebody, Somebody]:
    units = network.runtime("coordination").work
    found = (*people(units), company(units))
    for one in found:
        one.now = datetime.now(UTC)
    return found


async def left(databases: ServiceDatabases) -> list[str]:
    """The tables in which somebody is still named."""
    superuser = await databases.superuser(SERVICE.name)
    found = []
    for table in TABLES:
        rows = await superuser.fetch(f'SELECT * FROM "{table}"')
        if any(name in str(dict(row)) for row in rows for name in NAMES):
            found.append(table)
    await superuser.close()
    return found


async def test_who_told_a_need_is_found_shown_all_that_is_kept_and_erased(
    network: Network, service_databases: ServiceDatabases
) -> None:
    bureau, dsden, somebody = workers(network)
    need_id = await told(bureau)
    await passed_on(dsden, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    await somebody.do(
        add_precision, need_id=need_id, text="Voyez Zoé Delrieu.", now=somebody.later()
    )
    await bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=NeedOutcome.HELPED,
        answer="Dit à Mme Belkacem.",
        now=bureau.later(),
    )
    other = await sent(somebody, verified=False)

    async def waits(uow: UnitOfWork) -> None:
        await Confirmations(uow).add(other, "empreinte", 0, now=uow.now)

    await somebody.do(waits)
    visitor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    for words, many in (
        ("belkacem", 2),
        ("N.Belkacem@menuiserie.example", 2),
        ("zoe", 1),
        ("xyz", 0),
    ):
        page = await visitor.send((await visitor.get(PAGE)).form(PAGE), person=words)
        assert page.answer.text.count("Effacer pour toujours") == many, words
    page = await visitor.send((await visitor.get(PAGE)).form(PAGE), person="xyz")
    assert "Rien n’est gardé sous ce nom" in page.text

    page = await visitor.send((await visitor.get(PAGE)).form(PAGE), person="belkacem")
    for word in ("Voyez Zoé Delrieu.", "Dit à Mme Belkacem.", "Nous cherchons un apprenti"):
        assert word in page.text
    refused = await visitor.send(page.form(f"{PAGE}/effacement"))
    assert refused.status == 422
    assert "ne revient pas" in refused.text
    for _ in range(2):
        page = await visitor.send((await visitor.get(PAGE)).form(PAGE), person="belkacem")
        page = await visitor.send(page.form(f"{PAGE}/effacement"), sure="true")
        assert "C’est effacé" in page.text

    assert await left(service_databases) == []
    superuser = await service_databases.superuser(SERVICE.name)
    rows = await superuser.fetch("SELECT status, outcome, erased_at FROM needs ORDER BY status")
    assert [(row["status"], row["outcome"]) for row in rows] == [
        ("closed", "helped"),
        ("dismissed", None),
    ]
    told_too = await superuser.fetch("SELECT uai, headers->>'ce-type' AS type FROM journal")
    erased = [row["uai"] for row in told_too if row["type"].endswith("need_erased.v1")]
    assert HERE in erased
    await superuser.close()


async def test_a_backup_brings_nobody_back(
    network: Network, service_databases: ServiceDatabases
) -> None:
    _, dsden, somebody = workers(network)
    need_id = await sent(somebody)

    for again in (need_id, uuid4(), need_id):
        await dsden.do(erase_the_need_again, resource_id=again, now=dsden.later())

    assert await left(service_databases) == []
    visitor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    assert "Aucun besoin n’attend" in (await visitor.get("/besoins")).text


async def test_what_was_answered_and_is_erased_waits_for_nobody(
    network: Network, service_databases: ServiceDatabases
) -> None:
    bureau, dsden, _ = workers(network)
    need_id = await told(bureau)
    await passed_on(dsden, need_id, HERE)
    (mine,) = await assignments_of(bureau, need_id)
    await bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=NeedOutcome.HELPED,
        answer="C’est fait.",
        now=bureau.later(),
    )
    units: Any = network.runtime("coordination").work
    visitor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    assert (
        "Besoins d’entreprises" in (await visitor.get("/reseau/fragments/besoins-a-traiter")).text
    )

    await purge_all(units, retention, now=datetime.now(UTC) + timedelta(days=400))

    assert await left(service_databases) == []
    assert (
        "Besoins d’entreprises"
        not in (await visitor.get("/reseau/fragments/besoins-a-traiter")).text
    )
    assert "Aucun besoin n’attend" in (await visitor.get("/besoins")).text


async def test_nobody_else_looks_for_persons(network: Network) -> None:
    for role, uai in ((Role.RBDE, HERE), (Role.HEAD, ELSEWHERE)):
        visitor = await network.client_as(role, uai)
        sent_ = await visitor.post(PAGE, data={"person": "x", "command_id": str(uuid4())})
        assert (await visitor.get(PAGE)).status_code == sent_.status_code == 404


async def test_what_is_over_for_a_year_goes_by_itself_whoever_had_it(
    network: Network, service_databases: ServiceDatabases
) -> None:
    bureau, dsden, somebody = workers(network)
    need_id = await told(bureau)
    await passed_on(dsden, need_id, HERE, ELSEWHERE)
    await somebody.do(add_precision, need_id=need_id, text="Zoé Delrieu", now=somebody.later())
    for one in await assignments_of(dsden, need_id):
        superuser = await service_databases.superuser(SERVICE.name)
        await superuser.execute(
            "UPDATE need_assignments SET answer = 'Belkacem' WHERE assignment_id = $1", one.id
        )
        await superuser.close()
    await somebody.do(withdraw_need, need_id=need_id, now=somebody.later())
    units: Any = network.runtime("coordination").work

    await purge_all(units, retention, now=datetime.now(UTC) + timedelta(days=360))
    assert "needs" in await left(service_databases)
    await purge_all(units, retention, now=datetime.now(UTC) + timedelta(days=367))

    assert await left(service_databases) == []


async def test_what_nobody_confirmed_goes_with_the_mail_that_asked(
    network: Network, service_databases: ServiceDatabases
) -> None:
    _, _, somebody = workers(network)
    need_id = await sent(somebody, verified=False)
    need = await need_of(somebody, need_id)
    await somebody.do(ask_letter, need, NeedLetterKind.CONFIRM)
    superuser = await service_databases.superuser(SERVICE.name)
    letter = await superuser.fetchval("SELECT letter_id FROM need_letters")

    units: Any = network.runtime("coordination").work
    await purge_all(units, retention, now=datetime.now(UTC) + timedelta(days=31))

    rows = await superuser.fetch("SELECT payload FROM journal WHERE subject LIKE '%need_erased%'")
    await superuser.close()
    assert [json.loads(row["payload"])["letters"] for row in rows] == [[str(letter)]]
    assert await left(service_databases) == []
