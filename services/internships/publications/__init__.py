"""Publications (publication): what a head lets the department see, family by family."""
