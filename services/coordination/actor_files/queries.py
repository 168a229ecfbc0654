"""What a list of actors would do, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from contracts.coordination.actors import ACTOR_KINDS, ActorKind
from contracts.words import plain
from services.chassis.reference.nomenclatures.communities import communities
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.forms import FormRefused, Typed
from services.coordination.actor_files.model import HEADINGS, ListRow, Outcome, Verdict
from services.coordination.actors.forms import ActorForm, typed_values
from services.coordination.actors.model.actor import Actor, ActorDetails
from services.coordination.actors.model.perimeter import SECTORS
from services.coordination.actors.store import actor_of
from services.coordination.actors.tables import actors

ARCHIVED = "Cet acteur est archivé\u202f: rétablissez-le d’abord, ou retirez la ligne."
HOMONYMS = "Plusieurs acteurs de l’annuaire ont ce nom\u202f: corrigez celui-ci depuis sa page."
_YES = ("oui", "x", "1", "vrai", "yes", "o", "true")
_NO = ("non", "0", "faux", "no", "n", "false", "-")


@dataclass(frozen=True)
class Preview:
    """The rows of a list, by what they do."""

    verdicts: Sequence[Verdict]

    def of(self, outcome: Outcome) -> Sequence[Verdict]:
        """Verdicts that do this."""
        return [one for one in self.verdicts if one.outcome is outcome]

    @property
    def does_something(self) -> bool:
        """Whether any row adds or changes an actor."""
        return any(one.outcome in (Outcome.NEW, Outcome.DIFFERS) for one in self.verdicts)


async def preview_list(
    uow: UnitOfWork, rows: Sequence[ListRow], *, changing: bool = False
) -> Preview:
    """What these rows do: an actor is known by its name. `changing`: nobody else does until the commit."""
    keys = {plain(row.cells.get("name", "")) for row in rows}
    statement = select(actors).where(actors.c.name_key.in_(sorted(keys)))
    found = await uow.execute(statement.with_for_update() if changing else statement)
    known: dict[str, list[Actor]] = {}
    for row in found:
        known.setdefault(row.name_key, []).append(actor_of(row))
    seen: dict[str, int] = {}
    return Preview([_verdict(row, known, seen) for row in rows])


def _verdict(row: ListRow, known: Mapping[str, Sequence[Actor]], seen: dict[str, int]) -> Verdict:
    name = row.cells.get("name", "")
    key = plain(name)
    if key and key in seen:
        problem = f"Le même nom est à la ligne {seen[key]}\u202f: gardez une seule des deux."
        return Verdict(row.line, name, Outcome.REFUSED, problems=[problem])
    seen[key] = row.line
    called = known.get(key, ())
    active = [one for one in called if one.archived_at is None]
    if len(active) > 1 or (called and not active):
        problem = HOMONYMS if active else ARCHIVED
        return Verdict(row.line, name, Outcome.REFUSED, problems=[problem])
    actor = active[0] if active else None
    before = typed_values(actor.details) if actor else {}
    cells, problems = _understood(row.cells)
    typed: Typed[ActorForm] = Typed.blank(ActorForm, **{**before, **cells})
    details, wrong = _details(typed)
    if details is None or problems:
        problems = [*wrong, *problems]
        return Verdict(row.line, name, Outcome.REFUSED, problems=problems)
    if actor is None:
        return Verdict(row.line, name, Outcome.NEW, details)
    after = typed_values(details)
    changed = [HEADINGS.get(field, field) for field in after if after[field] != before[field]]
    outcome = Outcome.DIFFERS if changed else Outcome.SAME
    return Verdict(row.line, name, outcome, details, actor.id, actor.version, changed)


def _details(typed: Typed[ActorForm]) -> tuple[ActorDetails | None, Sequence[str]]:
    """What a row says, or what is wrong in it."""
    try:
        return typed.model.details(), ()
    except FormRefused as refused:
        return None, [_said(field, why) for field, why in refused.errors.items()]


def _understood(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The cells as a form holds them, and what cannot be understood of those that name several things."""
    typed: dict[str, Any] = dict(cells)
    problems: list[str] = []
    if "kind" in cells:
        named = {plain(label): kind.value for kind, label in ACTOR_KINDS.items()}
        typed["kind"] = named.get(plain(cells["kind"]), cells["kind"])
        if typed["kind"] not in named.values():
            problems.append(
                f"Nature\u00a0: «\u00a0{cells['kind'][:60]}\u00a0» n’est pas une nature d’acteur\u202f: "
                f"écrivez par exemple {ActorKind.CLEE.label} ou {ActorKind.CHAMBER.label}."
            )
            typed["kind"] = ActorKind.CLEE.value
    if "whole_department" in cells:
        said = plain(cells["whole_department"])
        typed["whole_department"] = said in _YES or None
        if said not in (*_YES, *_NO):
            problems.append(
                f"{HEADINGS['whole_department']}\u00a0: «\u00a0{cells['whole_department'][:60]}\u00a0» "
                "n’est ni oui ni non\u202f: écrivez «\u00a0oui\u00a0», «\u00a0non\u00a0», ou laissez vide."
            )
    lists = {
        "communities": {plain(one.name): one.code for one in communities().values()},
        "sectors": {plain(label): letter for letter, label in SECTORS.items()},
    }
    for field, named in lists.items():
        if field in cells:
            pieces = [one.strip() for one in cells[field].split(";") if one.strip()]
            codes = {*named.values()}
            typed[field] = [named.get(plain(one), one) for one in pieces]
            problems += [
                f"{HEADINGS[field]}\u00a0: «\u00a0{one[:60]}\u00a0» n’est pas de la liste."
                for one, code in zip(pieces, typed[field], strict=True)
                if code not in codes
            ]
            typed[field] = [one for one in typed[field] if one in codes]
    return typed, problems


def _said(field: str, why: str) -> str:
    return f"{HEADINGS.get(field, field)}\u00a0: {why}"
