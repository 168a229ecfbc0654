"""A fact becomes a notice for each whom it concerns, and a mail for who wants one, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from contracts.documents.examples import example
from contracts.identifiers import SiteKey
from contracts.internships.follow_up import PlacementAlertClosedV1
from contracts.internships.periods import PLACEMENT_LETTER, PlacementLetter
from contracts.notices import (
    INTERNSHIP_NOTICES,
    OWNERS,
    SUPERVISION_NOTICES,
    NoticeKind,
    NoticesAnswer,
)
from contracts.portal.accounts import ROLE_HOLDERS, RoleHolders, RoleHoldersRequest
from contracts.supervision.bulletins import BulletinKind, BulletinStatedV1
from services.chassis.base.settings import placeholder_uai
from services.notifications.contents.model import Composition, Due
from services.notifications.mails.commands import cancel_mails
from services.notifications.mails.model.reasons import OVER
from services.notifications.mails.model.recipients import account
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails import read_mails
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.commands import read_notices, tell_of
from services.notifications.notices.model import Telling as ToldTo
from services.notifications.notices.model import Told
from services.notifications.notices.store.notices import Notices
from services.notifications.staff_mails.queries.notice_digest import SHOWN_MAX
from tests.notifications.sending import sending, settings_for
from tests.notifications.telling import CAMILLE, FACTS, HEAD, PUPIL, SANDY, TUESDAY, Telling, holder
from tests.notifications.world import HERE, own
from tests.support.bus import envelope_of


async def test_each_is_told_as_their_role_wants_it(telling: Telling) -> None:
    await telling.mailed(await telling.happens())

    told = {row["account_id"]: row for row in await telling.notices()}
    assert {who: row["rhythm"] for who, row in told.items()} == {
        CAMILLE.account_id: "at_once",
        SANDY.account_id: "morning",
    }
    assert telling.read_by(CAMILLE) == ["Convention refusée, convention n° 2026-0031"]
    assert telling.read_by(SANDY) == []
    [mail] = telling.server.mails
    for part in ("plain", "html"):
        assert "/pfmp/placements/1/suivi" in mail.part(part)
        assert "2de MV" in mail.part(part)
    assert PUPIL in mail.part("plain")
    assert "Zéphyrine &lt;Canarival&gt; &amp; Cie" in mail.part("html")


async def test_a_pupil_named_by_a_notice_is_kept_nowhere(telling: Telling) -> None:
    await telling.mailed(await telling.happens())

    for table in ("mails", "notices"):
        rows = await telling.post.superuser.fetch(f"SELECT * FROM {table}")  # ours
        assert rows
        assert "Canarival" not in str([dict(row) for row in rows])
    assert "Canarival" not in telling.read_by(CAMILLE)[0]


async def test_a_cause_that_is_over_tells_nobody(telling: Telling) -> None:
    telling.facts(FACTS.model_copy(update={"standing": False}))
    over = await telling.happens()
    telling.owners.requests.clear()
    await telling.mailed(over)
    assert (await telling.post.row(over))["last_reason"] == "over"

    telling.facts(None)
    gone = await telling.happens()
    await telling.mailed(gone)
    assert (await telling.post.row(gone))["last_reason"] == "gone"
    assert (await telling.notices(), telling.server.mails) == ([], [])


async def test_who_did_it_is_not_told(telling: Telling) -> None:
    telling.facts(FACTS.model_copy(update={"by": CAMILLE.account_id}))
    await telling.mailed(await telling.happens())

    assert [row["account_id"] for row in await telling.notices()] == [SANDY.account_id]


async def test_whom_the_owner_names_is_told_whatever_their_role(telling: Telling) -> None:
    teacher = holder("Mael Fabre", "referent_teacher")
    telling.facts(FACTS.model_copy(update={"concerned": (teacher.account_id,)}))
    telling.holders(teacher)
    await telling.mailed(await telling.happens())

    assert telling.read_by(teacher) == ["Convention refusée, convention n° 2026-0031"]


async def test_who_may_not_open_the_page_of_the_others_is_led_elsewhere(telling: Telling) -> None:
    teacher = holder("Mael Fabre", "referent_teacher")
    named = {"concerned": (teacher.account_id,), "concerned_path": "/"}
    telling.facts(FACTS.model_copy(update=named))
    telling.holders(CAMILLE, teacher)
    await telling.mailed(await telling.happens())

    sent = {m.recipients[0]: m.part("plain") for m in telling.server.mails}
    assert "/pfmp/placements/1/suivi" in sent[CAMILLE.mail]
    assert "/pfmp" not in sent[teacher.mail]
    assert "Ouvrir Passerelle" in sent[teacher.mail]


async def test_a_pupil_is_told_to_their_referent_alone_and_in_the_morning(
    telling: Telling,
) -> None:
    teacher = holder("Mael Fabre", "referent_teacher")
    telling.facts(FACTS.model_copy(update={"concerned": (teacher.account_id,), "path": "/"}))
    colleagues = (holder("Gaby Estève", "referent_teacher"), CAMILLE, SANDY)

    def holding(request: RoleHoldersRequest) -> RoleHolders:
        people = (teacher, *colleagues)
        return RoleHolders(
            holders=tuple(
                one
                for one in people
                if set(one.roles) & set(request.roles) or one.account_id in request.accounts
            )
        )

    telling.owners.tell(ROLE_HOLDERS, holding)
    await telling.mailed(await telling.happens(Template.REFERENT_ASSIGNED))

    told = [(row["account_id"], row["rhythm"]) for row in await telling.notices()]
    assert told == [(teacher.account_id, "morning")]
    assert telling.server.mails == []
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=1)
    assert await telling.gathered() == 1
    await telling.mailed()
    assert telling.read_by(teacher) == ["1\u00a0avis\u00a0: Un élève vous est confié"]


async def test_a_referent_without_account_fills_no_list_with_mails_to_nobody(
    telling: Telling,
) -> None:
    telling.facts(FACTS)
    telling.holders()
    mail = await telling.happens(Template.REFERENT_ASSIGNED)
    await telling.mailed(mail)

    assert (await telling.notices(), telling.server.mails) == ([], [])
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        assert (await read_mails(uow)).items == []


async def test_a_referent_who_wants_it_at_once_reads_of_a_place_without_the_words_of_a_bureau(
    telling: Telling,
) -> None:
    teacher = holder("Mael Fabre", "referent_teacher")
    named = {"concerned": (teacher.account_id,), "concerned_path": "/"}
    telling.facts(FACTS.model_copy(update=named))
    telling.holders(teacher)
    telling.owners.tell(
        PLACEMENT_LETTER,
        PlacementLetter(
            standing=True,
            formation="2de pro Soins",
            starts_on=TUESDAY.date(),
            ends_on=TUESDAY.date(),
            pupil_name=PUPIL,
            site_key=SiteKey.local(uuid4()),
        ),
    )
    await telling.chooses(teacher, Template.BUREAU_AGREED, Rhythm.AT_ONCE)
    await telling.mailed(await telling.happens(Template.BUREAU_AGREED))

    [mail] = telling.server.mails
    assert mail.recipients == (teacher.mail,)
    assert "2de MV" in mail.part("plain")
    assert "/envois" not in mail.part("plain")


async def test_the_journal_of_the_network_is_told_to_bureaux_and_asked_of_the_department(
    telling: Telling,
) -> None:
    telling.owners.tell(SUPERVISION_NOTICES, lambda _: NoticesAnswer(facts=(FACTS,)))
    telling.holders(CAMILLE)
    stated = example(BulletinStatedV1).model_copy(
        update={"kind": BulletinKind.NETWORK_JOURNAL, "occurred_on": TUESDAY.date()}
    )
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        await tell_of(uow, event=stated, envelope=envelope_of(stated, HERE))
    await telling.mailed()

    asked = dict(zip(telling.owners.asked, telling.owners.asked_of, strict=True))
    assert asked["notice_facts"] == placeholder_uai("82")
    assert asked["role_holders"] == HERE
    told = [(row["kind"], row["account_id"], row["rhythm"]) for row in await telling.notices()]
    assert told == [("network_journal", CAMILLE.account_id, "notice")]
    assert telling.server.mails == []


async def test_what_another_notice_says_the_same_day_is_one_line_for_who_is_told_that_one(
    telling: Telling,
) -> None:
    both = holder("Ode Calmels", "rbde", "form_teacher")
    telling.facts(FACTS.model_copy(update={"said_by": NoticeKind.MANY_WITHOUT_PLACE}))
    telling.holders(CAMILLE, SANDY, both)
    await telling.chooses(SANDY, Template.MANY_WITHOUT_PLACE, Rhythm.NONE)
    await telling.mailed(await telling.happens(Template.WITHOUT_PLACE))

    told = {row["account_id"] for row in await telling.notices()}
    # Who wants to hear nothing of many still hears of those without a place.
    assert told == {SANDY.account_id}


async def test_a_choice_replaces_the_default_and_nothing_is_nothing(telling: Telling) -> None:
    await telling.chooses(CAMILLE, Template.AGREEMENT_REFUSED, Rhythm.NOTICE)
    await telling.chooses(SANDY, Template.AGREEMENT_REFUSED, Rhythm.NONE)
    await telling.mailed(await telling.happens())

    assert [row["rhythm"] for row in await telling.notices()] == ["notice"]
    assert telling.server.mails == []


async def test_a_duty_is_told_whatever_was_chosen_and_at_any_hour(telling: Telling) -> None:
    await telling.chooses(CAMILLE, Template.ALERT_URGENT, Rhythm.NONE)
    telling.holders(CAMILLE, HEAD)
    telling.clock.now = TUESDAY.replace(hour=23)
    await telling.mailed(await telling.happens(Template.ALERT_URGENT))

    assert telling.read_by(CAMILLE) == telling.read_by(HEAD)
    assert len(telling.server.mails) == 2


async def test_what_may_wait_leaves_in_the_morning_and_is_in_the_list_at_once(
    telling: Telling,
) -> None:
    telling.clock.now = TUESDAY.replace(hour=23)
    await telling.mailed(await telling.happens())
    assert len(await telling.notices()) == 2
    assert telling.server.mails == []

    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=1)
    await telling.mailed()
    assert len(telling.read_by(CAMILLE)) == 1


async def test_what_is_gathered_is_one_mail_a_morning_and_never_twice(telling: Telling) -> None:
    telling.holders(SANDY)
    for _ in range(3):
        await telling.mailed(await telling.happens())
    # a week without anybody at work
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=8)
    assert await telling.gathered() == 1
    assert await telling.gathered() == 0
    await telling.mailed()

    assert telling.read_by(SANDY) == ["3\u00a0avis\u00a0: Convention refusée"]
    assert telling.server.mails[0].part("plain").count(PUPIL) == 3


async def test_a_digest_says_what_is_left_and_is_not_sent_empty(telling: Telling) -> None:
    telling.holders(SANDY)
    read, over = uuid4(), uuid4()
    for about in (read, over):
        await telling.mailed(await telling.happens(about=about))
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=1)
    assert await telling.gathered() == 1
    notices = {row["about"]: row["notice_id"] for row in await telling.notices()}
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        await read_notices(
            uow,
            account_id=SANDY.account_id,
            notice_ids=[notices[read]],
            now=telling.clock.now,
        )
        await Notices(uow).end(over, [Template.AGREEMENT_REFUSED], now=telling.clock.now)
    await telling.mailed()

    assert telling.server.mails == []


async def test_mondays_wait_for_the_first_morning_of_the_week(telling: Telling) -> None:
    telling.holders(SANDY)
    await telling.mailed(await telling.happens(Template.VISITS_LATE))
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=2)
    assert await telling.gathered() == 0
    # the Monday was missed: Tuesday makes up for it
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=7)
    assert await telling.gathered() == 1


async def test_a_newer_notice_of_the_same_takes_the_place_of_the_older(telling: Telling) -> None:
    about = uuid4()
    for _ in range(2):
        await telling.mailed(await telling.happens(Template.WITHOUT_PLACE, about=about))

    told = [row for row in await telling.notices() if row["account_id"] == CAMILLE.account_id]
    assert [row["over_at"] is None for row in told] == [False, True]


async def test_somebody_who_left_gets_nothing_and_it_is_said_who_it_was(telling: Telling) -> None:
    mail = await telling.post.asks(
        account(CAMILLE.account_id), template=Template.AGREEMENT_REFUSED, now=telling.clock.now
    )
    telling.holders()
    await telling.mailed(mail)

    assert telling.server.mails == []
    assert (await telling.post.row(mail))["last_reason"] == "no-access"


async def test_an_alert_that_is_closed_takes_no_other_one_of_the_place_back(
    telling: Telling,
) -> None:
    """Two alerts may be open at a host: the accident is told, and the vigilance closed."""
    place = uuid4()
    telling.holders(CAMILLE, HEAD)
    accident = await telling.happens(Template.ALERT_URGENT, about=place)
    closed = example(PlacementAlertClosedV1).model_copy(update={"placement_id": place})
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        await tell_of(uow, event=closed, envelope=envelope_of(closed))
    await telling.mailed(accident)

    assert len(telling.server.mails) == 2
    assert [row["over_at"] for row in await telling.notices()] == [None, None]


async def test_what_is_over_while_it_is_composed_is_told_to_nobody(telling: Telling) -> None:
    place = uuid4()
    refused = await telling.happens(about=place)
    composer = replace(telling.owners.composer, units=telling.post.units)

    async def taken_back_meanwhile(due: Due) -> Composition:
        told = await composer(due)
        async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
            await cancel_mails(
                uow,
                aggregate_id=place,
                templates=[Template.AGREEMENT_REFUSED],
                reason=OVER,
                now=telling.clock.now,
            )
        return told

    settings = settings_for(telling.server.port)
    async with sending(telling.post.units, settings, taken_back_meanwhile):
        row = await telling.post.becomes(refused, "cancelled")

    assert row["last_reason"] == "over"
    assert await telling.post.states() == ["cancelled"]
    assert await telling.notices() == []


async def test_what_is_told_again_of_an_older_cause_hides_no_newer_one(telling: Telling) -> None:
    told = Told(HERE, Template.WITHOUT_PLACE, uuid4(), uuid4())
    newer = replace(told, cause=uuid4())
    to = [ToldTo(CAMILLE.account_id, Rhythm.MORNING, TUESDAY)]
    for one in (told, newer, told):
        telling.clock.passes(minutes=1)
        async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
            await Notices(uow).add(one, to, now=telling.clock.now)

    unread = [row["cause"] for row in await telling.notices() if row["over_at"] is None]
    assert unread == [newer.cause]


async def test_who_changed_roles_before_it_left_is_sent_nothing_of_it(telling: Telling) -> None:
    telling.holders(SANDY)
    await telling.mailed(await telling.happens())
    single = await telling.post.asks(
        account(SANDY.account_id), template=Template.AGREEMENT_REFUSED, now=telling.clock.now
    )
    telling.holders(SANDY.model_copy(update={"roles": ("referent_teacher",)}))
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=1)
    assert await telling.gathered() == 1
    await telling.mailed(single)

    assert telling.server.mails == []
    assert (await telling.post.row(single))["last_reason"] == "no-access"


async def test_a_thousand_notices_are_one_mail_that_is_read(telling: Telling) -> None:
    long = "Élève au nom fort long qui tient sur plus d’une ligne, Établissements Réunis du Quercy"
    telling.facts(FACTS.model_copy(update={"object": long}))
    kinds = [
        kind
        for kind, words in KINDS.items()
        if OWNERS[NoticeKind(kind.value)] is INTERNSHIP_NOTICES and words.readers
    ]
    to = [ToldTo(CAMILLE.account_id, Rhythm.MORNING, TUESDAY)]
    async with telling.post.units.begin(own(HERE), now=TUESDAY) as uow:
        for rank in range(1000):
            told = Told(HERE, kinds[rank % len(kinds)], uuid4(), uuid4())
            await Notices(uow).add(told, to, now=TUESDAY)
    telling.clock.now = TUESDAY.replace(hour=7) + timedelta(days=1)
    assert await telling.gathered() == 1
    telling.holders(CAMILLE.model_copy(update={"roles": ("rbde", "head", "secretariat")}))
    await telling.mailed()

    [mail] = telling.server.mails
    assert str(mail.message["Subject"]).startswith("1\u202f000\u00a0avis")
    assert len(mail.part("html").encode()) <= 100_000
    assert f"et {1000 // len(kinds) - SHOWN_MAX}\u00a0autres" in mail.part("plain")


async def test_a_mail_of_a_newer_version_waits_and_the_others_leave(telling: Telling) -> None:
    newer, known = await telling.happens(), await telling.happens()
    await telling.post.superuser.execute(
        "UPDATE mails SET template = 'not_yet_known' WHERE mail_id = $1", newer
    )
    composer = replace(telling.owners.composer, units=telling.post.units)
    async with sending(telling.post.units, settings_for(telling.server.port), composer):
        await telling.post.becomes(known, "cancelled")

    assert (await telling.post.row(known))["last_reason"] == "for-several"
    assert (await telling.post.row(newer))["state"] == "queued"
