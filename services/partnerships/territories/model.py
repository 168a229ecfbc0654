"""The bureau that speaks for all with a big account (chef de file)."""

from services.chassis.base.errors import Conflict


class LeadAlreadyTaken(Conflict):
    """Another bureau leads: bureaux agree between themselves, or the supervisor has them agree."""

    code = "lead-already-taken"
    title = "Un autre bureau est déjà chef de file\u202f: mettez-vous d’accord avec lui."


class LeadArbitrated(Conflict):
    """The DSDEN decided who leads: no button changes it."""

    code = "lead-arbitrated"
    title = (
        "La DSDEN a décidé qui est chef de file de cette entreprise\u202f: demandez un nouvel "
        "arbitrage si cela doit changer."
    )


class NotTheLead(Conflict):
    """A lead to give up that the lycée does not have."""

    code = "not-the-lead"
    title = "Votre bureau n’est pas chef de file de cette entreprise."
