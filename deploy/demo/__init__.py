"""The demonstration: six invented lycées and a year of their work, made through the use cases.

Every name is invented, every mail ends in `.example` (RFC 2606: nobody owns it), every UAI is well
formed and belongs to no school, every SIRET is well formed and in a range not given out.
Drawn from one seed: two demonstrations begun on the same day hold the same.
"""

from deploy.demo.accounts import Shown, make_demo
from deploy.demo.lycees import ACCOUNTS, LYCEES

__all__ = ["ACCOUNTS", "LYCEES", "Shown", "make_demo"]
