"""Commands of sentences: written, changed, removed."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.template import Template
from services.notifications.sentences.model import OwnSentence, checked_sentence, takes_sentence
from services.notifications.sentences.store import OwnSentences


async def write_sentence(
    uow: UnitOfWork,
    *,
    template: Template,
    text: str,
    version: int,
    uai: Uai | None = None,
    now: datetime,
) -> OwnSentence:
    """Have a lycée add a sentence to a mail (phrase du lycée), or none any more where it is empty.

    Returns what it was before. Raises NotFound, SentenceRefused, StaleVersion, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    if not takes_sentence(template):
        raise NotFound
    sentences = OwnSentences(uow)
    before = (await sentences.of_mail(template, [lycee]))[lycee]
    before.expect(version)
    said = checked_sentence(text)
    if not await sentences.keep(lycee, template, said, version=version, now=now):
        # Somebody kept theirs since it was read a moment ago.
        current = (await sentences.of_mail(template, [lycee]))[lycee]
        raise StaleVersion(current={"text": current.text, "version": current.version})
    return before
