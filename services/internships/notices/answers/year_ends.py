"""What a notice says of the end of a school year: what is missing, and when its names go."""

from collections.abc import Collection, Iterator

from contracts.notices import AskedNotice, NoticeFacts
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr, plural
from services.internships.base.days import local_date
from services.internships.notices.answers.words import AskedFacts, lines
from services.internships.reminders.queries import YearEnd, read_year_ends

PATH = "/pfmp"


async def facts_of_year_ends(uow: UnitOfWork, asked: Collection[AskedNotice]) -> AskedFacts:
    """Two statements, however many are asked about; a year is spoken of until its last day."""
    today = local_date(uow.now)
    purged_on = Settings().year_purged_on
    found = await read_year_ends(uow, {one.about for one in asked}, purged_on)
    return {
        (one.kind, one.about): NoticeFacts(
            standing=end.is_to_tell(today),
            object=f"Année scolaire {end.year}",
            lines=lines(_said(end)),
            path=PATH,
        )
        for one in asked
        if (end := found.get(one.about))
    }


def _said(end: YearEnd) -> Iterator[tuple[str, str]]:
    missing = plural(end.unattested, "attestation") if end.unattested else "aucune"
    yield "Attestations manquantes", missing
    yield "Dernier jour de l’année", date_fr(end.year.last_day)
    named = plural(end.pupils, "élève")
    yield (
        f"Le {date_fr(end.unnamed_on, weekday=False)}",
        f"{named} et les enseignants référents ne sont plus nommés\u202f; les chiffres restent",
    )
    yield (
        "À emporter avant",
        "les jours de chaque PFMP et les listes de classe, en tableur, depuis la page de la PFMP",
    )
