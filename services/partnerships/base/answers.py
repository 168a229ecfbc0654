"""What the features of the registry declare their answers into."""

from services.chassis.questions import Answers

answers = Answers("partnerships")
