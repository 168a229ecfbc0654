"""Delivery (envoi des courriels): what is due is claimed, attempted, and its outcome kept."""
