"""Actions by kind of partner (actions par partenaire du réseau): how many were held with each, and by which lycées."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.partnerships.actions import ActionPartner

NOBODY = ""
"""Of actions with no partner of the network."""
_P = ActionPartner
PARTNERS: Mapping[str, str] = {
    _P.CLEE.value: "CLEE",
    _P.CMQ.value: "Campus des métiers",
    _P.FRANCE_TRAVAIL.value: "France Travail",
    _P.MISSION_LOCALE.value: "Mission locale",
    _P.REGION.value: "Région",
    _P.PREFECTURE.value: "Préfecture",
    _P.CHAMBERS.value: "Chambre consulaire",
    _P.OPCO.value: "OPCO",
    _P.GRETA.value: "Greta",
    _P.ALUMNI.value: "Anciens élèves",
    NOBODY: "Aucun partenaire du réseau",
}


@dataclass(frozen=True)
class PartnerLine:
    """One kind of partner: how many actions were held with it, by all and by each lycée that held some."""

    partner: str
    held: int
    lycees: Sequence[tuple[str, int]]


def partner_lines(
    counts: Mapping[str, Mapping[str, int]], lycees: Sequence[tuple[str, str]]
) -> Sequence[PartnerLine]:
    """The kinds with whom something was held, the most first, those without a partner last.

    `counts`: by UAI and kind; `lycees`: UAI and name of those that publish their actions.
    """
    lines = []
    for code, name in PARTNERS.items():
        by_lycee = [
            (called, many) for uai, called in lycees if (many := counts.get(uai, {}).get(code, 0))
        ]
        if by_lycee:
            lines.append((code, PartnerLine(name, sum(many for _, many in by_lycee), by_lycee)))
    lines.sort(key=lambda line: (line[0] == NOBODY, -line[1].held))
    return [line for _, line in lines]
