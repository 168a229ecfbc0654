"""Statistics of the registry, by which PostgreSQL chooses how it searches.

After an import those of before it would hold until autovacuum comes by, a minute later where it is
not told otherwise: until then a search costs a third more, by plans made for a few companies.
"""

from sqlalchemy import func, select

from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

_ANALYSE = Prepared(select(func.analyse_registry().label("done")))


async def analyse_registry(uow: UnitOfWork) -> None:
    """Count companies, their sites, words and contacts anew, those of this transaction too."""
    await uow.run(_ANALYSE, {})
