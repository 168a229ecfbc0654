"""Meetings of committees (réunions): planned, convened, held, with who came and what was written of them."""
