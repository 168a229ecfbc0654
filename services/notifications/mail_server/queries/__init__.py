"""What the mail server answered lately, and why no mail at all leaves."""
