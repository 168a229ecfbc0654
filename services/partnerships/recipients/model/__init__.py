"""Rules and states of recipients: pure."""
