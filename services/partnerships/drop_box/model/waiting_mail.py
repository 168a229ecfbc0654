"""A mail that waits (courriel à rattacher): what its kept text says of who wrote it, to whom and what."""

from dataclasses import dataclass, field
from datetime import date

from services.partnerships.drop_box.model.dropped_mail import BY, SUBJECT, TO, cut, note_of


@dataclass(frozen=True)
class WaitingMail:
    """A mail read back from its text, as `DroppedMail.text` says it."""

    text: str = field(repr=False)
    occurred_on: date

    @property
    def correspondents(self) -> tuple[str, ...]:
        """The addresses it names, who wrote it first; none where the text is not of a mail."""
        written_by, written_to, _ = self._parts()
        return tuple(dict.fromkeys(one for one in (written_by, *written_to) if "@" in one))

    def note(self, *, received: bool) -> str:
        """What an exchange keeps of it: the same as of a mail that is noted as it comes."""
        _, _, rest = self._parts()
        subject, _, body = rest.partition("\n\n")
        return cut(note_of(subject.removeprefix(SUBJECT), body, received=received))

    def _parts(self) -> tuple[str, list[str], str]:
        by, _, rest = self.text.partition("\n")
        to, _, rest = rest.partition("\n")
        if not (by.startswith(BY) and to.startswith(TO)):
            return "", [], self.text
        return by.removeprefix(BY), to.removeprefix(TO).split(", "), rest
