"""What the parts of this package declare into: reactions, and what a backup must not bring back."""

from services.chassis.privacy.erasure import Erasing
from services.chassis.reactions import Reactions

reactions = Reactions("notifications")
erasing = Erasing("notifications")
