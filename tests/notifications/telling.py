"""A lycée whose people are told things: the queue, the owners that answer, the mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from contracts.identifiers import AccountId
from contracts.notices import INTERNSHIP_NOTICES, NoticeFacts, NoticeLine, NoticesAnswer
from contracts.portal.accounts import (
    ACCOUNT_NAMES,
    BUREAU_PEOPLE,
    ROLE_HOLDERS,
    AccountNames,
    BureauPeople,
    NamedAccount,
    RoleHolder,
    RoleHolders,
)
from services.chassis.base.settings import Settings
from services.notifications.choices.commands import choose_rhythms
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.recipients import CONCERNED
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.commands import gather_notices
from services.notifications.rests.model import PARIS
from tests.notifications.owners import Owners, owners
from tests.notifications.sending import Clock, sending, settings_for
from tests.notifications.world import HERE, Post, own
from tests.support.smtp import Mailbox
from tests.support.waiting import eventually

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)
PUPIL = "Zéphyrine <Canarival> & Cie"


def holder(name: str, *roles: str) -> RoleHolder:
    mail = f"{name.partition(' ')[0].lower()}@lycee.example"
    return RoleHolder(
        account_id=AccountId(uuid4()), display_name=name, mail=mail, roles=tuple(roles)
    )


CAMILLE = holder("Camille Rivière", "rbde")
SANDY = holder("Sandy Roques", "ddfpt")
HEAD = holder("Dominique Vasseur", "head")
FACTS = NoticeFacts(
    standing=True,
    object=f"{PUPIL}, Garage Peyrusse",
    lines=(NoticeLine(label="Classe", text="2de MV"), NoticeLine(label="Élève", text=PUPIL)),
    path="/pfmp/placements/1/suivi",
    number="2026-0031",
)


@dataclass
class Telling:
    """The queue, the owners that answer, and the mail server."""

    post: Post
    owners: Owners
    server: Mailbox
    clock: Clock

    def facts(self, told: NoticeFacts | None) -> None:
        self.owners.tell(
            INTERNSHIP_NOTICES, lambda one: NoticesAnswer(facts=(told,) * len(one.asked))
        )

    def holders(self, *people: RoleHolder) -> None:
        self.owners.tell(ROLE_HOLDERS, RoleHolders(holders=people))

    async def happens(
        self, kind: Template = Template.AGREEMENT_REFUSED, *, about: UUID | None = None
    ) -> MailId:
        return await self.post.asks(
            CONCERNED, template=kind, aggregate_id=about or uuid4(), now=self.clock.now
        )

    async def mailed(self, mail: MailId | None = None) -> None:
        """Wait until all that is due is done with, this one too."""
        composer = replace(self.owners.composer, units=self.post.units)
        async with sending(self.post.units, settings_for(self.server.port), composer):

            async def done() -> bool:
                return not await self.post.superuser.fetchval(
                    "SELECT count(*) FROM mails WHERE mail_id = $2 AND finished_at IS NULL"
                    " OR state = 'attempting' OR finished_at IS NULL AND next_attempt_at <= $1",
                    self.clock.now,
                    mail,
                )

            await eventually(done)

    async def notices(self) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await self.post.superuser.fetch(
            "SELECT * FROM notices ORDER BY told_at, notice_id"
        )
        return rows

    async def gathered(self) -> int:
        async with self.post.units.begin(own(HERE), now=self.clock.now) as uow:
            return await gather_notices(uow, now=self.clock.now)

    async def chooses(self, who: RoleHolder, kind: Template, rhythm: Rhythm) -> None:
        async with self.post.units.begin(own(HERE), now=self.clock.now) as uow:
            await choose_rhythms(
                uow, account_id=who.account_id, chosen={kind: rhythm}, now=self.clock.now
            )

    def read_by(self, who: RoleHolder) -> list[str]:
        """The subjects somebody got."""
        return [str(m.message["Subject"]) for m in self.server.mails if m.recipients == (who.mail,)]


@asynccontextmanager
async def telling_at(
    post: Post, server: Mailbox, clock: Clock, settings: Settings, folder: Path
) -> AsyncIterator[Telling]:
    """On a Tuesday morning, with two of the bureau to be told."""
    clock.now = TUESDAY
    async with owners(settings, folder) as answering:
        answering.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée des Tilleuls", members=()))
        answering.tell(
            ACCOUNT_NAMES,
            AccountNames(
                people=tuple(
                    NamedAccount(account_id=one.account_id, display_name=one.display_name)
                    for one in (CAMILLE, SANDY, HEAD)
                )
            ),
        )
        world = Telling(post, answering, server, clock)
        world.facts(FACTS)
        world.holders(CAMILLE, SANDY)
        yield world
