"""Personal data (données personnelles): the register of processing, access, retention and erasure."""
