"""What is known of an address mails go to (adresse en échec): that it wants none, or that none arrives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from contracts.notifications.mails import MailReturnReason

CONTACT_PURPOSE = "contact-stop"
"""Of mails about one company’s own business; a letter to many has a link of its own."""
STOP_PAGE = "/espace-entreprise/courriels"
_WHY: Mapping[MailReturnReason, str] = MappingProxyType(
    {
        MailReturnReason.UNKNOWN_ADDRESS: "sa messagerie ne connaît pas cette adresse",
        MailReturnReason.MAILBOX_CLOSED: "cette boîte aux lettres est fermée",
        MailReturnReason.MAILBOX_FULL: "cette boîte aux lettres est pleine",
        MailReturnReason.REFUSED: "sa messagerie l’a refusé",
        MailReturnReason.NOT_REACHED: "sa messagerie n’a pas répondu pendant des jours",
    }
)
PASSING_TOLD = timedelta(days=30)
"""For how long what may pass is spoken of: mails went on leaving, and nobody tells that they arrive."""
_LASTING = frozenset({MailReturnReason.UNKNOWN_ADDRESS, MailReturnReason.MAILBOX_CLOSED})


@dataclass(frozen=True)
class MailReturn:
    """The last mail that came back from an address (courriel revenu)."""

    returned_at: datetime
    reason: MailReturnReason

    @property
    def lasting(self) -> bool:
        """Whether nothing will arrive there: nothing is sent until somebody corrects it, or tries again."""
        return self.reason in _LASTING

    def is_told(self, now: datetime) -> bool:
        """Whether it still says something of the address."""
        return self.lasting or now - self.returned_at < PASSING_TOLD

    @property
    def why(self) -> str:
        """Why it came back, in a few words."""
        return _WHY[self.reason]

    @property
    def remedy(self) -> str:
        """What helps."""
        if self.lasting:
            return "Corrigez l’adresse, ou réessayez si elle est bonne\u202f: plus rien n’y part d’ici là."
        return "Appelez ce contact, ou renvoyez le courriel dans quelques jours."


@dataclass(frozen=True)
class Standing:
    """Addresses, among some, that want no mail, and those a mail came back from."""

    stopped: frozenset[str] = frozenset()
    returned: Mapping[str, MailReturn] = field(default_factory=dict)

    def is_lost(self, address: str | None) -> bool:
        """Whether nothing that is sent there will arrive."""
        found = self.returned.get(address or "")
        return found is not None and found.lasting
