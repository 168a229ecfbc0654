"""What pages and answers read of search."""
