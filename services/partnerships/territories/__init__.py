"""Territories and leads (territoires, chefs de file): which bureau follows which commune, and speaks for all."""
