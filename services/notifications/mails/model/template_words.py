"""What is known of each mail besides its name: for whom it is, and what follows from that."""

from enum import StrEnum
from typing import Self

A_CONTACT = "Contact de l’entreprise"
A_FAMILY = "Famille de l’élève"
A_MEMBER = "Membre d’un comité, ou son bureau"
CONCERNED = "Personnes concernées"
WHO_ASKED = "Entreprise qui a dit un besoin"
AN_ACTOR = "Acteur du réseau"
A_PERSON = "Personne à joindre chez un acteur"


class TemplateWords(StrEnum):
    """A mail with what « Envois » calls it, who reads it and when it leaves."""

    called: str
    reader: str
    when: str

    def __new__(cls, value: str, called: str = "", reader: str = "", when: str = "") -> Self:
        """The member that is kept as `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.called, member.reader, member.when = called, reader, when
        return member

    @property
    def shown(self) -> bool:
        """Whether colleagues see it in « Envois »."""
        return bool(self.called)

    @property
    def to_a_contact(self) -> bool:
        """Whether it goes to an address on the card of a company."""
        return self.reader == A_CONTACT

    @property
    def to_a_family(self) -> bool:
        """Whether it goes to an address of the family of a pupil."""
        return self.reader == A_FAMILY

    @property
    def to_a_member(self) -> bool:
        """Whether it goes to who sits in a committee, or to the bureau of their lycée."""
        return self.reader == A_MEMBER

    @property
    def to_a_person(self) -> bool:
        """Whether it goes to somebody called at an actor of the network, who may object by it."""
        return self.reader == A_PERSON

    @property
    def of_a_need(self) -> bool:
        """Whether it is about a company’s need: its reader asked for it, or has it to do."""
        return self.reader in (WHO_ASKED, AN_ACTOR)

    @property
    def stoppable(self) -> bool:
        """Whether its reader has no account, may stop such mails, and is known to whoever hears of a return."""
        return self.to_a_contact or self.to_a_family or self.to_a_member or self.to_a_person

    @property
    def followed_back(self) -> bool:
        """Whether somebody hears that it did not arrive."""
        return self.stoppable or self.of_a_need
