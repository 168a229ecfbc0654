"""What was written to a company that comes, as the bureau reads it."""

from collections.abc import Mapping

from contracts.notifications.mails import MailAbout
from services.chassis.web.views.french import datetime_fr
from services.partnerships.action_mails.model import Unreached

LETTERS: Mapping[str, str] = {
    "action_noted": "Participation notée",
    "action_moved": "Changement",
    "action_called_off": "Annulation",
    "action_reminder": "Rappel",
}
"""By the name a mail is kept by."""
WHY: Mapping[Unreached, tuple[str, str]] = {
    Unreached.NO_ADDRESS: ("Pas d’adresse\u202f: rien ne lui est écrit.", "Noter une adresse"),
    Unreached.STOPPED: ("Ne veut plus de courriels\u202f: appelez.", "Voir la fiche"),
    Unreached.RETURNED: ("Adresse en échec\u202f: rien n’y part.", "Corriger l’adresse"),
}
"""Why nothing is written to a company, and what helps."""


def line_of(mail: MailAbout) -> str | None:
    """« Participation notée, parti mardi… »; None for what was cancelled before it left."""
    what = LETTERS.get(mail.template)
    if what is None or mail.state == "cancelled":
        return None
    if mail.state == "sent":
        return f"{what}, parti {datetime_fr(mail.finished_at)}"
    return f"{what}, {'non remis' if mail.state == 'failed' else 'part bientôt'}"
