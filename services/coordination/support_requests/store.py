"""Requests for support as they are written, with what both sides wrote."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from contracts.coordination.dues import NetworkDueKind
from contracts.coordination.support import SupportTopic
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.dues import plan_due
from services.coordination.support_requests.model import Message, SupportRequest, SupportStatus
from services.coordination.support_requests.tables import support_messages, support_requests


class SupportRequests:
    """Requests of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, request: SupportRequest) -> None:
        """Record a request."""
        await self._uow.execute(
            insert(support_requests).values(
                support_id=request.id, uai=request.uai, topic=request.topic, **_values(request)
            )
        )
        await plan_due(self._uow, NetworkDueKind.SUPPORT, request.id, request.version)

    async def get(self, support_id: UUID) -> SupportRequest:
        """Raises NotFound."""
        return await self._one(support_id)

    async def get_for_update(self, support_id: UUID) -> SupportRequest:
        """Raises NotFound. Nobody else changes it until the commit."""
        return await self._one(support_id, changing=True)

    async def save(self, request: SupportRequest) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(support_requests)
            .where(support_requests.c.support_id == request.id)
            .values(**_values(request))
        )
        await plan_due(self._uow, NetworkDueKind.SUPPORT, request.id, request.version)

    async def write(self, request: SupportRequest, message: Message) -> None:
        """Add what somebody wrote."""
        await self._uow.execute(
            insert(support_messages).values(
                uai=request.uai,
                message_id=message.id,
                support_id=request.id,
                by_supervisor=message.by_supervisor,
                text=message.text,
                at=message.at,
            )
        )

    async def messages(self, support_id: UUID) -> Sequence[Message]:
        """What both wrote, oldest first."""
        statement = (
            select(support_messages)
            .where(support_messages.c.support_id == support_id)
            .order_by(support_messages.c.at, support_messages.c.message_id)
        )
        return [
            Message(row.message_id, row.by_supervisor, row.text, row.at)
            for row in await self._uow.execute(statement)
        ]

    async def _one(self, support_id: UUID, *, changing: bool = False) -> SupportRequest:
        statement = select(support_requests).where(support_requests.c.support_id == support_id)
        row = (
            await self._uow.execute(statement.with_for_update() if changing else statement)
        ).first()
        if row is None:
            raise NotFound
        return request_of(row)


def request_of(row: Any) -> SupportRequest:
    """A request as it is kept."""
    return SupportRequest(
        id=row.support_id,
        uai=Uai(row.uai),
        topic=SupportTopic(row.topic),
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        status=SupportStatus(row.status),
        promised_on=row.promised_on,
        answered_at=row.answered_at,
        version=row.version,
    )


def _values(request: SupportRequest) -> dict[str, Any]:
    names = ("status", "promised_on", "asked_at", "changed_at", "answered_at", "version")
    return {name: getattr(request, name) for name in names}
