"""What of actions is told again when a head opens exchanges to the department."""

from contracts.publication import FactFamily
from services.partnerships.actions.commands import retell_actions
from services.partnerships.publications.store import RETELLINGS

RETELLINGS.add(FactFamily.EXCHANGES, retell_actions)
