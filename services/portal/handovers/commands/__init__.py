"""Commands of a hand-over: made and cancelled."""
