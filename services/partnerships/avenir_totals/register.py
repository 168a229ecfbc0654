"""What each column of totals by axis is for."""

from services.chassis.privacy.processing_register import Register, told
from services.partnerships.axes.register import ACTIONS

AVENIR_REGISTER: Register = {
    "axis_totals": told(
        ACTIONS,
        uai="Lycée",
        school_year="Année scolaire",
        totals_id="Identifiant du total",
        discovery="Actions menées sur cet axe, dites au département",
        initiative="Actions menées sur cet axe, dites au département",
        guidance="Actions menées sur cet axe, dites au département",
        version="Ne pas revenir en arrière",
    ),
}
