"""The network's journal as a person reads it: by day, of one lycée or of one kind of facts."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Request, Response

from contracts.coordination.journal_words import LINE_WORDS, LineWordsRequest
from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.supervision.base.revision import MOVED
from services.supervision.base.revision import revision as read_revision
from services.supervision.coverage.model.coverage import keeping
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.journal.queries.journal import JournalCut, JournalPage, journal_page
from services.supervision.permissions import SEE_DEPARTMENT
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL, IN_THE_JOURNAL
from services.supervision.publication.pages import follow_publication

router = strict_router()
PATH = "/departement/journal"
FRAGMENT = "/departement/fragments/journal"
OTHERS = "autres"
KINDS: Mapping[str, str] = {
    **{family.value: family.label for family in IN_THE_JOURNAL},
    OTHERS: "Calendriers, règles et actualités",
}


@dataclass(frozen=True)
class JournalQuery:
    """Which lines; each page of them is a link to the same with more of it."""

    lycee: Uai | Literal[""] = ""
    sorte: Literal["placements", "exchanges", "companies", "imports", "autres", ""] = ""

    @property
    def cut(self) -> JournalCut:
        """Which lines that is."""
        family = FactFamily(self.sorte) if self.sorte not in ("", OTHERS) else None
        uais = (self.lycee,) if self.lycee else None
        return JournalCut(uais, family=family, others=self.sorte == OTHERS)

    def address(self, path: str = PATH, **more: str) -> str:
        """A page with these filters and something else."""
        given = {name: one for name, one in {**vars(self), **more}.items() if one}
        return f"{path}?{urlencode(given)}" if given else path


@router.page(PATH, action=SEE_DEPARTMENT)
async def show_journal(
    request: Request,
    uow: RequestUnitOfWork,
    asked: Annotated[JournalQuery, Depends()],
    avant: UUID | None = None,
) -> Response:
    """The journal page by page (journal du réseau); the first page follows what happens."""
    revision = await read_revision(uow)
    await follow_publication(request, uow, revision)
    journal = await journal_page(uow, before=avant, cut=asked.cut)
    lycees = await heard_from(uow)
    return render(
        request,
        "supervision/journal/journal.html",
        company_links=True,
        commenting=uow.department_uai,
        words=await words_of(request, [uow.department_uai], journal),
        journal_kept=keeping(lycees, HIDDEN_IN_THE_JOURNAL),
        lycee_choices=[(one.uai, one.name) for one in lycees],
        kinds=KINDS.items(),
        above=[("Département", "/departement")],
        fragment=asked.address(FRAGMENT),
        revision=None if avant else revision,
        moved=MOVED,
        now=uow.now,
        **paged(journal, asked, first=avant is None),
    )


@router.fragment(FRAGMENT, action=SEE_DEPARTMENT)
async def journal_fragment(
    request: Request,
    uow: RequestUnitOfWork,
    asked: Annotated[JournalQuery, Depends()],
) -> Response:
    """The last lines of the journal, and the way to older ones."""
    journal = await journal_page(uow, cut=asked.cut)
    kept = keeping(await heard_from(uow), HIDDEN_IN_THE_JOURNAL)
    pages = paged(journal, asked, first=True)
    return render(
        request,
        "supervision/journal/_journal_page.html",
        journal_kept=kept,
        company_links=True,
        commenting=uow.department_uai,
        words=await words_of(request, [uow.department_uai], journal),
        **pages,
    )


async def words_of(
    request: Request, uais: Collection[Uai], journal: JournalPage
) -> Mapping[UUID, int]:
    """How many words of the DSDEN stand about lines, asked for these lycées, or the DSDEN; none while nobody answers."""
    lines = list(dict.fromkeys(line.lasting_id for line in journal.lines))
    asked = LineWordsRequest(line_ids=tuple(lines))
    found: dict[UUID, int] = {}
    for uai in sorted(uais) if lines else ():
        with suppress(QuestionUnanswered, QuestionRefused):
            answer = await runtime_of(request).ask(LINE_WORDS, uai, asked)
            for line, many in zip(lines, answer.words, strict=True):
                found[line] = found.get(line, 0) + many
    return {line: many for line, many in found.items() if many}


def paged(
    journal: JournalPage, asked: JournalQuery, path: str = PATH, *, first: bool
) -> dict[str, Any]:
    """A page of lines, and the ways to others."""
    older = asked.address(path, avant=str(journal.older)) if journal.older else None
    newest = None if first else asked.address(path)
    return {
        "journal": journal,
        "asked": asked,
        "older_url": older,
        "first_url": newest,
        "by_day": True,
    }
