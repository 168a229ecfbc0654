"""Become another program that the kernel signals when its parent dies.

Run as a script, by path, in isolated mode: it imports nothing of Passerelle, so that it starts
in a few milliseconds. A `preexec_fn` would do the same between fork and exec, where a parent
with threads may deadlock; a program that executes another one cannot.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """`leash.py SIGNAL PARENT_PID USER_ID GROUP_ID COMMAND…`; an id of -1 leaves it as it is."""
    signal_number, parent, user, group = (int(value) for value in arguments[:4])
    command = arguments[4:]
    if user >= 0:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    if sys.platform == "linux":
        # After the change of user: the kernel forgets this setting when credentials change.
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
        if os.getppid() != parent:  # it died before the setting was made
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the whole purpose, and no shell is involved


if __name__ == "__main__":
    main(sys.argv[1:])
