"""Class lists imported from the command line, by the use cases of the page; no name is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from contracts.identifiers import Mef, SchoolYear
from deploy.imports.lists import NOT_SEEN, Preview, Recorded, Watch, csv_of
from deploy.operations.units import units_of
from services.internships import permissions as of_internships
from services.internships.base.days import local_date
from services.internships.formations.model.mef_catalogue import CATALOGUE
from services.internships.roster_files.model.file import Roster, place_of
from services.internships.roster_files.queries import known_headings
from services.internships.roster_files.store import read_roster
from services.internships.rosters.commands import import_roster
from services.internships.rosters.model.roster import Verdict as PupilVerdict
from services.internships.rosters.queries import RosterPreview, preview_roster
from services.partnerships.import_columns.model.rejects import LINE, REASON


@dataclass
class ClassList(Preview):
    """Pupils, class by class; no name is printed."""

    following: Sequence[str] = ()
    _roster: Roster | None = field(default=None, init=False)
    _shown: RosterPreview | None = field(default=None, init=False)
    _formations: dict[str, UUID | Mef] = field(default_factory=dict, init=False)
    _year: SchoolYear | None = field(default=None, init=False)

    async def look(self) -> str:
        """What would become of the lines; what is in doubt is left aside."""
        content = self.content()
        await self.admit(of_internships.PERMISSIONS, of_internships.MANAGE_PUPILS)
        async with (
            units_of(self.settings, "internships") as units,
            units.begin(self.scope, uai=self.uai) as uow,
        ):
            known, today = await known_headings(uow, self.uai), local_date(uow.now)
            read = await read_roster(content, known, today=today)
            if read.roster is None:
                raise ValueError(
                    f"{read.unclear} Importez ce fichier une fois depuis la page, qui retiendra"
                    " ce que sont ses colonnes."
                )
            self._year = SchoolYear.of(local_date(uow.now))
            self._roster = read.roster.believed(self._year)
            shown = self._shown = await preview_roster(
                uow, uai=self.uai, rows=self._roster.rows, school_year=self._year, renames={}
            )
            uow.give_up()
        self._formations = self._chosen(shown)
        return "\n".join(self._told(shown, self._roster))

    def _chosen(self, shown: RosterPreview) -> dict[str, UUID | Mef]:
        by_mef: dict[Mef, UUID | Mef] = {mef: mef for mef in CATALOGUE}
        by_mef |= {formation.mef: formation.id for formation in shown.formations}
        keys = {label: key for key, label in shown.classes}
        chosen: dict[str, UUID | Mef] = dict(shown.followed)
        for label, _, mef in (pair.partition("=") for pair in self.following):
            if label not in keys or Mef(mef) not in by_mef:
                raise ValueError(f"Classe ou formation inconnue\u202f: {label}={mef}.")
            chosen[keys[label]] = by_mef[Mef(mef)]
        missing = [label for key, label in shown.classes if key not in chosen]
        if missing:
            raise ValueError(
                f"Quelle formation suit {', '.join(missing)}\u202f? Ajoutez --formation CLASSE=MEF."
            )
        return chosen

    def _told(self, shown: RosterPreview, roster: Roster) -> list[str]:
        to_check = sum(row.to_check for row in shown.plan.rows)
        aside = ", ".join(f"{one.where} ({one.cells})" for one in roster.aside) or "rien"
        return [
            f"{len(roster.rows) + len(roster.bad)} lignes lues. Rien n’est encore enregistré.",
            f"À créer\u202f: {len(shown.plan.of(PupilVerdict.CREATED))}",
            f"Déjà là\u202f: {len(shown.plan.of(PupilVerdict.KNOWN))}",
            f"À vérifier sur la page, laissés de côté ici\u202f: {to_check}",
            f"Absents du fichier, laissés tels quels\u202f: {len(shown.plan.missing)}",
            f"Sorties d’après le fichier, à confirmer sur la page\u202f: {len(shown.plan.leaving)}",
            f"Dates et communes laissées inconnues\u202f: {len(roster.unsure)}",
            f"Fiches à compléter\u202f: {self._learnt(shown)}",
            f"Rejetées\u202f: {len(roster.bad)}",
            f"Cases lues\u202f: {roster.read}. Laissées de côté, colonne par colonne\u202f: {aside}",
        ]

    def _learnt(self, shown: RosterPreview) -> int:
        return sum(bool(one.to_record(corrects=False)) for one in shown.plan.details)

    async def record(self, watch: Watch) -> Recorded:  # noqa: ARG002 one transaction: all or nothing
        """Import in one transaction."""
        if self._roster is None or self._year is None:
            raise ValueError(NOT_SEEN)
        async with (
            units_of(self.settings, "internships") as units,
            units.begin(self.scope, uai=self.uai, actor=self.actor) as uow,
        ):
            done = await import_roster(
                uow,
                rows=self._roster.rows,
                formations=self._formations,
                decisions={},
                school_year=self._year,
                uai=self.uai,
                now=uow.now,
            )
        return Recorded(
            f"Élèves ajoutés\u202f: {done.created}. Déjà là\u202f: {done.known}."
            f" De côté\u202f: {done.aside}. Fiches complétées\u202f: {done.detailed}."
        )

    def rejects(self) -> bytes | None:
        """The place of each line and why; nothing of the pupil."""
        if self._roster is None or not self._roster.bad:
            return None
        return csv_of([LINE, REASON], [[place_of(r.line), r.reason] for r in self._roster.bad])

    @property
    def useful(self) -> bool:
        """Whether any pupil is to be created, or anything new is told of one."""
        shown = self._shown
        return bool(shown and (shown.plan.of(PupilVerdict.CREATED) or self._learnt(shown)))
