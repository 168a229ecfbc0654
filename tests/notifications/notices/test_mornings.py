"""Tasks and notices are one mail in the morning; each leaves when the other cannot, and none is lost."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from contracts.documents.examples import example
from contracts.identifiers import TaskDigestId
from contracts.notices import INTERNSHIP_NOTICES, NoticesAnswer, NoticesRequest
from contracts.partnerships.questions import (
    TASK_DIGEST,
    DueTask,
    EndingAgreements,
    TaskDigest,
    TaskDigestRequest,
)
from contracts.partnerships.tasks import TaskDigestAskedV1
from contracts.portal.accounts import BUREAU_STAFF, BureauStaff, RoleHolder, StaffMember
from services.notifications.mails.model.recipients import account
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import read_mails
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.rests.commands import choose_rest
from services.notifications.rests.model import Rest
from services.notifications.subscribers import remind_of_what_is_due
from tests.notifications.telling import CAMILLE, FACTS, PUPIL, SANDY, TUESDAY, Telling, holder
from tests.notifications.world import HERE, own
from tests.support.bus import envelope_of
from tests.support.smtp import KEEP_AND_DROP

ASKED_AT = TUESDAY.replace(hour=6, minute=45)
SEVEN = TUESDAY.replace(hour=7)
TEN_PAST = SEVEN.replace(minute=10)
SACHA = holder("Sacha Lemoine", "secretariat")
RENEWED = "1\u00a0convention à renouveler"


def staff(one: RoleHolder, *, runs: bool) -> StaffMember:
    return StaffMember(
        account_id=one.account_id, display_name=one.display_name, mail=one.mail, runs=runs
    )


def bureau_has(telling: Telling, *tasks: DueTask, silent: tuple[RoleHolder, ...] = ()) -> None:
    """What is due at the bureau; each reminder is about one agreement of its own as well."""
    telling.holders(CAMILLE, SANDY, SACHA)
    members = (staff(CAMILLE, runs=True), staff(SACHA, runs=False))
    telling.owners.tell(BUREAU_STAFF, BureauStaff(members=members))
    ending = (EndingAgreements(until_on=date(2027, 1, 23), many=1),)

    def answer(_: TaskDigestRequest) -> TaskDigest:
        quiet = tuple(one.account_id for one in silent)
        return TaskDigest(tasks=tasks, silent=quiet, agreements=ending)

    telling.owners.tell(TASK_DIGEST, answer)


OWN = DueTask(title="Rappeler", late=False, assignee=CAMILLE.account_id)
SACHAS = DueTask(title="Préparer", late=False, assignee=SACHA.account_id)


async def asked(telling: Telling, at: datetime) -> UUID:
    """The reminder of a morning is asked for."""
    event = example(TaskDigestAskedV1).model_copy(update={"digest_id": TaskDigestId(uuid4())})
    telling.clock.now = at
    async with telling.post.units.begin(own(HERE), now=at) as uow:
        await remind_of_what_is_due(event, envelope_of(event, HERE, at=at), uow)
    return event.digest_id


async def refused_agreement(telling: Telling) -> None:
    """Told to Sandy in the morning, and to Camille too, who chose that."""
    telling.clock.now = TUESDAY - timedelta(days=1)
    await telling.mailed(await telling.happens(Template.AGREEMENT_AMENDED))


async def test_tasks_and_notices_are_one_mail_the_tasks_first(telling: Telling) -> None:
    bureau_has(telling, OWN, SACHAS)
    await refused_agreement(telling)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    telling.clock.now = SEVEN
    assert await telling.gathered() == 2
    await telling.mailed()
    telling.clock.now = TEN_PAST
    await telling.mailed()

    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith(f"1\u00a0tâche à faire aujourd’hui, {RENEWED}, 1\u00a0avis\u00a0:")
    assert telling.read_by(SACHA) == ["1\u00a0tâche à faire aujourd’hui"]
    both = next(m for m in telling.server.mails if m.recipients == (CAMILLE.mail,))
    for part in ("plain", "html"):
        assert both.part(part).index("Rappeler") < both.part(part).index("Voir mes avis")
        assert "/semaine" in both.part(part)
        assert "convention=to-renew" in both.part(part)
    assert PUPIL in both.part("plain")
    alone = next(m for m in telling.server.mails if m.recipients == (SACHA.mail,))
    assert "avis" not in alone.part("plain").partition("Choisissez")[0]


async def test_who_wants_no_reminder_reads_their_notices_and_no_task(telling: Telling) -> None:
    bureau_has(telling, OWN, SACHAS, silent=(CAMILLE, SACHA))
    await refused_agreement(telling)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    telling.clock.now = SEVEN
    assert await telling.gathered() == 1
    await telling.mailed()

    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith("1\u00a0avis")
    [mail] = telling.server.mails
    assert "Rappeler" not in mail.part("plain")
    assert "convention à renouveler" not in mail.part("plain")


async def test_tasks_asked_after_the_mail_of_the_morning_leave_by_themselves(
    telling: Telling,
) -> None:
    bureau_has(telling, OWN)
    await refused_agreement(telling)
    telling.clock.now = SEVEN
    assert await telling.gathered() == 1
    await telling.mailed()
    await asked(telling, SEVEN.replace(hour=8))
    await telling.mailed()

    assert [one.split("\u00a0")[1].split()[0] for one in telling.read_by(CAMILLE)] == [
        "avis",
        "tâche",
    ]


async def test_tasks_leave_at_ten_past_when_nobody_gathered_them(telling: Telling) -> None:
    bureau_has(telling, OWN)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    telling.clock.now = SEVEN
    await telling.mailed()
    assert telling.read_by(CAMILLE) == []
    telling.clock.now = TEN_PAST
    await telling.mailed()
    assert telling.read_by(CAMILLE) == [f"1\u00a0tâche à faire aujourd’hui, {RENEWED}"]

    telling.clock.now = TEN_PAST + timedelta(minutes=5)
    assert await telling.gathered() == 0


async def test_three_mornings_without_a_mail_server_leave_one_mail(telling: Telling) -> None:
    bureau_has(telling, OWN)
    reminders = []
    for day in range(3):
        telling.clock.now = TUESDAY + timedelta(days=day - 1)
        await telling.happens(Template.AGREEMENT_AMENDED)
        await split(telling)
        reminders.append(await asked(telling, ASKED_AT + timedelta(days=day)))
        await split(telling)
        telling.clock.now = SEVEN + timedelta(days=day)
        assert await telling.gathered() == 1
    telling.owners.requests.clear()
    await telling.mailed()

    [subject] = telling.read_by(CAMILLE)
    # The task of today, the agreements of each reminder, the notices of each morning.
    assert subject.startswith(
        "1\u00a0tâche à faire aujourd’hui, 3\u00a0conventions à renouveler, 3\u00a0avis\u00a0:"
    )
    told = {one.digest_id for one in telling.owners.requests if isinstance(one, TaskDigestRequest)}
    assert told == set(reminders)
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        shown = [one.template for one in (await read_mails(uow)).items]
    assert shown == [Template.NOTICE_DIGEST]


async def split(telling: Telling) -> None:
    """What is for several is told to each; what is for one person does not leave."""
    await telling.post.superuser.execute(
        "UPDATE mails SET next_attempt_at = '2100-01-01' WHERE template = 'notice_digest'"
    )
    await telling.mailed()
    await telling.post.superuser.execute(
        "UPDATE mails SET next_attempt_at = queued_at WHERE template = 'notice_digest'"
    )


async def test_reminders_nobody_was_told_of_are_said_by_the_newest(telling: Telling) -> None:
    bureau_has(telling, OWN)
    for day in range(3):
        await asked(telling, ASKED_AT + timedelta(days=day))
    telling.clock.now = TEN_PAST + timedelta(days=2)
    await telling.mailed()

    assert telling.read_by(CAMILLE) == [
        "1\u00a0tâche à faire aujourd’hui, 3\u00a0conventions à renouveler"
    ]


async def test_reminders_nobody_was_told_of_are_in_the_mail_of_the_morning_too(
    telling: Telling,
) -> None:
    bureau_has(telling, OWN)
    for day in range(3):
        await asked(telling, ASKED_AT + timedelta(days=day))
    await telling.mailed()
    telling.clock.now = SEVEN + timedelta(days=2)
    assert await telling.gathered() == 1
    await telling.mailed()

    assert telling.read_by(CAMILLE) == [
        "1\u00a0tâche à faire aujourd’hui, 3\u00a0conventions à renouveler"
    ]


async def test_reminders_of_days_off_are_in_the_mail_of_the_next_morning(telling: Telling) -> None:
    bureau_has(telling, OWN)
    saturday, monday = (ASKED_AT + timedelta(days=days) for days in (4, 6))
    await asked(telling, saturday)
    await telling.mailed()
    await asked(telling, monday)
    await telling.mailed()
    assert telling.read_by(CAMILLE) == []
    telling.clock.now = SEVEN + timedelta(days=6)
    assert await telling.gathered() == 1
    telling.clock.now = TEN_PAST + timedelta(days=6)
    await telling.mailed()

    assert telling.read_by(CAMILLE) == [
        "1\u00a0tâche à faire aujourd’hui, 2\u00a0conventions à renouveler"
    ]


async def test_a_digest_of_which_a_copy_may_be_out_stays_as_it_is(telling: Telling) -> None:
    bureau_has(telling, OWN)
    await refused_agreement(telling)
    telling.clock.now = SEVEN
    await telling.gathered()
    await telling.post.superuser.execute(
        "UPDATE mails SET may_have_left = true WHERE template = 'notice_digest'"
    )
    await asked(telling, ASKED_AT + timedelta(days=1))
    await split(telling)
    telling.clock.now = SEVEN + timedelta(days=1)
    await telling.gathered()
    rows = await telling.post.superuser.fetch(
        "SELECT state FROM mails WHERE template = 'notice_digest' AND recipient = $1",
        account(CAMILLE.account_id),
    )

    assert [row["state"] for row in rows] == ["queued", "queued"]


async def test_another_copy_of_a_digest_names_nobody_in_the_place_of_another(
    telling: Telling,
) -> None:
    telling.holders(CAMILLE)
    gone, stays = uuid4(), uuid4()

    def facts(request: NoticesRequest) -> NoticesAnswer:
        pupils = {gone: "Ada Gone", stays: "Bob Stays"}
        told = (FACTS.model_copy(update={"object": pupils[one.about]}) for one in request.asked)
        return NoticesAnswer(facts=tuple(told))

    telling.owners.tell(INTERNSHIP_NOTICES, facts)
    for about in (gone, stays):
        telling.clock.passes(minutes=1)
        await telling.mailed(await telling.happens(Template.AGREEMENT_AMENDED, about=about))
    telling.clock.now = SEVEN + timedelta(days=1)
    assert await telling.gathered() == 1
    telling.server.says("content", KEEP_AND_DROP)
    await telling.mailed()
    await telling.post.superuser.execute(
        "UPDATE notices SET read_at = now() WHERE about = $1", gone
    )
    await after_attempts(telling, 2)

    first, second = (mail.part("plain") for mail in telling.server.mails)
    assert first.index("- Ada Gone") < first.index("- Bob Stays")
    assert second == first.replace("Ada Gone", "…")


async def test_another_copy_of_a_notice_says_no_line_under_the_label_of_another(
    telling: Telling,
) -> None:
    telling.holders(CAMILLE)
    await telling.chooses(CAMILLE, Template.AGREEMENT_AMENDED, Rhythm.AT_ONCE)
    telling.server.says("content", KEEP_AND_DROP)
    await telling.mailed(await telling.happens(Template.AGREEMENT_AMENDED))
    telling.facts(FACTS.model_copy(update={"lines": FACTS.lines[1:]}))
    await after_attempts(telling, 2)

    first, second = (mail.part("plain") for mail in telling.server.mails)
    assert f"Élève\u00a0: {PUPIL}" in first
    assert second == first.replace("2de MV", "…")


async def test_notices_leave_without_tasks_that_nobody_can_tell_and_tasks_later(
    telling: Telling,
) -> None:
    bureau_has(telling, OWN)
    await refused_agreement(telling)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    telling.clock.now = SEVEN
    await telling.gathered()
    telling.owners.silent.add(TASK_DIGEST.name)
    await after_attempts(telling, 4)
    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith("1\u00a0avis")

    telling.owners.silent.clear()
    await after_attempts(telling, 1)
    assert telling.read_by(CAMILLE)[1:] == [f"1\u00a0tâche à faire aujourd’hui, {RENEWED}"]


async def test_notices_leave_where_there_is_nothing_to_tell_of_tasks_any_more(
    telling: Telling,
) -> None:
    bureau_has(telling, OWN)
    await refused_agreement(telling)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    del telling.owners.told[TASK_DIGEST.name]
    telling.clock.now = SEVEN
    await telling.gathered()
    await telling.mailed()

    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith("1\u00a0avis")


async def test_tasks_of_three_mornings_that_leave_apart_are_one_mail(telling: Telling) -> None:
    bureau_has(telling, OWN, SACHAS)
    for day in range(3):
        telling.clock.now = TUESDAY + timedelta(days=day - 1)
        await telling.happens(Template.AGREEMENT_AMENDED)
        await split(telling)
        await asked(telling, ASKED_AT + timedelta(days=day))
        await split(telling)
        telling.clock.now = SEVEN + timedelta(days=day)
        await telling.gathered()
    telling.owners.silent.add(TASK_DIGEST.name)
    await after_attempts(telling, 4)
    assert [one.split()[1] for one in telling.read_by(CAMILLE)] == ["avis"]

    telling.owners.silent.clear()
    await after_attempts(telling, 3)
    whole = "1\u00a0tâche à faire aujourd’hui, 3\u00a0conventions à renouveler"
    assert telling.read_by(CAMILLE)[1:] == [whole]
    assert telling.read_by(SACHA) == ["1\u00a0tâche à faire aujourd’hui"]


async def test_tasks_leave_without_notices_that_nobody_can_tell_and_notices_later(
    telling: Telling,
) -> None:
    bureau_has(telling, OWN)
    await refused_agreement(telling)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    telling.clock.now = SEVEN
    await telling.gathered()
    telling.owners.silent.add(INTERNSHIP_NOTICES.name)
    await after_attempts(telling, 4)
    assert telling.read_by(CAMILLE) == [f"1\u00a0tâche à faire aujourd’hui, {RENEWED}"]

    telling.owners.silent.clear()
    await after_attempts(telling, 2)
    [_, subject] = telling.read_by(CAMILLE)
    assert subject.startswith("1\u00a0avis")


async def test_tasks_a_digest_may_have_said_do_not_leave_apart(telling: Telling) -> None:
    bureau_has(telling, OWN)
    await refused_agreement(telling)
    await asked(telling, ASKED_AT)
    await telling.mailed()
    telling.clock.now = SEVEN
    await telling.gathered()
    # The whole mail was given, and the line was cut before the answer.
    await telling.post.superuser.execute(
        "UPDATE mails SET may_have_left = true WHERE template = 'notice_digest'"
    )
    telling.owners.silent.add(TASK_DIGEST.name)
    await after_attempts(telling, 6)
    telling.owners.silent.clear()
    await after_attempts(telling, 2)

    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith("1\u00a0tâche")


async def after_attempts(telling: Telling, many: int) -> None:
    for _ in range(many + 1):
        telling.clock.passes(minutes=5)
        await telling.mailed()


async def rests(telling: Telling, rest: Rest) -> None:
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        await choose_rest(uow, account_id=CAMILLE.account_id, rest=rest, now=telling.clock.now)


async def test_who_is_away_finds_one_mail_and_is_told_of_what_is_urgent(telling: Telling) -> None:
    bureau_has(telling, OWN)
    telling.clock.now = TUESDAY - timedelta(days=1)
    await rests(telling, Rest(away=(telling.clock.now.date(), TUESDAY.date() + timedelta(days=1))))
    for day in range(3):
        telling.clock.now = SEVEN + timedelta(days=day - 1, hours=2)
        await telling.mailed(await telling.happens(Template.AGREEMENT_REFUSED))
        await asked(telling, ASKED_AT + timedelta(days=day))
        await telling.mailed()
        telling.clock.now = SEVEN + timedelta(days=day)
        await telling.mailed()  # at seven too: mails may leave before they are gathered
        await telling.gathered()
        await telling.mailed()
        assert len(telling.read_by(CAMILLE)) == (1 if day == 2 else 0), day
    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith(
        "1\u00a0tâche à faire aujourd’hui, 3\u00a0conventions à renouveler, 3\u00a0avis"
    )

    telling.clock.now = SEVEN + timedelta(days=3)
    await rests(telling, Rest(away=(telling.clock.now.date(), telling.clock.now.date())))
    await telling.mailed(await telling.happens(Template.ALERT_URGENT))
    assert len(telling.read_by(CAMILLE)) == 2


async def test_who_is_back_earlier_has_what_waited(telling: Telling) -> None:
    bureau_has(telling)
    telling.clock.now = TUESDAY - timedelta(days=1)
    await rests(telling, Rest(away=(telling.clock.now.date(), TUESDAY.date() + timedelta(days=9))))
    await telling.mailed(await telling.happens(Template.AGREEMENT_REFUSED))
    telling.clock.now = SEVEN
    await telling.gathered()
    await telling.mailed()
    assert telling.read_by(CAMILLE) == []

    telling.clock.now = SEVEN.replace(hour=10)
    await rests(telling, Rest())
    await telling.mailed()

    assert len(telling.read_by(CAMILLE)) == 1


async def test_who_stays_away_longer_is_written_to_later(telling: Telling) -> None:
    bureau_has(telling)
    telling.clock.now = TUESDAY - timedelta(days=1)
    today = telling.clock.now.date()
    await rests(telling, Rest(away=(today, TUESDAY.date())))
    await telling.mailed(await telling.happens(Template.AGREEMENT_REFUSED))
    telling.clock.now = SEVEN
    await telling.gathered()
    telling.clock.now = SEVEN.replace(hour=18)
    await rests(telling, Rest(away=(today, TUESDAY.date() + timedelta(days=2))))
    for day, many in ((1, 0), (2, 0), (3, 1)):
        telling.clock.now = TEN_PAST + timedelta(days=day)
        await telling.mailed()
        assert len(telling.read_by(CAMILLE)) == many, day


async def test_tasks_that_leave_apart_wait_for_who_is_away(telling: Telling) -> None:
    bureau_has(telling, OWN)
    telling.clock.now = TUESDAY - timedelta(days=1)
    await rests(telling, Rest(away=(TUESDAY.date(), TUESDAY.date())))
    await asked(telling, SEVEN.replace(hour=8))
    for later in (timedelta(), timedelta(hours=2), timedelta(hours=6)):
        telling.clock.now = SEVEN.replace(hour=8) + later
        await telling.mailed()
    assert telling.read_by(CAMILLE) == []

    telling.clock.now = SEVEN + timedelta(days=1)
    await telling.gathered()
    await telling.mailed()
    assert telling.read_by(CAMILLE) == [f"1\u00a0tâche à faire aujourd’hui, {RENEWED}"]


async def test_what_is_told_on_the_eve_of_an_absence_waits_with_the_rest(telling: Telling) -> None:
    bureau_has(telling)
    telling.clock.now = TUESDAY - timedelta(days=1)
    await rests(telling, Rest(away=(TUESDAY.date(), TUESDAY.date())))
    for at in (SEVEN.replace(hour=21) - timedelta(days=1), SEVEN.replace(hour=10)):
        telling.clock.now = at
        await telling.mailed(await telling.happens(Template.AGREEMENT_REFUSED))
    telling.clock.now = SEVEN + timedelta(days=1)
    await telling.gathered()
    await telling.mailed()

    [subject] = telling.read_by(CAMILLE)
    assert subject.startswith("2\u00a0avis")


async def test_the_mail_of_the_morning_leaves_when_somebody_begins(telling: Telling) -> None:
    bureau_has(telling, OWN)
    telling.clock.now = TUESDAY - timedelta(days=1)
    await rests(telling, Rest(morning=time(9)))
    await asked(telling, ASKED_AT)
    await telling.mailed()
    for hour, many in ((7, 0), (8, 0), (9, 1)):
        telling.clock.now = SEVEN.replace(hour=hour)
        if hour == 7:
            await telling.gathered()
        await telling.mailed()
        assert len(telling.read_by(CAMILLE)) == many, hour
