"""What the animation of the network tells of itself."""
