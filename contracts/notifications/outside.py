"""Which events of the mails a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept

KEPT_INSIDE: Kept = {
    "actor_person_letter_moved": "about a mail, to the department it was written for",
    "contact_mail_returned": "about a mail, to who wrote it",
    "declaration_letter_moved": "about a mail, to the bureau it was written for",
    "family_mail_returned": "about a mail to a family, and says nothing more",
    "mailing_letter_moved": "about a mail, to who wrote it",
    "member_mail_returned": "about a mail to a member of a committee, and says nothing more",
    "need_letter_returned": "about a mail, to who keeps the need",
    "unused_account_warned": "about who has an account",
}
