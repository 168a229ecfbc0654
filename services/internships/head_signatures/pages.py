"""The part of a head's home page with the agreements that wait for their signature."""

from collections.abc import Sequence

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.head_signatures.queries import PileToSign, read_piles_to_sign
from services.internships.permissions import SIGN_AGREEMENTS
from services.internships.signatures.queries import AWAITS_HEAD

router = Router()
PILES_SHOWN = 4


@router.fragment("/pfmp/fragments/signatures", action=SIGN_AGREEMENTS)
async def to_sign(request: Request, uow: RequestUnitOfWork) -> Response:
    """How many agreements wait for the head, class by class, those who leave first on top."""
    return draw(
        request,
        "internships/head_signatures/to_sign_fragment.html",
        piles=await piles_to_sign(request, uow),
        shown=PILES_SHOWN,
        awaited=AWAITS_HEAD,
    )


async def piles_to_sign(request: Request, uow: UnitOfWork) -> Sequence[PileToSign]:
    """What waits for this reader's signature, read once for all parts that are drawn together."""
    headed = headed_by(request, uow)
    if not headed:
        return ()
    kept = context_of(request).read_once
    known: tuple[UnitOfWork, Sequence[PileToSign]] | None = kept.get("piles")
    if known is None or known[0] is not uow:
        piles = await read_piles_to_sign(uow, headed, local_date(uow.now))
        known = kept["piles"] = uow, piles
    return known[1]


def headed_by(request: Request, uow: UnitOfWork) -> Sequence[Uai]:
    """The lycées in scope the reader is the head of."""
    identity = context_of(request).user
    headed = {one.uai for one in identity.grants if one.role is Role.HEAD and one.uai}
    return sorted(headed & uow.scope.uais)
