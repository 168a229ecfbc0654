"""A sentence of the lycée (phrase du lycée): which mails take one, and what it may say."""

import re
from dataclasses import dataclass

from services.chassis.base.errors import Invalid, StaleVersion
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS

SENTENCE_MAX = 300
"""Characters: a mail stays the mail it was."""

# What mail readers make a link of by themselves, addresses of mails too.
_MARKS = ("://", "@", "www.", "mailto:", "tel:")
_NAME = re.compile(r"\w\w\.[a-z][a-z]", re.IGNORECASE)
_MARKUP = re.compile(r"[<>]")


class SentenceRefused(Invalid):
    """A sentence that no mail may say."""

    code = "sentence-refused"
    title = "Cette phrase ne peut pas être ajoutée"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, field="text")


@dataclass(frozen=True)
class OwnSentence:
    """What a lycée adds to a mail; nothing yet under version 0, and nothing any more where empty."""

    text: str = ""
    version: int = 0

    def expect(self, version: int) -> None:
        """Raises StaleVersion when somebody changed it meanwhile."""
        if version != self.version:
            raise StaleVersion(current={"text": self.text, "version": self.version})


_OF_AN_ACCOUNT = frozenset({Template.INVITATION, Template.ACCOUNT_UNUSED})


def takes_sentence(template: Template) -> bool:
    """Whether a lycée may add to a mail: not where it is about their account, nor where the department alone
    reads it.
    """
    if not template.shown or template in _OF_AN_ACCOUNT:
        return False
    kind = KINDS.get(template)
    return kind is None or any(not role.department_wide for role in kind.readers)


def checked_sentence(typed: str) -> str:
    """The sentence on one line; empty to add none. Raises SentenceRefused."""
    text = " ".join(typed.split())
    if len(text) > SENTENCE_MAX:
        raise SentenceRefused(
            f"Écrivez au plus {SENTENCE_MAX} caractères\u202f: il y en a {len(text)}."
        )
    if _MARKUP.search(text):
        raise SentenceRefused("Écrivez sans les signes < et >\u202f: la phrase part telle quelle.")
    if link := next(filter(_is_link, text.split(" ")), None):
        raise SentenceRefused(
            f"Retirez «\u00a0{link}\u00a0»\u202f: la phrase ne peut contenir ni lien,"
            " ni adresse de courriel. Le lecteur peut répondre au courriel."
        )
    return text


def _is_link(word: str) -> bool:
    return any(mark in word.casefold() for mark in _MARKS) or _NAME.search(word) is not None
