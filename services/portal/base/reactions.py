"""What the features of the portal declare into: reactions, and what a backup must not bring back."""

from services.chassis.privacy.erasure import Erasing
from services.chassis.reactions import Reactions

reactions = Reactions("portal")
erasing = Erasing("portal")
