"""What the features of supervision declare their answers into."""

from services.chassis.questions import Answers

answers = Answers("supervision")
"""Asked for a lycée, it reads what that one told: of the department the DSDEN alone is told."""
