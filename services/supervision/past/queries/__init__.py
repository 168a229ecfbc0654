"""What was known and done by a day, and which kinds of facts were ever told."""
