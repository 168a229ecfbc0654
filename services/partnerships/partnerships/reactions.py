"""What of partnerships is told again when a head opens companies to the department."""

from contracts.publication import FactFamily
from services.partnerships.partnerships.commands import retell_partnerships
from services.partnerships.publications.store import RETELLINGS

RETELLINGS.add(FactFamily.COMPANIES, retell_partnerships)
