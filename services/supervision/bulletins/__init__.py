"""Bulletins (bulletins): the journal of a week and the figures of a month, said to whom they are for."""
