"""Contacts of companies (contacts): each lycée’s own."""
