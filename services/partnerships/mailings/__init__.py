"""Mailings (courriels à plusieurs): one mail to many companies, and what became of each letter."""
