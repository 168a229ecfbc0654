"""Campaigns (campagnes): how far each lycée is from what it is asked for, and all of them together."""
