"""Calendar (calendrier des PFMP): which lycées are away in which weeks, and who asks the same hosts."""
