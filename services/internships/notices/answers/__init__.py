"""Answers to what a notice says."""
