"""Labels of what keeps a pupil from leaving for a period."""

from collections.abc import Mapping

from services.internships.departures.model import Block

BLOCKS: Mapping[Block, str] = {
    Block.REFUSED: "Bloquée\u202f: refus de signer",
    Block.LATE: "Bloquée\u202f: émise depuis plus de 10\u00a0jours",
    Block.NOT_ISSUED: "Bloquée\u202f: pas émise à 14\u00a0jours du départ",
}
