"""A thousand robots and ten people before the form: the people reach the list, the robots do not."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import cycle
from uuid import UUID, uuid4

from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.coordination.base.reactions import timed
from services.coordination.need_forms.model.doubt import (
    CONFIRMATIONS_AN_HOUR,
    DOUBTFUL_AN_HOUR,
    RECEIVED_AN_HOUR,
    SAME_MAILBOX_MAX,
    mailbox_of,
    next_place,
)
from services.coordination.need_forms.model.ticket import BITS_MAX, BITS_MIN, bits_for
from services.coordination.need_forms.pages.need_form import FEW, TO_CONFIRM
from services.coordination.need_links.model import COMPANY_PURPOSE
from services.coordination.service import SERVICE
from tests.coordination.need_forms.world import TYPED, Forms
from tests.support.proof import in_two_sizes
from tests.support.services import ServiceDatabases

robots = in_two_sizes("many", 200, 1_000)
"""A thousand in the long form."""
PEOPLE = 10
HOSTS = 25
"""Addresses the robots come from."""


async def robot(forms: Forms, number: int, host: str, replayed: str) -> None:
    """One automated form: with a good ticket and no work, with one that was used, or made up."""
    visitor = forms.visitor(host)
    form = await forms.opened(visitor)
    good = str(form.typed()["ticket"])
    ticket = (good, replayed, good[:-4] + "0000")[number % 3]
    typed = {**TYPED, "company": "Robot", "mail": f"robot{number}@spam.example"}
    await visitor.send(form, **typed, ticket=ticket, work=str(number))
    await visitor.client.aclose()


async def confirmed(forms: Forms, need_id: UUID) -> None:
    """A person opens the link of their mail, and presses the button."""
    links = forms.network.runtime("coordination").work.links
    uai = forms.network.settings.department_uai
    page = f"/mon-besoin/{links.token(COMPANY_PURPOSE, uai=uai, row_id=need_id)}"
    visitor = forms.visitor()
    assert "Confirmer ma demande" in (await visitor.get(page)).text
    shown = await visitor.send((await visitor.get(page)).form(f"{page}/confirmation"))
    assert "est reçue" in shown.text


@robots
async def test_all_people_reach_the_list_and_no_robot_does(
    forms: Forms, service_databases: ServiceDatabases, many: int
) -> None:
    used = await forms.opened(forms.visitor())
    await forms.visitor().send(used, **{**TYPED, "company": "Robot", "mail": "r@spam.example"})
    replayed, hosts = str(used.typed()["ticket"]), cycle(str(uuid4()) for _ in range(HOSTS))
    with_script: list[str] = []
    without: list[str] = []
    every = many // PEOPLE
    for number in range(many):
        await robot(forms, number, next(hosts), replayed)
        if number % every == every // 2:
            script = number // every % 2 == 0
            mail = f"personne{number}@menuiserie.example"
            page = await forms.fills(script=script, company="Personne", mail=mail)
            (with_script if script else without).append(mail)
            assert (page.answer.url.path == TO_CONFIRM) is not script

    received = await forms.superuser.fetch(
        "SELECT requester_mail FROM needs WHERE status = 'received'"
    )
    assert {row["requester_mail"] for row in received} == set(with_script)
    assert len(await forms.letters("confirm")) <= CONFIRMATIONS_AN_HOUR == 10
    waiting = await forms.superuser.fetchval("SELECT count(*) FROM needs WHERE company = 'Robot'")
    assert CONFIRMATIONS_AN_HOUR < waiting < many

    now, hours = datetime.now(UTC), 0
    database, work = (
        service_databases.open(SERVICE.name),
        forms.network.runtime("coordination").work,
    )
    while not await asked(forms, without):
        hours += 1
        now += timedelta(minutes=61)
        before = len(await forms.letters("confirm"))
        await run_due_work(timed, work, database.relay_dsn, now)
        assert len(await forms.letters("confirm")) - before <= CONFIRMATIONS_AN_HOUR
        assert hours < 4
    await database.close()
    rows = await forms.superuser.fetch(
        "SELECT need_id FROM needs WHERE requester_mail = ANY($1)", without
    )
    await asyncio.gather(*(confirmed(forms, row["need_id"]) for row in rows))

    received = await forms.superuser.fetch(
        "SELECT company, count(*) FROM needs WHERE status = 'received' GROUP BY 1"
    )
    assert [tuple(row) for row in received] == [("Personne", 10)]


async def asked(forms: Forms, mails: list[str]) -> bool:
    """Whether all these were asked to confirm."""
    ids = await forms.letters("confirm")
    there = await forms.superuser.fetchval(
        "SELECT count(*) FROM needs WHERE requester_mail = ANY($1) AND need_id = ANY($2)",
        mails,
        ids,
    )
    return bool(there == len(mails))


def test_the_work_grows_with_what_comes_in_and_no_further() -> None:
    assert [bits_for(lately) for lately in (0, 10, 19, 20, 40, 80, 160, 10_000)] == [
        *(BITS_MIN, BITS_MIN, BITS_MIN, BITS_MIN + 1, BITS_MIN + 2, BITS_MIN + 3),
        *(BITS_MAX, BITS_MAX),
    ]


def test_a_place_is_free_an_hour_after_the_mail_that_took_it() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    sent = [now + timedelta(minutes=number) for number in range(DOUBTFUL_AN_HOUR)]

    assert next_place(sent[:-1], DOUBTFUL_AN_HOUR) is None
    assert next_place(sent, DOUBTFUL_AN_HOUR) == now + timedelta(hours=1)


async def test_an_address_is_asked_once_a_day_and_never_again_once_it_said_no(
    forms: Forms,
) -> None:
    for number in range(3):
        await forms.fills(
            script=False, mail="Victime@Ailleurs.example" if number else "victime@ailleurs.example"
        )
    [need_id] = await forms.letters("confirm")

    links, uai = (
        forms.network.runtime("coordination").work.links,
        forms.network.settings.department_uai,
    )
    page = f"/mon-besoin/{links.token(COMPANY_PURPOSE, uai=uai, row_id=need_id)}"
    visitor = forms.visitor()
    shown = await visitor.send((await visitor.get(page)).form(f"{page}/pas-moi"))

    assert "écartée" in shown.text
    assert await forms.statuses() == {"dismissed": 1, "unverified": 2}
    await forms.superuser.execute(
        "UPDATE need_confirmations SET sent_at = sent_at - interval '2 days'"
    )
    await forms.fills(script=False, mail="victime@ailleurs.example")
    assert await forms.letters("confirm") == [need_id]


async def mails_made(forms: Forms) -> int:
    """How many letters forms had us write to the addresses they gave."""
    count = await forms.superuser.fetchval("SELECT count(*) FROM need_letters")
    return int(count)


async def test_worked_forms_of_two_networks_make_a_handful_of_mails(forms: Forms) -> None:
    for number in range(12):
        await forms.fills(host=f"203.0.113.{number}", mail=f"victime{number}@ailleurs.example")
    for number in range(8):
        await forms.fills(host=f"2001:db8:7:{number:x}::1", mail=f"autre{number}@ailleurs.example")

    assert await mails_made(forms) == 2 * FEW.times + DOUBTFUL_AN_HOUR


async def test_worked_forms_of_everywhere_make_no_more_mails_than_an_hour_has(
    forms: Forms,
) -> None:
    for number in range(25):
        await forms.fills(host=f"198.51.{number}.7", mail=f"victime{number}@ailleurs.example")

    assert await mails_made(forms) == RECEIVED_AN_HOUR + CONFIRMATIONS_AN_HOUR


async def test_a_mailbox_is_one_whatever_follows_its_plus(forms: Forms) -> None:
    for number in range(8):
        await forms.fills(mail=f"Victime+{number}@ailleurs.example")

    assert await mails_made(forms) == SAME_MAILBOX_MAX + 1
    assert mailbox_of(" Victime+a+b@Ailleurs.example ") == "victime@ailleurs.example"


async def test_an_address_whose_need_is_told_twice_still_is_asked(forms: Forms) -> None:
    for _ in range(2):
        await forms.fills(script=False, mail="deux@fois.example")
    [first] = await forms.letters("confirm")
    await forms.superuser.execute(
        "UPDATE needs SET status = 'dismissed', dismissal = 'duplicate' WHERE need_id = $1", first
    )
    await forms.superuser.execute(
        "UPDATE need_confirmations SET sent_at = sent_at - interval '2 days'"
    )

    await forms.fills(script=False, mail="autre@ailleurs.example")

    assert len(await forms.letters("confirm")) == 3
