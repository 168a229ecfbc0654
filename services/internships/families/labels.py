"""Words of families."""

from collections.abc import Mapping

from services.internships.families.model import FamilySlot, SaidBy

SLOTS: Mapping[FamilySlot, str] = {
    FamilySlot.FIRST: "Représentant légal 1",
    FamilySlot.SECOND: "Représentant légal 2",
    FamilySlot.PUPIL: "Élève",
}
SAID_BY: Mapping[SaidBy, str] = {
    SaidBy.BUREAU: "par le bureau",
    SaidBy.LIST: "par une liste importée",
    SaidBy.FAMILY: "par la famille, sur sa page",
}
