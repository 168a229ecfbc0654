"""What can be done in the portal: one file, one intention."""
