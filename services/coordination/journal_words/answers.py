"""What a notice says of a word of the DSDEN: that there is one and where it is read, never what it says."""

from contracts.coordination.journal_words import LINE_WORDS, LineWords, LineWordsRequest
from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import answers, notices_of
from services.coordination.journal_words.queries import Said, count_of_lines, read_some
from services.coordination.news.model.calendar import local_date

KINDS = (NoticeKind.JOURNAL_WORD, NoticeKind.JOURNAL_WORD_ANSWERED)


@notices_of(*KINDS)
async def notices_of_words(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """To the lycée while it stands; to the supervisor while its answer does."""
    found = await read_some(uow, {one.about for one in request.asked if one.kind in KINDS})
    return NoticesAnswer(
        facts=tuple(
            _facts(one.kind, found[one.about]) if one.kind in KINDS and one.about in found else None
            for one in request.asked
        )
    )


@answers.to(LINE_WORDS, department_wide=True)
async def words_of_lines(request: LineWordsRequest, uow: UnitOfWork) -> LineWords:
    """How many words comment each line of the journal that is asked about; never what they say."""
    found = await count_of_lines(uow, request.line_ids)
    return LineWords(words=tuple(found.get(one, 0) for one in request.line_ids))


def _facts(kind: NoticeKind, said: Said) -> NoticeFacts:
    word = said.word
    answered = word.shown_answer is not None
    to_supervisor = kind is NoticeKind.JOURNAL_WORD_ANSWERED
    lines = [
        ("Lycée", said.lycee),
        ("Écrit le", date_fr(local_date(word.said_at), weekday=False)),
    ]
    return NoticeFacts(
        standing=word.withdrawn_at is None and (answered or not to_supervisor),
        object="Journal du réseau",
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/reseau/mots/{word.id}",
    )
