"""Pages of imports (reprises): made of reading, judging, recording and undoing a list."""
