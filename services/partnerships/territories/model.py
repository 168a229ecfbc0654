"""The bureau that speaks for all with a big account (chef de file)."""

from services.chassis.base.errors import Conflict


class LeadAlreadyTaken(Conflict):
    """Another bureau leads: bureaux agree between themselves, or the supervisor has them agree."""

    code = "lead-already-taken"
    title = "Un autre bureau est déjà chef de file\u202f: mettez-vous d’accord avec lui."


class NotTheLead(Conflict):
    """Nothing to give up."""

    code = "not-the-lead"
    title = "Votre bureau n’est pas chef de file de cette entreprise."
