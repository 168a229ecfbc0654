"""Rights of a pupil (droits): access to what is kept, and erasure."""
