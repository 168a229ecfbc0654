"""A word of the DSDEN (mot) about a line of the journal: said to one lycée, which says « Vu » or answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

TEXT_CHARACTERS_MAX = 1_000
ANSWER_CHARACTERS_MAX = 500


class WordWithdrawn(Conflict):
    """A word that is read no more."""

    code = "journal-word-withdrawn"
    title = "Ce mot a été retiré\u202f: la DSDEN le remet d’abord, ou en écrit un autre."


class WordNotWithdrawn(Conflict):
    """A word that is read already."""

    code = "journal-word-not-withdrawn"
    title = "Ce mot est déjà lu par le lycée."


class NoAnswerToMove(Conflict):
    """A word without an answer to withdraw, or to put back."""

    code = "journal-word-without-answer"
    title = "Cette réponse n’est plus là\u202f: écrivez-la de nouveau."


class LineUnknown(Invalid):
    """A word is about a line somebody can read."""

    code = "journal-line-unknown"
    title = (
        "Cette ligne n’est plus dans le journal, ou le pilotage ne répond pas\u202f: "
        "reprenez-la depuis le journal."
    )


@dataclass(frozen=True)
class JournalWord:
    """What the supervisor says to a lycée of a line of the journal.

    `line_id` is the same however the line grows, `fact_id` the event it is found by.
    `as_practice`: she proposes to make a good practice of it.
    """

    id: UUID
    uai: Uai
    line_id: UUID
    fact_id: UUID
    text: str
    as_practice: bool
    said_at: datetime
    changed_at: datetime
    seen_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    answer_withdrawn_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    @property
    def shown_answer(self) -> str | None:
        """What the lycée answers, unless it took that back."""
        return None if self.answer_withdrawn_at else self.answer

    @property
    def waits(self) -> bool:
        """Whether nobody at the lycée saw it as it is now."""
        return self.withdrawn_at is None and self.seen_at is None

    @property
    def corrected_since(self) -> bool:
        """Whether it was corrected after what the lycée answers: that was said of other words.

        Who answers has seen it, before or at once; what is corrected is to be seen again.
        """
        if self.shown_answer is None or self.answered_at is None:
            return False
        return self.seen_at is None or self.seen_at > self.answered_at

    def corrected(
        self, version: int, *, text: str, as_practice: bool, now: datetime
    ) -> "JournalWord":
        """The word in other words, to be seen again. Raises StaleVersion, WordWithdrawn."""
        self._expect(version)
        changed = self.text != text or self.as_practice != as_practice
        seen_at = None if changed else self.seen_at
        return replace(self._now(now), text=text, as_practice=as_practice, seen_at=seen_at)

    def withdrawn(self, version: int, *, now: datetime) -> "JournalWord":
        """Read by the lycée no more. Raises StaleVersion, WordWithdrawn."""
        self._expect(version)
        return replace(self._now(now), withdrawn_at=now)

    def restored(self, version: int, *, now: datetime) -> "JournalWord":
        """Read again. Raises StaleVersion, WordNotWithdrawn."""
        self._expect(version, shown=False)
        return replace(self._now(now), withdrawn_at=None)

    def seen(self, version: int, *, seen: bool, now: datetime) -> "JournalWord":
        """Seen by the lycée (« Vu »), or not after all. Raises StaleVersion, WordWithdrawn."""
        self._expect(version)
        answered = self.shown_answer is not None and not self.corrected_since
        # What is answered was seen, whatever is taken back of « Vu ».
        unseen_at = self.answered_at if answered else None
        return replace(self._now(now), seen_at=now if seen else unseen_at)

    def answered(self, version: int, *, answer: str, now: datetime) -> "JournalWord":
        """Answered in a line, in other words if it was. Raises StaleVersion, WordWithdrawn."""
        self._expect(version)
        return replace(
            self._now(now),
            answer=answer,
            answered_at=now,
            answer_withdrawn_at=None,
            seen_at=self.seen_at or now,
        )

    def answer_moved(self, version: int, *, withdrawn: bool, now: datetime) -> "JournalWord":
        """Without its answer, or with it again. Raises StaleVersion, WordWithdrawn, NoAnswerToMove."""
        self._expect(version)
        if self.answer is None or (self.answer_withdrawn_at is None) is not withdrawn:
            raise NoAnswerToMove
        return replace(self._now(now), answer_withdrawn_at=now if withdrawn else None)

    def _expect(self, version: int, *, shown: bool = True) -> None:
        if version != self.version:
            raise StaleVersion(
                current={"text": self.text, "answer": self.answer, "version": self.version}
            )
        if shown and self.withdrawn_at is not None:
            raise WordWithdrawn
        if not shown and self.withdrawn_at is None:
            raise WordNotWithdrawn

    def _now(self, now: datetime) -> "JournalWord":
        return replace(self, changed_at=now, version=self.version + 1)
