"""What is read of notices: the list of a person, its count, a digest; and the words of each."""
