"""Campaigns (campagnes): what bureaux are asked to find by a day, opened, followed and closed by the supervisor."""
