"""Commands of good practices: shared, corrected, withdrawn, pinned, commented, taken up."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.good_practices import (
    GoodPracticeAdoptedV1,
    GoodPracticeFollowedV1,
    GoodPracticeSharedV1,
    GoodPracticeWithdrawnV1,
    PracticeId,
    PracticeStep,
)
from contracts.identifiers import Uai
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.good_practices.model import (
    PINNED_MAX,
    Comment,
    GoodPractice,
    PracticeText,
    PracticeWithdrawn,
    TooManyPinned,
)
from services.coordination.good_practices.store import GoodPractices
from services.coordination.needs.store.publications import speaker
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

TELL_JOB = "practice-told"
PRACTICE_KIND = "good_practice_withdrawn"
COMMENT_KIND = "practice_comment_withdrawn"
PRACTICE_BACK_KIND = "good_practice_put_back"
COMMENT_BACK_KIND = "practice_comment_put_back"


async def share_practice(
    uow: UnitOfWork, *, said: PracticeText, uai: Uai | None = None, now: datetime
) -> UUID:
    """Share a good practice and return its id. Raises NotFound, LyceeNotChosen."""
    practice = GoodPractice(uow.new_id(), uow.writing_for(uai), said, now, now)
    await GoodPractices(uow).add(practice)
    _publish(uow, practice, now=now)
    await _tell(uow, practice, PracticeStep.SHARED, by=practice.uai, now=now)
    return practice.id


async def correct_practice(
    uow: UnitOfWork, *, practice_id: UUID, version: int, said: PracticeText, now: datetime
) -> None:
    """Say it in other words. Raises NotFound, StaleVersion, PracticeWithdrawn."""
    before = await GoodPractices(uow).get_for_update(practice_id)
    corrected = before.corrected(version, said, now=now)
    await GoodPractices(uow).save(corrected)
    _publish(uow, corrected, now=now)


async def withdraw_practice(
    uow: UnitOfWork, *, practice_id: UUID, version: int, now: datetime
) -> None:
    """Show it no more. Raises NotFound, StaleVersion, PracticeWithdrawn."""
    before = await GoodPractices(uow).get_for_update(practice_id)
    withdrawn = before.withdrawn(version, now=now)
    await GoodPractices(uow).save(withdrawn)
    uow.erased.note(PRACTICE_KIND, practice_id, lycee=uow.department_uai)
    told = GoodPracticeWithdrawnV1(practice_id=PracticeId(practice_id), occurred_on=local_date(now))
    uow.publish(told, version=withdrawn.version, uai=speaker(uow, withdrawn.uai))


async def restore_practice(
    uow: UnitOfWork, *, practice_id: UUID, version: int, now: datetime
) -> None:
    """Share it again. Raises NotFound, StaleVersion, PracticeNotWithdrawn."""
    before = await GoodPractices(uow).get_for_update(practice_id)
    restored = before.restored(version, now=now)
    await GoodPractices(uow).save(restored)
    uow.erased.note(PRACTICE_BACK_KIND, practice_id, lycee=uow.department_uai)
    _publish(uow, restored, now=now)


async def pin_practice(
    uow: UnitOfWork, *, practice_id: UUID, version: int, pin: bool, now: datetime
) -> None:
    """Have it read first, or in its turn. Raises NotFound, StaleVersion, PracticeWithdrawn, TooManyPinned."""
    before = await GoodPractices(uow).get_for_update(practice_id)
    pinned = before.pinned(version, pin=pin, now=now)
    if pin and before.pinned_at is None and await GoodPractices(uow).count_pinned() >= PINNED_MAX:
        raise TooManyPinned
    await GoodPractices(uow).save(pinned)
    if pin and before.pinned_at is None:
        await _tell(uow, pinned, PracticeStep.PINNED, by=uow.department_uai, now=now)


async def comment_practice(
    uow: UnitOfWork, *, practice_id: UUID, text: str, uai: Uai | None = None, now: datetime
) -> UUID:
    """Say something of it, and return the id of that. Raises NotFound, PracticeWithdrawn, LyceeNotChosen."""
    practice = await GoodPractices(uow).get(practice_id)
    if practice.withdrawn_at is not None:
        raise PracticeWithdrawn
    comment = Comment(uow.new_id(), uow.writing_for(uai), text, now)
    await GoodPractices(uow).comment(practice_id, comment)
    await _tell(uow, practice, PracticeStep.COMMENTED, by=comment.uai, now=now)
    return comment.id


async def withdraw_comment(
    uow: UnitOfWork, *, practice_id: UUID, comment_id: UUID, now: datetime
) -> None:
    """Show a comment no more. Raises NotFound."""
    await GoodPractices(uow).withdraw_comment(practice_id, comment_id, now=now)
    uow.erased.note(COMMENT_KIND, comment_id, lycee=uow.department_uai)


async def restore_comment(uow: UnitOfWork, *, practice_id: UUID, comment_id: UUID) -> None:
    """Show it again: who withdrew it may. Raises NotFound."""
    await GoodPractices(uow).restore_comment(practice_id, comment_id)
    uow.erased.note(COMMENT_BACK_KIND, comment_id, lycee=uow.department_uai)


async def adopt_practice(
    uow: UnitOfWork, *, practice_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Note that a bureau does the same (pratique reprise). Raises NotFound, PracticeWithdrawn, LyceeNotChosen."""
    practice = await GoodPractices(uow).get(practice_id)
    if practice.withdrawn_at is not None:
        raise PracticeWithdrawn
    lycee = uow.writing_for(uai)
    if await GoodPractices(uow).adopt(practice_id, lycee, now=now):
        told = GoodPracticeAdoptedV1(
            practice_id=PracticeId(practice_id), occurred_on=local_date(now)
        )
        uow.publish(told, version=practice.version, uai=lycee)


async def leave_practice(uow: UnitOfWork, *, practice_id: UUID, uai: Uai | None = None) -> None:
    """Note that a bureau does not do the same after all. Raises LyceeNotChosen."""
    await GoodPractices(uow).leave(practice_id, uow.writing_for(uai))


async def tell_bureaux(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Tell all bureaux that a practice is shared, its author what others do with it. Raises NotFound."""
    about, step, by, *_ = key.split()
    practice = await GoodPractices(uow).get(UUID(about))
    names = await Lycees(uow).names()
    everybody = step == PracticeStep.SHARED
    told = [uai for uai in sorted(names) if everybody or uai == practice.uai]
    if step == PracticeStep.COMMENTED and practice.uai == uow.department_uai != by:
        own = GoodPracticeFollowedV1(
            practice_id=PracticeId(practice.id),
            step=PracticeStep.OWN_COMMENTED,
            occurred_on=local_date(now),
        )
        publish_decision(uow, own, lycee=uow.department_uai, version=practice.version)
    for uai in told:
        if uai not in (by, uow.department_uai):
            followed = GoodPracticeFollowedV1(
                practice_id=PracticeId(practice.id),
                step=PracticeStep(step),
                occurred_on=local_date(now),
            )
            publish_decision(uow, followed, lycee=Uai(uai), version=practice.version)


async def _tell(
    uow: UnitOfWork, practice: GoodPractice, step: PracticeStep, *, by: Uai, now: datetime
) -> None:
    """A bureau speaks for its lycée alone: the DSDEN tells the others, at once."""
    key = f"{practice.id} {step} {by} {now.isoformat()}"
    await uow.schedule(TELL_JOB, key=key, due_at=now, uai=by)


def _publish(uow: UnitOfWork, practice: GoodPractice, *, now: datetime) -> None:
    told = GoodPracticeSharedV1(
        practice_id=PracticeId(practice.id),
        theme=practice.said.theme,
        occurred_on=local_date(now),
    )
    uow.publish(told, version=practice.version, uai=speaker(uow, practice.uai))
