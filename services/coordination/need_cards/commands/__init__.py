"""Giving a need back to who had it, taking it back from who has it, seeing to it again."""
