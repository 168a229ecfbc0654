"""What previews read: a mail with an example, and the one a click will send."""
