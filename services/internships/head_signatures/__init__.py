"""What waits for the signature of the head of a lycée (conventions à signer par la direction)."""
