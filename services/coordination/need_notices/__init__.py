"""Notices of needs (avis): what is said of one to who has it, and to the supervisor, whenever it is read."""
