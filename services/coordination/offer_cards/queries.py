"""Files of the training offer as they are looked for beside the evidence of a formation."""

from collections.abc import Collection, Sequence

from sqlalchemy import ARRAY, Text, bindparam, func, or_, select

from contracts.coordination.offer_files import OfferState
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import Mef, Siren, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store.news import Lycees
from services.coordination.offer_files.model.offer_file import OfferFile
from services.coordination.offer_files.queries import OF_A_FORMATION, ORDER, ListedFile
from services.coordination.offer_files.store import file_of
from services.coordination.offer_files.tables import offer_files

F = offer_files.c


async def files_of_formation(
    uow: UnitOfWork,
    mef: Mef,
    *,
    trades: Collection[RomeCode] = (),
    territory: Siren | None = None,
    lycee: Uai | None = None,
) -> Sequence[ListedFile]:
    """Files one may read of a formation whatever the year, then those of a trade; `lycee`: those it reads.

    With a territory: those of it, and those of the whole department.
    """
    of_a_trade = F.trades.overlap(bindparam("trades", list(trades), ARRAY(Text)))
    asked = [
        F.state != OfferState.DELETED.value,
        or_(func.left(F.mef, OF_A_FORMATION) == mef[:OF_A_FORMATION], of_a_trade),
        *([or_(F.territory.is_(None), F.territory == str(territory))] if territory else []),
        *([F.uai == str(lycee)] if lycee else []),
    ]
    rows = await uow.execute(select(offer_files).where(*asked).order_by(F.changed_at.desc()))
    files = sorted((file_of(row) for row in rows), key=lambda one: _rank(one, mef))
    names = await Lycees(uow).names()
    return [ListedFile(one, names.get(one.facts.lycee, one.facts.lycee), 0) for one in files]


def _rank(one: OfferFile, mef: Mef) -> tuple[bool, int]:
    """Those of the formation first, then what is to be done first."""
    known = one.facts.mef
    alike = known is not None and known[:OF_A_FORMATION] == mef[:OF_A_FORMATION]
    return not alike, ORDER.index(one.state)
