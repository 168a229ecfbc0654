"""The services that own what mails say, as they speak on a real bus: each question is told an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from nats.aio.msg import Msg
from pydantic import BaseModel

from contracts.published import declared_questions
from contracts.questions import Question
from services.chassis.bus import Bus
from services.chassis.questions import Asker
from services.chassis.questions.outcomes import REFUSED_HEADER
from services.chassis.settings import Settings
from services.notifications.composing.composer import Composer
from services.notifications.domain.composed import Composition, Due
from services.notifications.domain.mail import MailId, Template
from tests.notifications.world import HERE
from tests.support.bus import Declared, bus_of, generated_server
from tests.support.services import NOW

OWNERS = ("internships", "partnerships", "portal")
ADDRESS = "https://passerelle.example"


@dataclass
class Owners:
    """What the owners tell; a question that is told nothing is refused."""

    composer: Composer
    told: dict[str, BaseModel] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def tell(self, question: Question[Any, Any], answer: BaseModel) -> None:
        self.told[question.name] = answer

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

    async def listen(self, bus: Bus, question: Question[Any, Any]) -> None:
        """Answer one question as its owner."""

        async def hear(message: Msg) -> None:
            self.asked.append(question.name)
            question.request.model_validate_json(message.data, strict=True)
            answer = self.told.get(question.name)
            if answer is None:
                await bus.publish(message.reply, b"", headers={REFUSED_HEADER: "not-found"})
            else:
                await bus.publish(message.reply, answer.model_dump_json().encode())

        await bus.subscribe(question.filter_subject("82"), hear)


@asynccontextmanager
async def owners(settings: Settings, folder: Path) -> AsyncIterator[Owners]:
    """A server with the generated rights, the owners on it, and our composer."""
    services = [Declared(name) for name in (*OWNERS, "notifications")]
    async with generated_server(folder, settings, services) as server, AsyncExitStack() as stack:
        located = settings.replaced(nats_url=server.url)
        buses = {
            name: await stack.enter_async_context(bus_of(located, name))
            for name in (*OWNERS, "notifications")
        }
        asker = Asker(buses["notifications"], service="notifications", department="82")
        told = Owners(Composer(asker, ADDRESS))
        for question in declared_questions():
            if "notifications" in question.askers:
                await told.listen(buses[question.service], question)
        for bus in buses.values():
            # the server knows of them all before anybody asks
            await bus.client.flush()
        yield told
