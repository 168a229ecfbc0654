"""What can be done to the mail queue; one function per file."""
