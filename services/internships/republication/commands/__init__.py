"""Commands that tell figures again: what differs, a family that was opened, and counts to compare."""
