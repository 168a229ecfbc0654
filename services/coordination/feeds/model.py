"""A feed of the news (abonnement): what ends it."""

from services.chassis.base.errors import PasserelleError


class FeedClosed(PasserelleError):
    """The personal link was closed, or its owner no longer works for the network."""

    status = 410
    code = "feed-closed"
    title = "Cet abonnement est fermé"
