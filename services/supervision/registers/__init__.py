"""Parts of the register of processing, by topic."""
