"""What each letter says, by subject: every module here is found."""
