"""Pages of the mails (envois), made of several features: the list, a preview, why none leaves."""
