"""What pages show of the mail queue."""
