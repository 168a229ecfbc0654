"""Pages of directory entries."""
