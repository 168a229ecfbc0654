"""Accounts of actors: what is refused of tying one."""

from services.chassis.base.errors import Conflict, Invalid


class AccountTiedElsewhere(Conflict):
    """An account answers for one actor at a time."""

    code = "account-tied-elsewhere"
    title = "Ce compte est déjà rattaché à un acteur\u202f: détachez-le d’abord sur la fiche de celui-ci."


class NotAPartner(Invalid):
    """Only who holds the role of a partner answers for an actor."""

    code = "not-a-partner"
    title = "Ce compte n’a pas, ou plus, d’accès de partenaire\u202f: rechargez la page."
