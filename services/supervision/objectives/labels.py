"""How an objective is read beside its figure."""

from services.chassis.web.views.french import NARROW, number
from services.supervision.base.figures import Unit
from services.supervision.objectives.model import Aim


def aimed(aim: Aim) -> str:
    """« Objectif : 90 %, atteint », « Objectif : 12, il manque 3 »; of what was not told, the objective alone."""
    objective = f"Objectif\u202f: {number(aim.target)}{_unit(aim)}"
    if aim.value is None or aim.reached is None:
        return objective
    if aim.reached:
        return f"{objective}, atteint"
    missing = round(aim.target - aim.value, 1)
    decimals = 0 if missing == int(missing) else 1
    if aim.unit is Unit.PERCENT:
        points = "point" if missing < 2 else "points"
        return f"{objective}, à {number(missing, decimals)}\u00a0{points}"
    return f"{objective}, il manque {number(missing, decimals)}"


def _unit(aim: Aim) -> str:
    return f"{NARROW}%" if aim.unit is Unit.PERCENT else ""
