"""What the columns of reminders before the end of a campaign are for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told
from services.supervision.base.register import DEPARTMENT, VERSION

REMINDERS = Processing(
    title="Rappels avant la fin d’une campagne",
    purpose="Dire une seule fois à un bureau qu’il est sous son objectif",
    persons="Aucune\u202f: des lycées et des dates",
    recipients="Le bureau du lycée",
    retention="1 an après le rappel",
    enforced=DAILY,
    rules=("campaign_reminders",),
)
REACHED = Processing(
    title="Objectifs atteints dans une campagne",
    purpose="Dire une seule fois à la supervision qu’un lycée a trouvé ce qu’on lui demandait",
    persons="Aucune\u202f: des lycées et des dates",
    recipients="Supervision départementale",
    retention="1 an",
    enforced=DAILY,
    rules=("campaign_reached",),
)
REGISTER: Register = {
    "campaign_reached": told(
        REACHED,
        uai="Lycée",
        reached_id="Identifiant",
        campaign_id="Campagne",
        target="Ce qui était demandé",
        told_at="Instant où c’est dit",
    ),
    "campaign_reminders": told(
        REMINDERS,
        uai="Lycée averti",
        reminder_id="Identifiant du rappel",
        campaign_id="Campagne",
        until_on="Fin pour laquelle il est averti",
        told_at="Instant du rappel",
    ),
}

FOLDED: Register = {
    "objectives": told(
        DEPARTMENT,
        uai="Lycée, ou la DSDEN pour le département",
        objective_id="Objectif",
        school_year="Année scolaire",
        indicator="Indicateur",
        target="Ce qui est visé",
        version=VERSION,
        event_id=VERSION,
    ),
    "campaigns": told(
        DEPARTMENT,
        uai="La DSDEN, qui la lance",
        campaign_id="Campagne",
        measure="Ce qui est compté",
        mefs="Formations dont il s’agit",
        from_on="Début",
        until_on="Fin",
        stays_from="Premier jour de départ dont il s’agit",
        stays_until="Dernier jour de départ dont il s’agit",
        over="Si elle est close",
        version=VERSION,
        event_id=VERSION,
    ),
    "campaign_targets": told(
        DEPARTMENT,
        uai="Lycée sollicité",
        target_id="Ce qui est demandé",
        campaign_id="Campagne",
        target="Combien",
        version=VERSION,
        event_id=VERSION,
    ),
}
"""What is folded of campaigns and objectives."""
