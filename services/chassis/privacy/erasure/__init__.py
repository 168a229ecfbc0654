"""Erasures (effacements): what a person asked to have erased stays erased.

Each is one line of ids in a file outside the databases, on the disk before the erasure is
answered. A database restored from an earlier backup is given them again before it serves.
"""

from services.chassis.privacy.erasure.every_lycee import reach
from services.chassis.privacy.erasure.spec import Erasing

__all__ = ["Erasing", "reach"]
