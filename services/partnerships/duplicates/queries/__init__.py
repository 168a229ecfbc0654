"""What pages and answers read of duplicates."""
