"""A year of notices, played through the rules with a seed: each is said once by its mail, or not at all.

Facts happen at any hour of any day, some are over before anything left or a while later; a week passes
without a mail server, and somebody is away for two. Each mail is read by a parser: the object of a fact
is a word of its own, so that what is said twice, or once it was over, is seen.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID, uuid4

from contracts.documents.examples import example
from contracts.event import Event
from contracts.notices import OWNERS, NoticeFacts, NoticesAnswer, NoticesRequest
from contracts.portal.accounts import RoleHolder
from services.chassis.base.identity import Role
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notice_rules.model.rule import Rule
from services.notifications.notice_rules.model.rules import RULES
from services.notifications.notices.commands import tell_of
from services.notifications.notices.model import default_rhythm
from services.notifications.rests.commands import choose_rest
from services.notifications.rests.model import PARIS, Rest, leaves_at
from tests.notifications.telling import CAMILLE, HEAD, SANDY, Telling, holder
from tests.notifications.world import HERE, own
from tests.support.bus import envelope_of
from tests.support.proof import in_two_sizes, keep, seed

BEGINS = date(2026, 8, 31)
"""A Monday: the first week of a school year."""
SECRETARIAT = holder("Noa Castan", "secretariat")
FORM_TEACHER = holder("Mael Fabre", "form_teacher")
SUPERVISOR = holder("Maud Labatut", "supervisor")
PEOPLE = (CAMILLE, SANDY, HEAD, SECRETARIAT, FORM_TEACHER, SUPERVISOR)
SAID = re.compile(r"fait-([0-9a-f]{32})")
DOWN, AWAY = 1, 2
"""The week without a mail server; the one in which the absence of a person begins."""
OVER = 0.25
"""How many facts do not last."""


@dataclass(eq=False)
class Fact:
    """Something that happens, what it is told as, and what became of it."""

    rule: Rule
    at: datetime
    about: UUID = field(default_factory=uuid4)
    over_at: datetime | None = None

    @property
    def event(self) -> Event:
        """As it is published."""
        event = example(self.rule.on)
        fields: dict[str, object] = {self.rule.about: self.about}
        fields |= {name: min(told, key=str) for name, told in self.rule.when.items()}
        fields |= {name: uuid4() for name in self.rule.needs}
        if "occurred_on" in type(event).model_fields:
            fields["occurred_on"] = self.at.date()
        return event.model_copy(update=fields)


def facts_of_weeks(weeks: int, chance: random.Random) -> list[Fact]:
    """Each rule once a fortnight at the least, at any hour of any day."""
    facts = []
    for week in range(weeks):
        for rule in RULES:
            if chance.random() < 0.5 and week >= 2:
                continue
            minutes = chance.randrange(6 * 24 * 60)
            at = datetime.combine(BEGINS, time(0, 1), PARIS) + timedelta(
                weeks=week, minutes=minutes
            )
            lasts = timedelta(minutes=chance.choice((0, 5, chance.randrange(4 * 24 * 60))))
            over_at = at + lasts if chance.random() < OVER else None
            facts.append(Fact(rule, at, over_at=over_at))
    return facts


def moments(facts: list[Fact], weeks: int) -> Iterator[tuple[datetime, Fact | None]]:
    """Everything in the order of time; None is a morning, on which what waits is gathered."""
    for fact in facts:
        yield fact.at, fact
    for day in range(7 * (weeks + 2)):
        on = BEGINS + timedelta(days=day)
        morning = datetime.combine(on, time(7), PARIS)
        if leaves_at(morning, urgent=False) == morning:
            yield morning, None


@dataclass(frozen=True)
class Said:
    """A fact in a mail that arrived."""

    about: UUID
    reader: str
    at: datetime


def wanted_by(fact: Fact) -> frozenset[str]:
    """Whom a mail tells of a fact by default: at once, in the morning or on Monday."""
    return frozenset(one.mail for one in PEOPLE if _rhythm(fact, one) not in _WITHOUT_MAIL)


_WITHOUT_MAIL = (None, Rhythm.NOTICE, Rhythm.NONE)


def _rhythm(fact: Fact, one: RoleHolder) -> Rhythm | None:
    return default_rhythm(fact.rule.tells, frozenset(map(Role, one.roles)))


def answered(telling: Telling, facts: list[Fact]) -> None:
    """The owners say of each fact whether it still stands."""
    by_about = {fact.about: fact for fact in facts}

    def told(about: UUID) -> NoticeFacts:
        over_at = by_about[about].over_at
        return NoticeFacts(
            standing=over_at is None or telling.clock.now < over_at,
            object=f"fait-{about.hex}",
            lines=(),
            path="/pfmp/placements/1/suivi",
        )

    def answer(asked: NoticesRequest) -> NoticesAnswer:
        return NoticesAnswer(facts=tuple(told(one.about) for one in asked.asked))

    for question in dict.fromkeys(OWNERS.values()):
        telling.owners.tell(question, answer)
    telling.holders(*PEOPLE)


async def play(telling: Telling, facts: list[Fact], weeks: int) -> list[Said]:
    """Have it all happen; what was said of each fact, to whom and when."""
    answered(telling, facts)
    away = BEGINS + timedelta(weeks=AWAY)
    telling.clock.now = datetime.combine(BEGINS, time(), PARIS)
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        rest = Rest(away=(away, away + timedelta(days=13)))
        await choose_rest(uow, account_id=SANDY.account_id, rest=rest, now=telling.clock.now)
    script = sorted(moments(facts, weeks), key=lambda one: (one[0], one[1] is None))
    said: list[Said] = []
    read = 0
    for moment, those in groupby(script, key=lambda one: one[0]):
        telling.clock.now = moment
        for _, fact in those:
            await (telling.gathered() if fact is None else tells(telling, fact))
        if BEGINS + timedelta(weeks=DOWN) <= moment.date() < away:
            continue
        await telling.mailed()
        for mail in telling.server.mails[read:]:
            said += [
                Said(UUID(hex=word), mail.recipients[0], moment)
                for word in dict.fromkeys(SAID.findall(mail.part("plain")))
            ]
        read = len(telling.server.mails)
    return said


async def tells(telling: Telling, fact: Fact) -> None:
    event = fact.event
    async with telling.post.units.begin(own(HERE), now=telling.clock.now) as uow:
        await tell_of(uow, event=event, envelope=envelope_of(event, HERE, at=fact.at))


@in_two_sizes("weeks", 3, 52)
async def test_each_fact_is_said_once_to_whom_it_concerns_and_never_once_it_is_over(
    telling: Telling, weeks: int
) -> None:
    begins_with = seed(82)
    facts = facts_of_weeks(weeks, random.Random(begins_with))
    assert {id(fact.rule) for fact in facts} == set(map(id, RULES))

    said = await play(telling, facts, weeks)

    readers: dict[UUID, list[str]] = defaultdict(list)
    for one in said:
        readers[one.about].append(one.reader)
    over_at = {fact.about: fact.over_at for fact in facts}
    late = [one for one in said if (over := over_at[one.about]) and one.at >= over]
    assert not late, f"seed {begins_with}: {late}"
    wrong = [
        (fact.rule.tells.value, fact.at.isoformat(), fact.over_at, read, sorted(wanted))
        for fact in facts
        if not _right(fact, read := sorted(readers[fact.about]), wanted := wanted_by(fact))
    ]
    assert not wrong, f"seed {begins_with}: {wrong}"
    mails = Counter(mail.recipients[0] for mail in telling.server.mails)
    keep(
        "a-year-of-notices",
        {"seed": begins_with, "weeks": weeks, "facts": len(facts), "mails": dict(mails)},
    )


def _right(fact: Fact, read: list[str], wanted: frozenset[str]) -> bool:
    """Once to each; of what did not last, at most once."""
    if fact.over_at is None:
        return read == sorted(wanted)
    return len(read) == len(set(read)) and wanted.issuperset(read)
