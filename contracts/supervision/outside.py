"""Which events of supervision a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept

KEPT_INSIDE: Kept = {
    "department_week_stated": "has the supervisor told, and says nothing more",
    "bulletin_stated": "has a bureau or the supervisor told, and says nothing more",
    "campaign_reminder_stated": "has a bureau told that a campaign ends soon, and says nothing more",
    "campaign_target_reached": "has the supervisor told that a lycée found what a campaign asks, and says nothing more",
    "trouble_begun": "has the supervisor told of a lycée what is wrong with what is heard of it",
    "trouble_ended": "takes back what the supervisor was told of a lycée",
}
