"""What the features of coordination declare their answers into."""

from services.chassis.questions import Answers

answers = Answers("coordination")
