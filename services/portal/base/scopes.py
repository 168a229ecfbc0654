"""Scopes of the portal: the whole department, which it reads before it knows whom somebody works for."""

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import Scope

DEPARTMENT = Scope(frozenset(), department_wide=True)
"""The portal reads grants before it knows for which lycée somebody works."""


def speaking_for(uai: Uai) -> Scope:
    """The whole department is read, and what is recorded speaks for this lycée (or the DSDEN)."""
    return Scope(frozenset({uai}), department_wide=True)
