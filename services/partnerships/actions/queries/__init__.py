"""What pages and answers read of actions."""
