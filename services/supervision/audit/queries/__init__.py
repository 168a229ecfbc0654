"""What tables show otherwise than it was told, and how far the stream was folded."""
