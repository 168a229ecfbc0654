"""Followings of needs (suites d’un besoin): who has one is told what the company, the supervisor or others did of it, or added to it."""
