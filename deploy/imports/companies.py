"""Companies imported from the command line, by the use cases of the page."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from deploy.imports.lists import NOT_SEEN, Preview, Recorded, Watch, csv_of
from deploy.operations.units import units_of
from services.chassis.base.cancellation import end
from services.chassis.files.headings import Headings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.chassis.web.views.french import number
from services.partnerships import permissions as of_partnerships
from services.partnerships.base.calendar import local_date
from services.partnerships.import_columns.model.fields import FIELDS
from services.partnerships.import_columns.model.rejects import LINE, REASON, RejectedLine
from services.partnerships.import_desk.queries import ImportCard, read_import_card, read_unanswered
from services.partnerships.import_effects.commands.commit_import import commit_import
from services.partnerships.import_files.store.files import ImportFile, read_import
from services.partnerships.import_plans.model.plan import Verdict
from services.partnerships.imports.commands.preview_import import preview_import
from services.partnerships.imports.commands.receive_import import receive_import
from services.partnerships.imports.commands.stop_import import stop_import
from services.partnerships.imports.tables import import_headings


@dataclass
class CompaniesList(Preview):
    """Companies."""

    _content: bytes = field(default=b"", init=False)
    _read: ImportFile | None = field(default=None, init=False)
    _card: ImportCard | None = field(default=None, init=False)
    _unanswered: Sequence[RejectedLine] = field(default=(), init=False)
    """Lines the page would ask about: nobody can answer here, so they are given back."""

    async def look(self) -> str:
        """What would become of the lines."""
        self._content = self.content()
        await self.admit(of_partnerships.PERMISSIONS, of_partnerships.IMPORT_COMPANIES)
        async with (
            units_of(self.settings, "partnerships") as units,
            units.begin(self.scope, uai=self.uai) as uow,
        ):
            known = await Headings(uow, import_headings).known(self.uai)
            self._read = await read_import(self._content, known, today=local_date(uow.now))
            if not any(column.field == "name" for column in self._read.columns):
                raise ValueError(
                    "Aucune colonne n’est la raison sociale\u202f: importez ce fichier une fois depuis"
                    " la page, qui retiendra ce que sont ses colonnes."
                )
            import_id = await self._preview(uow)
            self._card = await read_import_card(uow, import_id)
            self._unanswered = await read_unanswered(uow, import_id)
            uow.give_up()
        return f"Colonnes\u202f: {_columns(self._read)}\n{_counts(self._card, coming=True)}"

    async def record(self, watch: Watch) -> Recorded:
        """Record the list, some lines at a time, beside the service; it can be stopped meanwhile."""
        async with units_of(self.settings, "partnerships") as units:
            async with units.begin(self.scope, uai=self.uai, actor=self.actor) as uow:
                import_id = await self._preview(uow)
            stopping = asyncio.create_task(self._stop_when_asked(units, import_id, watch))
            try:
                return self._recorded(await self._record_parts(units, import_id, watch))
            finally:
                await end(stopping)

    async def _record_parts(self, units: UnitsOfWork, import_id: UUID, watch: Watch) -> ImportCard:
        while not watch.asked_to_stop.is_set():
            async with units.begin(self.scope, uai=self.uai, actor=self.actor) as uow:
                await commit_import(uow, import_id=import_id, now=uow.now)
                card = await read_import_card(uow, import_id)
            watch.say(_how_far(card))
            if card.about.status != "running":
                return card
        card = await self._stop(units, import_id)
        watch.say(_how_far(card))
        return card

    async def _stop_when_asked(self, units: UnitsOfWork, import_id: UUID, watch: Watch) -> None:
        """Have the import stopped while a part is being recorded, or the service goes on with the next."""
        await watch.asked_to_stop.wait()
        await self._stop(units, import_id)

    async def _stop(self, units: UnitsOfWork, import_id: UUID) -> ImportCard:
        async with units.begin(self.scope, uai=self.uai, actor=self.actor) as uow:
            await stop_import(uow, import_id=import_id)
            return await read_import_card(uow, import_id)

    def _recorded(self, card: ImportCard) -> Recorded:
        page = f"{self.settings.public_url.rstrip('/')}/entreprises/import/{card.about.id}"
        if card.about.status == "completed":
            return Recorded(f"{_counts(card, coming=False)}\nPage\u202f: {page}")
        return Recorded(
            f"Import interrompu\u202f: {number(card.done)} lignes sur {number(card.total)} sont"
            f" traitées, ce qui est fait est enregistré.\nReprendre ou annuler\u202f: {page}",
            whole=False,
        )

    def rejects(self) -> bytes | None:
        """The rejected lines, as the page gives them back."""
        read = self._read
        if read is None:
            return None
        refused = [RejectedLine(r.line, r.cells, r.reason) for r in read.refused]
        lines = sorted([*refused, *self._unanswered], key=lambda one: one.line)
        rows = [[str(cell) for cell in one.row(len(read.headings))] for one in lines]
        return csv_of([*read.headings, REASON, LINE], rows) if rows else None

    @property
    def useful(self) -> bool:
        """Whether any line brings something."""
        return bool(self._card and self._card.useful)

    async def _preview(self, uow: UnitOfWork) -> UUID:
        read = self._read
        if read is None:
            raise ValueError(NOT_SEEN)
        import_id = await receive_import(
            uow,
            read=read,
            content=self._content,
            file_name=self.file.name,
            uai=self.uai,
            now=uow.now,
        )
        await preview_import(uow, import_id=import_id, read=read, now=uow.now)
        return import_id


def _how_far(card: ImportCard) -> str:
    return f"{number(card.done)} lignes sur {number(card.total)}"


def _columns(read: ImportFile) -> str:
    return ", ".join(
        f"{column.name} → {FIELDS[column.field] if column.field else 'ignorée'}"
        for column in read.columns
    )


def _counts(card: ImportCard, *, coming: bool) -> str:
    counts = card.counts
    begun = "Rien n’est encore enregistré." if coming else "Import terminé."
    return "\n".join(
        [
            f"{number(card.total)} lignes lues. {begun}",
            f"{'À créer' if coming else 'Créées'}\u202f: {number(counts[Verdict.CREATED])}",
            f"{'À mettre à jour' if coming else 'Mises à jour'}\u202f: {number(counts[Verdict.UPDATED])}",
            f"Doublons\u202f: {number(counts[Verdict.DUPLICATE])}",
            *_asked(counts[Verdict.ASKED] if coming else 0),
            f"Rejetées\u202f: {number(counts[Verdict.REJECTED])}",
        ]
    )


def _asked(count: int) -> list[str]:
    if not count:
        return []
    return [
        f"À décider\u202f: {number(count)} (laissées de côté ici\u202f; la page d’import pose ces questions)"
    ]
