"""What is kept of hosts."""
