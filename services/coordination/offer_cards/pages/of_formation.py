"""The files of a formation or of its trades, for the page of its evidence."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import Mef, Siren, Uai
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.coordination.offer_cards.queries import files_of_formation
from services.coordination.offer_files.labels import labels
from services.coordination.permissions import SEE_OFFER

router = Router()


@dataclass(frozen=True)
class FormationQuery:
    """Which formation, its trades, the territory of its evidence, and the lycée whose evidence it is."""

    mef: Mef | Literal[""] = ""
    metiers: Annotated[str, Query(pattern=r"^([A-N][0-9]{4}(,[A-N][0-9]{4})*)?$")] = ""
    territoire: Siren | Literal[""] = ""
    lycee: Uai | Literal[""] = ""

    @property
    def romes(self) -> list[RomeCode]:
        """The trades."""
        return [RomeCode(one) for one in self.metiers.split(",") if one]


@router.fragment("/offre/fragments/formation", action=SEE_OFFER)
async def files_beside_evidence(
    request: Request, uow: RequestUnitOfWork, asked: Annotated[FormationQuery, Depends()]
) -> Response:
    """The files of a formation with where each stands, or that there is none."""
    found = asked.mef and await files_of_formation(
        uow,
        asked.mef,
        trades=asked.romes,
        territory=asked.territoire or None,
        lycee=asked.lycee or None,
    )
    return render(
        request,
        "coordination/offer_cards/fragment_of_formation.html",
        asked=asked,
        files=found or (),
        community_name=community_name,
        **labels(),
    )
