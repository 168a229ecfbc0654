"""What of partnerships is told again when a head opens companies to the department."""

from contracts.publication import FactFamily
from services.partnerships.storage.retellings import RETELLINGS
from services.partnerships.use_cases.retell_partnerships import retell_partnerships

RETELLINGS.add(FactFamily.COMPANIES, retell_partnerships)
