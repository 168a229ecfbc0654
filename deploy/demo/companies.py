"""The invented companies, and who is known there."""

from dataclasses import dataclass
from functools import cache
from random import Random

from contracts.identifiers import CommuneCode, Naf, Siret, SiteKey
from contracts.partnerships.companies import Diffusion, LegalForm
from deploy.demo.invention.lots import drawn_for
from deploy.demo.invention.trades import COMMUNES, PUBLIC, TRADES
from deploy.demo.invention.words import FIRST_NAMES, FUNCTIONS, LAST_NAMES, PLACES, STREETS
from deploy.demo.lycees import LYCEES, DemoLycee
from services.partnerships.base.text import plain
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails
from services.partnerships.contacts.model import ContactDetails

COMPANIES = 150
# No SIREN begins like this: a number of the demonstration is nobody's.
RANGE = "9999"


@dataclass(frozen=True)
class DemoCompany:
    """A company, its contact if any, and the lycées that work with it, who registered it first."""

    siret: Siret
    trade: str
    details: CompanyDetails
    site: SiteDetails
    contact: ContactDetails | None
    lycees: tuple[DemoLycee, ...]

    @property
    def key(self) -> SiteKey:
        return SiteKey(self.siret)


@cache
def all_companies() -> tuple[DemoCompany, ...]:
    """All of them, in the same order each time."""
    trades = sorted(TRADES)
    names: set[str] = set()
    return tuple(
        _company(number, trades[number % len(trades)], names) for number in range(COMPANIES)
    )


def hosts_of(trade: str, lycee: DemoLycee) -> list[DemoCompany]:
    """The companies where a lycée places the pupils of a trade."""
    own = [one for one in all_companies() if one.trade == trade and lycee in one.lycees]
    return own or [one for one in all_companies() if one.trade == trade]


def _company(number: int, trade: str, names: set[str]) -> DemoCompany:
    random = drawn_for("company", number)
    naf, kind = TRADES[trade][number // len(TRADES) % len(TRADES[trade])]
    form = (
        PUBLIC.get(naf)
        or random.choices(
            (LegalForm.COMPANY, LegalForm.SOLE_TRADER, LegalForm.UNKNOWN), (80, 14, 6)
        )[0]
    )
    name = _name(random, kind, names)
    full = form not in {LegalForm.SOLE_TRADER, LegalForm.UNKNOWN}
    siret = _siret(number)
    commune, postcode = random.choice(COMMUNES)
    site = SiteDetails(
        siret=siret,
        address=f"{random.randint(1, 90)} {random.choice(STREETS)}",
        postcode=postcode,
        commune=CommuneCode(commune),
        naf=Naf(naf),
        phone=_phone(random),
    )
    diffusion = Diffusion.FULL if full else Diffusion.PARTIAL
    details = CompanyDetails(name, siret.siren, form, diffusion, Naf(naf))
    contact = _contact(random, name) if random.random() < 0.8 else None
    return DemoCompany(siret, trade, details, site, contact, _lycees(random, trade))


def _name(random: Random, kind: str, taken: set[str]) -> str:
    while True:
        end = random.choice(LAST_NAMES) if random.random() < 0.65 else random.choice(PLACES)
        name = f"{kind} {end}"
        if name not in taken:
            taken.add(name)
            return name


def _lycees(random: Random, trade: str) -> tuple[DemoLycee, ...]:
    """Those that teach the trade, and sometimes another one of the network."""
    own = [one for one in LYCEES if any(klass.trade == trade for klass in one.classes)]
    others = [one for one in LYCEES if one not in own]
    extra = random.sample(others, random.choices((0, 1, 2), (55, 35, 10))[0])
    return (*random.sample(own, len(own)), *extra)


def _contact(random: Random, company: str) -> ContactDetails:
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    local, domain = f"{plain(first)}.{plain(last)}", plain(company).replace(" ", "-")
    mail = f"{local}@{domain}.example" if random.random() < 0.75 else None
    return ContactDetails(
        f"{first} {last}", random.choice(FUNCTIONS), mail, _phone(random), gets_mail=False
    )


def _phone(random: Random) -> str:
    """Of the range kept for fiction (ARCEP): it rings nowhere."""
    return f"05 36 49 {random.randint(0, 99):02} {random.randint(0, 99):02}"


def _siret(number: int) -> Siret:
    siren = _with_key(f"{RANGE}{number:04}")
    return Siret(_with_key(f"{siren}0001"))


def _with_key(digits: str) -> str:
    """The digits and their Luhn key."""
    doubled = [int(d) * (2 if rank % 2 == 0 else 1) for rank, d in enumerate(reversed(digits))]
    return f"{digits}{-sum(d - 9 if d > 9 else d for d in doubled) % 10}"
