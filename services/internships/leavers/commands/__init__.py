"""Commands of leavers."""
