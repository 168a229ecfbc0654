"""Which events of the portal a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept, Offered

OFFERED: Offered = {
    "Passations": {
        "handover_planned": "Passation du bureau préparée",
        "handover_cancelled": "Passation du bureau annulée",
    },
}
KEPT_INSIDE: Kept = {
    "access_notice_asked": "about who has an account",
    "inactivity_notice_asked": "about who has an account",
    "lycee_opened": "the network's own list",
    "partner_access_opened": "about who has an account",
    "partner_account_unused": "about who has an account",
    "second_factor_notice_asked": "about who has an account",
    "sign_in_letter_asked": "about who has an account",
}
