"""Commands of a proposal: made by the supervisor, answered by the head."""
