"""What mails say: the questions they ask, and the templates they are drawn with."""
