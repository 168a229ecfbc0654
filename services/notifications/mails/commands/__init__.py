"""Commands of a mail: queued, cancelled, put back, sent again, forgotten."""
