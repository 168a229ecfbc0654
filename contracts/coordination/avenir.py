"""Axes of the Parcours Avenir: the departmental list that frameworks and actions refer to.

Source: arrêté of 1 July 2015 on the parcours Avenir (its three objectives).
"""

from enum import StrEnum


class AvenirAxis(StrEnum):
    """An objective of the Parcours Avenir (axe), by which actions are ordered in the department."""

    DISCOVERY = "discovery"
    INITIATIVE = "initiative"
    GUIDANCE = "guidance"


AXES = {
    AvenirAxis.DISCOVERY: "Découvrir le monde économique et professionnel",
    AvenirAxis.INITIATIVE: "Développer le sens de l’engagement et de l’initiative",
    AvenirAxis.GUIDANCE: "Élaborer son projet d’orientation",
}
"""What each is called on pages, in the order of the text."""
