"""Pages of the operator, the auditor and the head about the whole installation."""
