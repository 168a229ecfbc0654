"""Commands of commitments: declarations filed, ended, withdrawn; pledges noted, forgotten, totalled, published again."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from contracts.identifiers import TaxTotalsId, Uai
from contracts.partnerships.commitments import (
    RegulatedWork,
    RegulatedWorkDeclarationExpiredV1,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
    RegulatedWorkDeclarationFiledV1,
    RegulatedWorkDeclarationWithdrawnV1,
    TaxPledgesSuppressedV1,
    TaxPledgesTotalledV1,
)
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import PARIS, local_date
from services.partnerships.capacities.commands import publish_capacities
from services.partnerships.commitments.model import (
    Declaration,
    DeclarationState,
    PledgeState,
    TaxPledge,
)
from services.partnerships.commitments.store.declarations import Declarations
from services.partnerships.commitments.store.tax_pledges import TaxPledges
from services.partnerships.companies.store.companies import Companies
from services.partnerships.publications.store import Publications

Told = (
    type[RegulatedWorkDeclarationFiledV1]
    | type[RegulatedWorkDeclarationExpiryAnnouncedV1]
    | type[RegulatedWorkDeclarationExpiredV1]
)


async def publish_declaration(
    uow: UnitOfWork, *, told: Told, declaration: Declaration, version: int, now: datetime
) -> None:
    """Publish the whole state of a declaration as this event."""
    today = local_date(now)
    if await Publications(uow).tells(declaration.uai, FactFamily.COMPANIES, today):
        uow.publish(told(**declaration.facts(today)), version=version, uai=declaration.uai)
        await Declarations(uow).tell(declaration.id)


async def end_declaration(
    uow: UnitOfWork, *, declaration_id: UUID, over: bool, now: datetime
) -> None:
    """Tell that it runs out soon, or is `over`.

    Nothing of one that was taken back; nobody has to renew one that a later one covers.
    """
    declarations = Declarations(uow)
    declaration = await declarations.find(declaration_id)
    if declaration is None:
        return
    if over:
        event = RegulatedWorkDeclarationExpiredV1
        await publish_declaration(uow, told=event, declaration=declaration, version=3, now=now)
    elif declaration.state(local_date(now)) is DeclarationState.EXPIRING and not any(
        map(declaration.renewed_by, await declarations.of(declaration.company_id))
    ):
        announced = RegulatedWorkDeclarationExpiryAnnouncedV1
        await publish_declaration(uow, told=announced, declaration=declaration, version=2, now=now)


ANNOUNCE, EXPIRE = "announce-declaration", "expire-declaration"


async def file_declaration(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID | None,
    works: tuple[RegulatedWork, ...],
    filed_on: date,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Note a declaration (dérogation), at the main site by default, and return its id.

    Its end is announced and noted by itself. Raises NotFound, NoWorkDeclared, FiledLater,
    LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    site = company.site(site_id) if site_id else company.sites[0]
    filed = Declaration(
        id=uow.new_id(),
        uai=lycee,
        company_id=company.id,
        site_id=site.id,
        works=tuple(dict.fromkeys(works)),
        filed_on=filed_on,
    )
    filed.check(local_date(now))
    await Declarations(uow).add(filed)
    await Acquaintances(uow).add_all(lycee, {(company.id, site.id)})
    event = RegulatedWorkDeclarationFiledV1
    await publish_declaration(uow, told=event, declaration=filed, version=1, now=now)
    over = filed.valid_until + timedelta(days=1)
    for job, day in ((ANNOUNCE, filed.announced_on), (EXPIRE, over)):
        due_at = datetime.combine(day, time(6), PARIS)
        await uow.schedule(job, key=str(filed.id), due_at=due_at, uai=lycee)
    return filed.id


JOB = "tell_pledges"
"""The name under which tables of installations hold it: it is not renamed with the code."""


async def plan_total(uow: UnitOfWork, *, uai: Uai, year: int, now: datetime) -> None:
    """Have the total of a year told the next night (taxe d'apprentissage).

    At once, each new total less the one before would be what one company pledged.
    """
    due_at = next_night(now)
    key = f"{year}:{due_at.date().isoformat()}"
    await uow.schedule(JOB, key=key, due_at=due_at, uai=uai)


async def forget_pledge(
    uow: UnitOfWork, *, company_id: UUID, year: int, uai: Uai | None = None, now: datetime
) -> TaxPledge | None:
    """Remove it and return it; doing so again is harmless. Raises LyceeNotChosen."""
    lycee = uow.writing_for(uai)
    forgotten = await TaxPledges(uow).remove(lycee, company_id, year)
    await plan_total(uow, uai=lycee, year=year, now=now)
    return forgotten


async def note_pledge(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    year: int,
    state: PledgeState,
    amount_euros: int | None = None,
    uai: Uai | None = None,
    now: datetime,
) -> None:
    """Note it (promesse de taxe), over what was noted before for the same year.

    Raises NotFound, PledgeWithoutAmount, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    pledge = TaxPledge(
        uai=lycee, company_id=company.id, year=year, state=state, amount_euros=amount_euros
    )
    pledge.check()
    await TaxPledges(uow).keep(pledge)
    await plan_total(uow, uai=lycee, year=year, now=now)
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})


async def total_pledges(uow: UnitOfWork, *, uai: Uai, year: int, now: datetime) -> None:
    """Tell the total of a year, or that it is of too few, unless the head keeps it in the lycée.

    Two totals one after the other differ by what those in between pledge, so the next one is told once
    five companies more, or fewer, are in it. One that is less by fewer is told as a lower one (`floor_of`), so
    that « at least » stays true.
    """
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COMPANIES, today):
        return
    pledges = TaxPledges(uow)
    total = await pledges.total(uai, year)
    running = year == today.year
    stands = await pledges.standing(uai, year, total, running=running)
    if not stands.to_tell:
        return
    # A floor moves no step: the next total is told five companies from the last that was counted.
    counted = total if total.is_to_tell(running=running) else total.before
    totals_id, version = await pledges.tell(uai, year, counted)
    told: TaxPledgesTotalledV1 | TaxPledgesSuppressedV1
    if is_too_few(stands.total.count):
        told = TaxPledgesSuppressedV1(
            totals_id=TaxTotalsId(totals_id), year=year, occurred_on=today
        )
    else:
        told = TaxPledgesTotalledV1(
            totals_id=TaxTotalsId(totals_id),
            year=year,
            companies=stands.total.count,
            amount_euros=stands.total.euros,
            occurred_on=today,
        )
    uow.publish(told, version=version, uai=uai)


async def retell_commitments(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell each as it is now; whether a declaration still holds is read off its last day."""
    await publish_capacities(uow, uai=uai, now=now)
    event = RegulatedWorkDeclarationFiledV1
    for one in await Declarations(uow).of_lycee(uai):
        await publish_declaration(uow, told=event, declaration=one, version=1, now=now)
    for year in sorted({*await TaxPledges(uow).years(uai), local_date(now).year}):
        await total_pledges(uow, uai=uai, year=year, now=now)


async def total_untold_pledges(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the total of this calendar year where nothing was ever told of it."""
    year = local_date(now).year
    if not await TaxPledges(uow).is_told(uai, year):
        await total_pledges(uow, uai=uai, year=year, now=now)


async def withdraw_declaration(
    uow: UnitOfWork, *, company_id: UUID, declaration_id: UUID, now: datetime
) -> None:
    """Remove it (déclaration retirée), of which the department hears if it was told of it.

    Raises NotFound.
    """
    taken, told = await Declarations(uow).take(company_id, declaration_id)
    if told:
        over = RegulatedWorkDeclarationWithdrawnV1(**taken.facts(local_date(now)))
        uow.publish(over, version=4, uai=taken.uai)
