"""What pages and answers read of acquaintances."""
