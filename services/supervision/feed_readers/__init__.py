"""Feed readers (lecteurs de flux): an organisation, what it may read, of whom, and until when."""
