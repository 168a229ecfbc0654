"""What pages and answers read of erasure."""
