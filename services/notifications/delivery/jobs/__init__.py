"""Processes that send mails: claims, attempts, outcomes written down in batches."""
