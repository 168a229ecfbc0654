"""Erasures (effacements): what a person asked to have erased stays erased.

Each is one line of ids in a file outside the databases, on the disk before the erasure is
answered. A database restored from an earlier backup is given them again before it serves.
"""

from services.chassis.erasing.declaration import Erasing
from services.chassis.erasing.reaching import reach

__all__ = ["Erasing", "reach"]
