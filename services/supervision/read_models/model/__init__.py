"""The fold itself: which part of each event is read, and the state it leads to."""
