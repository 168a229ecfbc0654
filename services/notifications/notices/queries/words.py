"""The words a reader is shown of their notices, as far as they may see them today."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.identifiers import Uai
from contracts.notices import NoticeFacts
from services.chassis.base.identity import Identity
from services.chassis.questions import Asker, QuestionUnanswered
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notices.queries.centre import TakenNotice
from services.notifications.notices.queries.facts import Thing, facts_of, page_of


async def words_for(
    ask: Asker, reader: Identity, items: Sequence[TakenNotice], *, department: Uai
) -> Mapping[UUID, NoticeFacts | None]:
    """By notice, what its owner says; None where the thing is gone.

    Nothing of one whose owner is silent, nor of one that a reader who changed roles may not see.
    """
    asked: dict[Uai, list[TakenNotice]] = defaultdict(list)
    for one in items:
        if may_see(reader, one):
            asked[one.uai].append(one)
    told: dict[UUID, NoticeFacts | None] = {}
    for uai, those in asked.items():
        things: list[Thing] = [(one.kind, one.about) for one in those if one.kind is not None]
        try:
            facts = await facts_of(ask, uai, things, department=department)
        except QuestionUnanswered:
            continue
        for one in those:
            said = facts[one.kind, one.about] if one.kind else None
            if one.kind and (said is None or _concerns(reader, one, said)):
                told[one.notice_id] = _led(reader, one.kind, uai, said)
    return told


def _led(
    reader: Identity, kind: Template, uai: Uai, facts: NoticeFacts | None
) -> NoticeFacts | None:
    """The words of a notice, with the page this reader may open."""
    if facts is None:
        return None
    wide = {grant.role for grant in reader.grants if grant.role.department_wide}
    roles = frozenset(reader.roles_at(uai)) | wide
    return facts.model_copy(update={"path": page_of(kind, facts, roles)})


def may_see(reader: Identity, one: TakenNotice) -> bool:
    """Whether the reader works at the lycée it speaks of, or is told of such a thing there."""
    if one.kind is None or one.kind not in KINDS:
        return False
    if reader.roles_at(one.uai):
        return True
    return _is_told(reader, one)


def _concerns(reader: Identity, one: TakenNotice, said: NoticeFacts) -> bool:
    """Whether it would be told to the reader today: by their role, or because its owner names them."""
    return _is_told(reader, one) or reader.account_id in said.concerned


def _is_told(reader: Identity, one: TakenNotice) -> bool:
    wide = frozenset(grant.role for grant in reader.grants if grant.role.department_wide)
    readers = KINDS[one.kind].readers if one.kind else ()
    return bool((wide | reader.roles_at(one.uai)) & frozenset(readers))
