"""A bureau notes that a site declared regulated work."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.commitments import RegulatedWork, RegulatedWorkDeclarationFiledV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import PARIS, local_date
from services.partnerships.commitments.commands.publish_declaration import publish_declaration
from services.partnerships.commitments.model import Declaration
from services.partnerships.commitments.store.declarations import Declarations
from services.partnerships.companies.store.companies import Companies

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
