"""Commands of files of the training offer: prepared, corrected, moved, with opinions and signals."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.coordination.offer_files import (
    OfferFileFollowedV1,
    OfferFileId,
    OfferFileMovedV1,
    OfferFileStep,
    OfferOpinionFollowedV1,
    OfferOpinionGivenV1,
    OfferOpinionId,
    OfferOpinionStep,
    OfferOpinionWithdrawnV1,
    OfferState,
)
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.offer_files.model.offer_file import (
    Amount,
    NothingToUndo,
    OfferFacts,
    OfferFile,
    OfferFileDraft,
    OfferFormationUnknown,
    OfferLyceeUnknown,
    OfferMove,
    Opinion,
    OpinionMoved,
    SignalNotAttached,
    expect_over,
)
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.offer_files.store import (
    OfferFiles,
    OfferMoves,
    OfferSignals,
    Opinions,
)
from services.coordination.training_signals.model import SignalStatus, SignalWithdrawn
from services.coordination.training_signals.store import TrainingSignals

NO_AMOUNT = Amount()
_MOVED, _BACK = OfferFileStep.MOVED, OfferFileStep.BACK
_UNSEEN = (OfferState.DRAFT, OfferState.DELETED)


async def prepare_file(uow: UnitOfWork, *, facts: OfferFacts, now: datetime) -> UUID:
    """Begin a file as a draft (brouillon), which nobody else reads. Raises Invalid."""
    await _expect_known(uow, facts)
    one = OfferFile(uow.new_id(), facts, now, now)
    await OfferFiles(uow).add(one)
    return one.id


async def correct_file(
    uow: UnitOfWork, *, file_id: UUID, version: int, facts: OfferFacts, now: datetime
) -> None:
    """Say otherwise what is asked. Raises NotFound, StaleVersion, OfferFileOver, Invalid."""
    before = await _locked(uow, file_id, version)
    await _expect_known(uow, facts)
    one = before.corrected(facts, now=now)
    await OfferFiles(uow).save(one)
    if not one.published:
        return
    if _told(before) != _told(one):
        _publish(uow, before, one, moved_on=local_date(now))
    if before.facts.lycee != facts.lycee:
        _follow(uow, before, _BACK, version=one.version)
        _follow(uow, one, _MOVED, version=one.version)
        for said in await Opinions(uow).told_anew(file_id):
            _heard(uow, said, before, OfferOpinionStep.WITHDRAWN)
            _heard(uow, said, one, OfferOpinionStep.GIVEN)


async def move_file(
    uow: UnitOfWork,
    *,
    file_id: UUID,
    version: int,
    action: OfferAction,
    moved_on: date,
    reason: str | None = None,
    amount: Amount = NO_AMOUNT,
    now: datetime,
) -> None:
    """Note where a file is from a day on; its lycée is told.

    Raises NotFound, StaleVersion, OfferMoveRefused, DayToCome, CapacityMissing, YearMissing.
    """
    before = await _locked(uow, file_id, version)
    expect_over(moved_on, local_date(now), field="moved_on")
    one = before.moved(action, amount=amount, now=now)
    files = OfferFiles(uow)
    move = OfferMove(
        uow.new_id(),
        file_id,
        action,
        before.state,
        one.state,
        moved_on,
        reason,
        now,
        correction_before=before.correction,
        capacity_before=before.facts.capacity_wanted,
        year_before=before.facts.effect_year,
    )
    await files.save(one)
    await OfferMoves(uow).add(move, files.reader(one))
    if one.published:
        _publish(uow, before, one, moved_on=moved_on)
        _follow(uow, one, _MOVED, version=one.version)


async def undo_move(uow: UnitOfWork, *, file_id: UUID, version: int, now: datetime) -> None:
    """Take back the last move that stands. Raises NotFound, StaleVersion, NothingToUndo."""
    before = await _locked(uow, file_id, version)
    standing = [one for one in await OfferMoves(uow).of(file_id) if one.undone_at is None]
    if not standing:
        raise NothingToUndo
    last, *others = standing
    published = any(one.after not in _UNSEEN for one in others)
    one = before.undone(last, published=published, now=now)
    await OfferMoves(uow).undo(last.id, now=now)
    await OfferFiles(uow).save(one)
    if before.published:
        _publish(uow, before, one, moved_on=local_date(now))
        _follow(uow, before, _BACK, version=one.version)


async def give_opinion(uow: UnitOfWork, *, opinion: Opinion, now: datetime) -> UUID:
    """Note what a body said of a file. Raises NotFound, OfferFileDraft, OfferFileDeleted, DayToCome."""
    files = OfferFiles(uow)
    of = await files.get(opinion.file_id, for_update=True)
    of.expect_kept()
    if not of.published:
        raise OfferFileDraft
    expect_over(opinion.given_on, local_date(now), field="given_on")
    await Opinions(uow).add(opinion, files.reader(of))
    _say(uow, opinion, of)
    return opinion.id


async def withdraw_opinion(
    uow: UnitOfWork, *, file_id: UUID, opinion_id: UUID, now: datetime
) -> None:
    """Have an opinion that was noted by mistake count no more. Raises NotFound, OpinionMoved."""
    before, of = await _opinion(uow, file_id, opinion_id)
    if before.withdrawn_at is not None:
        raise OpinionMoved
    one = replace(before, withdrawn_at=now, version=before.version + 1)
    await Opinions(uow).save(one)
    told = OfferOpinionWithdrawnV1(
        opinion_id=OfferOpinionId(one.id),
        file_id=OfferFileId(file_id),
        occurred_on=local_date(now),
    )
    uow.publish(told, version=one.version)
    _heard(uow, one, of, OfferOpinionStep.WITHDRAWN)


async def restore_opinion(uow: UnitOfWork, *, file_id: UUID, opinion_id: UUID) -> None:
    """Have it count again. Raises NotFound, OpinionMoved."""
    before, of = await _opinion(uow, file_id, opinion_id)
    if before.withdrawn_at is None:
        raise OpinionMoved
    one = replace(before, withdrawn_at=None, version=before.version + 1)
    await Opinions(uow).save(one)
    _say(uow, one, of)


async def attach_signals(
    uow: UnitOfWork, *, file_id: UUID, signal_ids: Collection[UUID], now: datetime
) -> int:
    """Attach signals one may read to a file one may read; return how many were not yet.

    Raises NotFound, OfferFileDeleted, SignalWithdrawn.
    """
    files = OfferFiles(uow)
    of = await files.get(file_id, for_update=True)
    of.expect_kept()
    for signal_id in signal_ids:
        signal = await TrainingSignals(uow).get(signal_id)
        if signal.status is not SignalStatus.RAISED:
            raise SignalWithdrawn
    return await OfferSignals(uow).attach(
        file_id,
        list(dict.fromkeys(signal_ids)),
        reader=files.reader(of),
        by=_own(uow, of) or uow.department_uai,
        now=now,
    )


async def detach_signal(uow: UnitOfWork, *, file_id: UUID, signal_id: UUID) -> None:
    """Detach a signal; a bureau does so of those it attached. Raises NotFound, SignalNotAttached."""
    of = await OfferFiles(uow).get(file_id, for_update=True)
    if not await OfferSignals(uow).detach(file_id, signal_id, by=_own(uow, of)):
        raise SignalNotAttached


async def cite_signal(uow: UnitOfWork, *, file_id: UUID, signal_id: UUID, cited: bool) -> None:
    """Have the sentence of a signal in the note for a working group, or not. Raises SignalNotAttached."""
    if not await OfferSignals(uow).cite(file_id, signal_id, cited=cited):
        raise SignalNotAttached


def _own(uow: UnitOfWork, of: OfferFile) -> Uai | None:
    """The lycée one attaches for; None for the supervisor."""
    return None if uow.scope.department_wide else of.facts.lycee


async def _locked(uow: UnitOfWork, file_id: UUID, version: int) -> OfferFile:
    one = await OfferFiles(uow).get(file_id, for_update=True)
    one.expect(version)
    return one


async def _opinion(uow: UnitOfWork, file_id: UUID, opinion_id: UUID) -> tuple[Opinion, OfferFile]:
    of = await OfferFiles(uow).get(file_id, for_update=True)
    of.expect_kept()
    one = await Opinions(uow).get_for_update(opinion_id)
    if one.file_id != file_id:
        raise NotFound
    return one, of


async def _expect_known(uow: UnitOfWork, facts: OfferFacts) -> None:
    """Raises OfferLyceeUnknown, OfferFormationUnknown."""
    names = await Lycees(uow).names()
    if facts.lycee == uow.department_uai or facts.lycee not in names:
        raise OfferLyceeUnknown(field="lycee")
    if facts.mef is not None and facts.mef not in await Formations(uow).all():
        raise OfferFormationUnknown(field="mef")


def _told(one: OfferFile) -> tuple[object, ...]:
    facts = one.facts
    return (facts.change, facts.mef, facts.effect_year)


def _publish(uow: UnitOfWork, before: OfferFile, one: OfferFile, *, moved_on: date) -> None:
    """Say where it is from now on, to the department: codes alone."""
    facts = one.facts
    moved = OfferFileMovedV1(
        file_id=OfferFileId(one.id),
        change=facts.change,
        before=before.state,
        after=one.state,
        correction=one.correction,
        mef=facts.mef,
        effect_year=facts.effect_year,
        moved_on=moved_on,
        occurred_on=local_date(uow.now),
    )
    uow.publish(moved, version=one.version)


def _follow(uow: UnitOfWork, one: OfferFile, step: OfferFileStep, *, version: int) -> None:
    """Tell the bureau of its lycée."""
    followed = OfferFileFollowedV1(
        file_id=OfferFileId(one.id), step=step, occurred_on=local_date(uow.now)
    )
    publish_decision(uow, followed, lycee=one.facts.lycee, version=version)


def _say(uow: UnitOfWork, one: Opinion, of: OfferFile) -> None:
    given = OfferOpinionGivenV1(
        opinion_id=OfferOpinionId(one.id),
        file_id=OfferFileId(one.file_id),
        body=one.body,
        stage=one.stage,
        opinion=one.opinion,
        given_on=one.given_on,
        occurred_on=local_date(uow.now),
    )
    uow.publish(given, version=one.version)
    _heard(uow, one, of, OfferOpinionStep.GIVEN)


def _heard(uow: UnitOfWork, one: Opinion, of: OfferFile, step: OfferOpinionStep) -> None:
    """Tell the bureau of its lycée, which reads no file that is a draft again."""
    if not of.published:
        return
    followed = OfferOpinionFollowedV1(
        opinion_id=OfferOpinionId(one.id),
        file_id=OfferFileId(one.file_id),
        step=step,
        occurred_on=local_date(uow.now),
    )
    publish_decision(uow, followed, lycee=of.facts.lycee, version=one.version)
