"""Which events of the mails a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept

KEPT_INSIDE: Kept = {
    "mailing_letter_moved": "about a mail, to who wrote it",
}
