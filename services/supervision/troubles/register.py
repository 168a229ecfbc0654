"""What the columns of troubles are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

TROUBLES = Processing(
    title="Anomalies dites à la supervision",
    purpose="Dire une seule fois qu’un lycée est silencieux, ou que ses chiffres diffèrent",
    persons="Aucune\u202f: des lycées et des dates",
    recipients="La supervision départementale",
    retention="1 an après la fin de l’anomalie",
    enforced=DAILY,
    rules=("troubles",),
)
REGISTER: Register = {
    "troubles": told(
        TROUBLES,
        uai="La DSDEN, qui le dit",
        trouble_id="Identifiant de l’anomalie",
        kind="Silence, ou chiffres qui diffèrent",
        of_uai="Lycée dont il s’agit",
        since="Dernière nouvelle, ou premier décompte qui diffère",
        ended_at="Instant de la fin",
    ),
}
