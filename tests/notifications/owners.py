"""The services that own what mails say, as they speak on a real bus: each question is told an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from nats.aio.msg import Msg
from pydantic import BaseModel

from contracts.published import declared_questions
from contracts.questions import Question
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.questions import Asker
from services.chassis.questions.wire import Refused, pack_outcomes, read_requests
from services.notifications.composition.queries.composer import Composer
from services.notifications.contents.model import Composition, Due
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from tests.notifications.world import HERE
from tests.support.bus import Declared, bus_of, generated_server
from tests.support.services import NOW

OWNERS = sorted(
    {one.service for one in declared_questions() if "notifications" in one.askers}
    - {"notifications"}
)
ADDRESS = "https://passerelle.example"


@dataclass
class Answering:
    """What the owners tell; a question that is told nothing is refused."""

    told: dict[str, BaseModel | Callable[[Any], BaseModel]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    asked_of: list[str] = field(default_factory=list)
    """In whose name each question was asked."""
    requests: list[Any] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    """Questions nobody answers for now."""

    def tell(
        self, question: Question[Any, Any], answer: BaseModel | Callable[[Any], BaseModel]
    ) -> None:
        """Have a question be answered so; by a function, each request as it makes of it."""
        self.told[question.name] = answer

    async def listen(self, buses: Mapping[str, Bus]) -> None:
        """Answer all that notifications asks, each question on its owner's connection."""
        for question in declared_questions():
            if question.service in OWNERS and "notifications" in question.askers:
                await self._answer(buses[question.service], question)
        for bus in buses.values():
            # the server knows of them all before anybody asks
            await bus.client.flush()

    async def _answer(self, bus: Bus, question: Question[Any, Any]) -> None:
        async def hear(message: Msg) -> None:
            requests = read_requests(question, message.data)
            self.asked += [question.name] * len(requests)
            self.asked_of += [message.subject.split(".")[2]] * len(requests)
            self.requests += requests
            if question.name in self.silent:
                return
            answer = self.told.get(question.name, Refused("not-found"))
            outcomes = [answer(one) if callable(answer) else answer for one in requests]
            await bus.publish(message.reply, pack_outcomes(outcomes))

        await bus.subscribe(question.filter_subject("82"), hear)


@dataclass(kw_only=True)
class Owners(Answering):
    """The owners, and what composes mails of what they tell."""

    composer: Composer

    async def compose(
        self, template: Template, recipient: str = "host", *, about: UUID | None = None
    ) -> Composition:
        """What the composer makes of a mail that is due."""
        return await self.composer(
            Due(
                mail_id=MailId(uuid4()),
                uai=HERE,
                template=template,
                recipient=recipient,
                cause=uuid4(),
                aggregate_id=about or uuid4(),
                queued_at=NOW,
                attempt=1,
            )
        )


@asynccontextmanager
async def asking(settings: Settings, folder: Path) -> AsyncIterator[tuple[Settings, Composer]]:
    """A server with the generated rights, where it is, and our composer that asks there."""
    services = [Declared(name) for name in (*OWNERS, "notifications")]
    async with generated_server(folder, settings, services) as server:
        located = settings.replaced(nats_url=server.url)
        async with bus_of(located, "notifications") as bus:
            asker = Asker(bus, service="notifications", department="82")
            yield located, Composer(asker, ADDRESS, located.department_uai)


@asynccontextmanager
async def owners(settings: Settings, folder: Path) -> AsyncIterator[Owners]:
    """A server with the generated rights, the owners on it, and our composer."""
    async with asking(settings, folder) as (located, composer), AsyncExitStack() as stack:
        buses = {name: await stack.enter_async_context(bus_of(located, name)) for name in OWNERS}
        told = Owners(composer=composer)
        await told.listen(buses)
        yield told
