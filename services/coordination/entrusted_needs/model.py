"""Needs of a partner: what is refused where the account answers for nobody, or the need is its no more."""

from services.chassis.base.errors import Conflict


class TiedToNobody(Conflict):
    """The account was tied to no actor, or is tied to none any more."""

    code = "tied-to-nobody"
    title = (
        "Votre compte n’est rattaché à aucun acteur de l’annuaire\u202f: demandez-le à la supervision "
        "départementale."
    )


class NoLongerOurs(Conflict):
    """The need was taken back while somebody answered it, or never was this actor’s."""

    code = "no-longer-ours"
    title = "Ce besoin n’est plus confié à votre organisme, ou il est clos depuis longtemps\u202f: rien n’est enregistré."
