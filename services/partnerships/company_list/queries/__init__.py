"""What pages and answers read of company list."""
