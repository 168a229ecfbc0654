"""The interface of the registry for programs, in JSON: list, read, register, correct, log an exchange."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from contracts.identifiers import CommuneCode, Naf, Siren, SiteKey
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.reference.nomenclatures.towns import Town
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.acquaintances.queries import place_of
from services.partnerships.base.forms import Line
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.commands import correct_company
from services.partnerships.companies.forms import CompanyForm, NewCompanyForm
from services.partnerships.companies.model.company import Company
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.duplicates.commands import look_for_likes, register_company
from services.partnerships.exchanges.commands import log_interaction, respect_courtesy
from services.partnerships.exchanges.forms import InteractionForm
from services.partnerships.permissions import LOG_INTERACTION, MANAGE_COMPANIES, SEE_COMPANIES
from services.partnerships.public_api import description

router = Router()
COMPANIES = "/api/partnerships/companies"


class KnownBy(BaseModel):
    """Another lycée that knows a company, and when they last met."""

    lycee: str
    last_on: date | None


class CompanyItem(BaseModel):
    """A line of the list."""

    company_id: UUID
    name: str
    place: str
    activity: str
    followed: bool
    last_on: date | None
    known_by: Sequence[KnownBy]


class CompanyList(BaseModel):
    """A page of the list; `after` asks for the next one."""

    items: Sequence[CompanyItem]
    after: UUID | None


class SiteState(BaseModel):
    """A site of a company."""

    site_id: UUID
    site_key: SiteKey
    name: str | None
    place: str
    address: str | None
    postcode: str | None
    naf: Naf | None
    phone: str | None
    mail: str | None


class CompanyState(BaseModel):
    """A company's card."""

    company_id: UUID
    version: int
    name: str
    siren: Siren | None
    legal_form: LegalForm
    diffusion: Diffusion
    naf: Naf | None
    sites: Sequence[SiteState]


class Made(BaseModel):
    """The id of what a command made."""

    id: UUID


class RegisterCommand(NewCompanyForm):
    """A company to register; its commune as it is typed, or else by its code or its name."""

    command_id: UUID
    commune: CommuneCode | None = None
    locality: Line | None = None

    def where(self) -> Town:
        """A code is what it says; a name that is none stays as it is."""
        if self.locality is None:
            return Town(self.commune) if self.commune else super().where()
        try:
            return Town(CommuneCode(self.locality))
        except ValueError:
            return Town(locality=self.locality)


class CorrectCommand(CompanyForm):
    """A card to correct."""

    command_id: UUID


class LogCommand(InteractionForm):
    """An exchange to log."""

    command_id: UUID


@router.query(COMPANIES, action=SEE_COMPANIES, described=description.LIST)
async def list_companies(
    uow: RequestUnitOfWork, q: str = "", mine: bool = False, after: UUID | None = None
) -> CompanyList:
    """Companies that have all the words of `q`."""
    page = await read_companies(uow, words=q, mine=mine, after=after)
    return CompanyList(
        items=[
            CompanyItem(
                company_id=item.id,
                name=item.name,
                place=item.place,
                activity=item.activity,
                followed=item.followed,
                last_on=item.last_on,
                known_by=[KnownBy(lycee=a.lycee, last_on=a.latest_on) for a in item.known_by],
            )
            for item in page.items
        ],
        after=page.after,
    )


@router.query(f"{COMPANIES}/{{company_id}}", action=SEE_COMPANIES, described=description.CARD)
async def get_company(company_id: UUID, uow: RequestUnitOfWork) -> CompanyState:
    """One card."""
    return _state((await read_company(uow, company_id)).company)


@router.command(COMPANIES, action=MANAGE_COMPANIES, status=201, described=description.REGISTER)
async def register(command: RegisterCommand, uow: RequestUnitOfWork) -> Made:
    """Register a company; one that looks like a known card is refused unless it says it is another."""
    await look_for_likes(
        uow, details=command.details(), main=command.main(), distinct=command.distinct
    )
    company_id = await register_company(
        uow,
        details=command.details(),
        main=command.main(),
        distinct=command.distinct,
        uai=command.uai,
        now=uow.now,
    )
    return Made(id=company_id)


@router.command(
    f"{COMPANIES}/{{company_id}}", action=MANAGE_COMPANIES, described=description.CORRECT
)
async def correct(
    company_id: UUID, command: CorrectCommand, uow: RequestUnitOfWork
) -> CompanyState:
    """Correct a card."""
    await correct_company(
        uow,
        company_id=company_id,
        version=command.version,
        details=command.details(),
        uai=command.uai,
        now=uow.now,
    )
    return _state((await read_company(uow, company_id)).company)


@router.command(
    f"{COMPANIES}/{{company_id}}/interactions",
    action=LOG_INTERACTION,
    status=201,
    described=description.LOG,
)
async def log(company_id: UUID, command: LogCommand, uow: RequestUnitOfWork) -> Made:
    """Log an exchange; refused within the courtesy delay of another lycée unless it says so."""
    await respect_courtesy(
        uow,
        company_id=company_id,
        site_id=command.site_id,
        exchange=command.exchange(),
        despite=command.despite_courtesy,
    )
    interaction_id = await log_interaction(
        uow,
        company_id=company_id,
        site_id=command.site_id,
        exchange=command.exchange(),
        uais=command.uai,
        now=uow.now,
    )
    return Made(id=interaction_id)


def _state(company: Company) -> CompanyState:
    details = company.details
    return CompanyState(
        company_id=company.id,
        version=company.version,
        name=details.name,
        siren=details.siren,
        legal_form=details.legal_form,
        diffusion=details.diffusion,
        naf=details.naf,
        sites=[
            SiteState(
                site_id=site.id,
                site_key=site.key,
                name=site.details.name,
                place=place_of(site.details),
                address=site.details.address,
                postcode=site.details.postcode,
                naf=site.details.naf,
                phone=site.details.phone,
                mail=site.details.mail,
            )
            for site in company.sites
        ],
    )
