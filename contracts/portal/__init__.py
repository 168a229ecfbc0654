"""What the portal tells of lycées and accounts, and answers."""
