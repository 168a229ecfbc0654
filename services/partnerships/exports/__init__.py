"""Exports of the list of companies (exports), and the models they follow."""
