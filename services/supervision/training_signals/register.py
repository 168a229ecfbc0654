"""What each column of training signals is for."""

from services.chassis.privacy.processing_register import Register, told
from services.supervision.base.register import DEPARTMENT, VERSION

REGISTER: Register = {
    "training_signals": told(
        DEPARTMENT,
        uai="Lycée qui a noté le signal, ou DSDEN",
        signal_id="Identifiant du signal",
        kind="Nature",
        rome="Métier, par son code ROME",
        mef="Formation concernée",
        territory="Intercommunalité concernée",
        strength="Force",
        source="Provenance",
        told_on="Jour où c’est dit",
        withdrawn="S’il ne compte plus",
        version=VERSION,
        event_id=VERSION,
    ),
}
