"""What each mail to staff says, by subject: every module here is found."""
