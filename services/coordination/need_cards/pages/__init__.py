"""Pages of one need: its card, what the supervisor decides, what a bureau does."""
