"""What of actions is told again when a head opens exchanges to the department."""

from contracts.publication import FactFamily
from services.partnerships.storage.retellings import RETELLINGS
from services.partnerships.use_cases.retell_actions import retell_actions

RETELLINGS.add(FactFamily.EXCHANGES, retell_actions)
