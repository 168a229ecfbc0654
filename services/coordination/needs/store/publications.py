"""What is told of a need, and the letters that are asked for, by more than one command."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from contracts.coordination.need_letters import (
    TO_ACTORS,
    NeedLetterAskedV1,
    NeedLetterId,
    NeedLetterKind,
)
from contracts.coordination.needs import NeedId, NeedReceivedV1, NeedTakenV1
from contracts.identifiers import Uai
from services.chassis.base.working_days import working_days_between
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.tables import need_letters
from services.coordination.news.model.calendar import local_date


def speaker(uow: UnitOfWork, uai: Uai) -> Uai:
    """Who tells what is done of a need: the bureau, if it acts itself; else the DSDEN."""
    return uai if uai in uow.scope.uais else uow.department_uai


async def ask_letter(
    uow: UnitOfWork,
    need: Need,
    kind: NeedLetterKind,
    assignment: Assignment | None = None,
    *,
    by: Uai | None = None,
) -> None:
    """Have a letter about a need written, in the name of `by` (the DSDEN); none where no address is known."""
    if kind not in TO_ACTORS and not (need.requester and need.requester.mail):
        return
    letter_id, uai = uow.new_id(), by or uow.department_uai
    await uow.execute(
        insert(need_letters).values(
            letter_id=letter_id,
            uai=uai,
            need_id=need.id,
            assignment_id=assignment.id if assignment else None,
            kind=kind.value,
            asked_at=uow.now,
        )
    )
    asked = NeedLetterAskedV1(
        letter_id=NeedLetterId(letter_id), kind=kind, occurred_on=local_date(uow.now)
    )
    publish_decision(uow, asked, lycee=uai, version=1)


async def tell_actors(
    uow: UnitOfWork, need: Need, kind: NeedLetterKind, held: Sequence[Assignment]
) -> None:
    """Have the actors written who have it to do: that they have, or have no more."""
    to_do = (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)
    for one in held:
        if one.actor_id is not None and one.status in to_do:
            await ask_letter(uow, need, kind, one)


def publish_reception(uow: UnitOfWork, need: Need, *, now: datetime) -> None:
    """Say that it was received."""
    if need.details is None or need.due_on is None:
        return
    received = NeedReceivedV1(
        need_id=NeedId(need.id),
        kind=need.details.kind,
        source=need.source,
        due_on=need.due_on,
        occurred_on=local_date(now),
    )
    uow.publish(received, version=need.version, uai=speaker(uow, need.uai))


def publish_taking(uow: UnitOfWork, need: Need, taken: Assignment, *, now: datetime) -> None:
    """Say that somebody takes it in charge, and how long that took."""
    today = local_date(now)
    told = NeedTakenV1(
        need_id=NeedId(need.id),
        handler=taken.handler,
        working_days=working_days_between(
            local_date(need.received_at or now), local_date(taken.taken_at or now)
        ),
        promised_on=taken.promised_on or today,
        occurred_on=today,
    )
    uow.publish(told, version=need.version, uai=taken.uai)
