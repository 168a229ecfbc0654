"""The list of big accounts (grands comptes): what is to be decided first, found, filtered and sorted."""
