"""What a list of people would do, row by row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from contracts.words import plain
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.forms import FormRefused, Typed
from services.coordination.actor_files.model import ListRow, Outcome
from services.coordination.actor_people.forms import PersonForm
from services.coordination.actor_people.model import (
    INFORMED,
    ActorPerson,
    AddressRefused,
    InformedBy,
    PersonDetails,
)
from services.coordination.actor_people.store import (
    ActorPeople,
    P,
    people,
    person_of,
    refused_among,
)
from services.coordination.actors.model.actor import Actor
from services.coordination.actors.store import actor_of
from services.coordination.actors.tables import actors
from services.coordination.news.model.calendar import local_date
from services.coordination.people_files.model import HEADINGS, PersonVerdict

UNKNOWN_ACTOR = (
    "Cet acteur n’est pas dans l’annuaire\u202f: ajoutez-le d’abord, ou corrigez son nom."
)
ARCHIVED = "Cet acteur est archivé\u202f: rétablissez-le d’abord, ou retirez la ligne."
SEVERAL_ACTORS = (
    "Plusieurs acteurs de l’annuaire ont ce nom\u202f: notez la personne depuis la page du bon."
)
SEVERAL_PEOPLE = (
    "Plusieurs personnes ont ce nom chez cet acteur\u202f: corrigez celle-ci depuis sa page."
)
REFUSED = f"{AddressRefused.title} Retirez la ligne."
OBJECTED = "Cette personne s’est opposée à être notée\u202f: retirez la ligne."
LEFT = "Cette personne est partie\u202f: remettez-la d’abord depuis sa page, ou retirez la ligne."
YEAR_DIGITS = 4
_WORDS: Mapping[str, InformedBy] = {
    **{plain(label): one for one, label in INFORMED.items()},
    "courriel": InformedBy.MAIL,
    "oral": InformedBy.ORAL,
    "ecrit": InformedBy.WRITTEN,
    "passerelle": InformedBy.PASSERELLE,
    "par passerelle": InformedBy.PASSERELLE,
}


@dataclass(frozen=True)
class PeoplePreview:
    """The rows of a list, by what they do."""

    verdicts: Sequence[PersonVerdict]

    def of(self, outcome: Outcome) -> Sequence[PersonVerdict]:
        """Verdicts that do this."""
        return [one for one in self.verdicts if one.outcome is outcome]

    @property
    def changing(self) -> Sequence[PersonVerdict]:
        """Verdicts that add or correct somebody."""
        return [*self.of(Outcome.NEW), *self.of(Outcome.DIFFERS)]

    @property
    def written_to(self) -> int:
        """How many of them Passerelle writes to."""
        return sum(1 for one in self.changing if one.details and _is_written_to(one))


def _is_written_to(one: PersonVerdict) -> bool:
    if one.details is None or not one.details.by_passerelle:
        return False
    told = {HEADINGS["informed_by"], HEADINGS["mail"]}
    return one.outcome is Outcome.NEW or bool(told & set(one.changed))


async def preview_people(
    uow: UnitOfWork, rows: Sequence[ListRow], *, changing: bool = False
) -> PeoplePreview:
    """What these rows do: a person is known by actor and name. `changing`: nobody else does until the commit."""
    called = await _actors_called(uow, {plain(row.cells.get("actor", "")) for row in rows})
    ids = [one.id for some in called.values() for one in some]
    statement = people().where(P.actor_id.in_(ids))
    known: dict[tuple[UUID, str], list[ActorPerson]] = {}
    for row in await uow.execute(
        statement.with_for_update(of=P.actor_id.table) if changing else statement
    ):
        one = person_of(row)
        known.setdefault((one.actor_id, plain(one.details.name)), []).append(one)
    objected = await ActorPeople(uow).objected()
    mails = {row.cells["mail"] for row in rows if row.cells.get("mail")}
    refused = await refused_among(uow, mails)
    reading = _Reading(called, known, objected, refused, {}, local_date(uow.now))
    return PeoplePreview([reading.verdict(row) for row in rows])


async def _actors_called(uow: UnitOfWork, keys: set[str]) -> Mapping[str, Sequence[Actor]]:
    statement = select(actors).where(actors.c.name_key.in_(sorted(keys)))
    found: dict[str, list[Actor]] = {}
    for row in await uow.execute(statement):
        found.setdefault(row.name_key, []).append(actor_of(row))
    return found


@dataclass(frozen=True)
class _Reading:
    """What rows are compared with."""

    actors: Mapping[str, Sequence[Actor]]
    people: Mapping[tuple[UUID, str], Sequence[ActorPerson]]
    objected: Sequence[ActorPerson]
    refused: Collection[str]
    seen: dict[tuple[UUID, str], int]
    today: date

    def verdict(self, row: ListRow) -> PersonVerdict:
        """What a row does, or why it is refused."""
        actor, problem = self._actor(row)
        if actor is None:
            return _refused(row, [problem])
        key = (actor.id, plain(row.cells.get("name", "")))
        if key[1] and key in self.seen:
            return _refused(
                row,
                [
                    f"La même personne est à la ligne {self.seen[key]}\u202f: gardez une seule des deux."
                ],
            )
        self.seen[key] = row.line
        alike = self.people.get(key, ())
        there = [one for one in alike if not one.away]
        if len(there) > 1:
            return _refused(row, [SEVERAL_PEOPLE])
        if alike and not there:
            return _refused(row, [OBJECTED if any(one.objected_at for one in alike) else LEFT])
        return self._compared(row, actor, there[0] if there else None)

    def _actor(self, row: ListRow) -> tuple[Actor | None, str]:
        called = self.actors.get(plain(row.cells.get("actor", "")), ())
        active = [one for one in called if one.archived_at is None]
        if len(active) == 1:
            return active[0], ""
        if active:
            return None, SEVERAL_ACTORS
        return None, ARCHIVED if called else UNKNOWN_ACTOR

    def _compared(self, row: ListRow, actor: Actor, one: ActorPerson | None) -> PersonVerdict:
        details, problems = self._details(row, one)
        if details is None or problems:
            return _refused(row, problems)
        name, label = details.name, actor.details.name
        if one is None:
            if any(known.is_as(actor.id, details) for known in self.objected):
                return _refused(row, [OBJECTED])
            if row.cells.get("mail") in self.refused:
                return _refused(row, [REFUSED])
            return PersonVerdict(row.line, label, name, Outcome.NEW, details, actor.id)
        if details.mail != one.details.mail and row.cells.get("mail") in self.refused:
            return _refused(row, [REFUSED])
        before = vars(one.details)
        changed = [
            HEADINGS[field]
            for field in HEADINGS
            if field != "actor" and vars(details)[field] != before[field]
        ]
        return PersonVerdict(
            *(row.line, label, name, Outcome.DIFFERS if changed else Outcome.SAME),
            details=details,
            actor_id=actor.id,
            person_id=one.id,
            version=one.version,
            changed=changed,
        )

    def _details(
        self, row: ListRow, one: ActorPerson | None
    ) -> tuple[PersonDetails | None, Sequence[str]]:
        """What a row says, or what is wrong in it."""
        before = vars(one.details) if one else {}
        typed = {name: value for name, value in before.items() if value is not None}
        typed |= {name: text for name, text in row.cells.items() if name != "actor"}
        problems = []
        if "informed_by" in row.cells:
            said = _WORDS.get(plain(row.cells["informed_by"]))
            if said is None:
                known = ", ".join(f"«\u00a0{label}\u00a0»" for label in INFORMED.values())
                problems.append(f"{HEADINGS['informed_by']}\u00a0: écrivez {known}.")
            typed["informed_by"] = said or InformedBy.MAIL
        if "informed_on" in row.cells:
            typed["informed_on"] = _day(row.cells["informed_on"])
        elif typed.get("informed_by") is InformedBy.PASSERELLE:
            typed.setdefault("informed_on", self.today)
        try:
            details = Typed.blank(PersonForm, **typed).model.details()
            details.check(self.today)
        except FormRefused as refused:
            problems += [f"{HEADINGS[name]}\u00a0: {why}" for name, why in refused.errors.items()]
        except Invalid as refused:
            problems.append(refused.detail or refused.title)
        else:
            return details, problems
        return None, problems


def _day(text: str) -> str:
    """A day as a form holds it; what is none is refused by the form."""
    day, month, year = (*text.strip().split("/"), "", "")[:3]
    if day.isdecimal() and month.isdecimal() and len(year) == YEAR_DIGITS:
        return f"{year}-{month:>02}-{day:>02}"
    # A spreadsheet says an hour beside it.
    return text.strip().partition(" ")[0]


def _refused(row: ListRow, problems: Sequence[str]) -> PersonVerdict:
    said = (row.cells.get("actor", ""), row.cells.get("name", ""))
    return PersonVerdict(row.line, *said, Outcome.REFUSED, problems=problems)
