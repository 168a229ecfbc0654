"""Rules of a session, and the device its owner recognises it by."""
