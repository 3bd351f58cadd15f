"""Put this process where it can do little harm: no network, no other processes, nothing to write to but one folder.

On Linux these are namespaces, which any user may make where the system lets them. Where it does not, or elsewhere,
limits of time are all that is left, on Linux of memory too: `make grade` goes on only if it is told to. A program
that listens at a file (a Unix socket) can still be reached where that file is seen. No program but Python is needed.
"""

import ctypes
import os
import resource
import signal
import sys

USER, MOUNTS, NETWORK, PROCESSES, TALK = 0x10000000, 0x00020000, 0x40000000, 0x20000000, 0x08000000  # <sched.h>
ALONE, BIND, REMOUNT_DOWN, PRIVATE = 1, 4096, 16384, 1 << 18  # <sys/mount.h>: MS_RDONLY, MS_BIND, MS_REC, MS_PRIVATE
MOUNT_SETATTR, HERE, DOWN, READ_ONLY = 442, -100, 0x8000, 1  # its number, AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY
DIE_WITH_PARENT, DROP, NO_NEW_RIGHTS, NOT_READ = (
    1,
    24,
    38,
    4,
)  # prctl: PDEATHSIG, CAPBSET_DROP, NO_NEW_PRIVS, DUMPABLE
ROOM, EMPTY = "size=64m,mode=700", "size=4k,mode=755"  # of the folder that it may write to, and of hidden ones
NOBODY = 65534


def _libc(name, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def die_with_parent():
    """Let this process be killed when the one that started it ends, on Linux."""
    if sys.platform == "linux":
        _libc("prctl", DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def unreadable():
    """Let no other process of the same user read this one's memory, on Linux."""
    if sys.platform == "linux":
        _libc("prctl", NOT_READ, 0, 0, 0, 0)


def limit(seconds, megabytes):
    """Limits that Unix has: seconds of computing, megabytes of memory and of a file, no core dumps."""
    for name, most in (
        ("RLIMIT_CPU", seconds + 1),
        ("RLIMIT_AS", megabytes << 20),
        ("RLIMIT_FSIZE", 64 << 20),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 64),
    ):
        # The number of processes is counted for each user: outside a namespace it would hit what else runs.
        if hasattr(resource, name) and (name != "RLIMIT_NPROC" or os.getpid() == 1):
            soft = resource.getrlimit(getattr(resource, name))[1]
            most = most if soft == resource.RLIM_INFINITY else min(most, soft)
            try:
                resource.setrlimit(getattr(resource, name), (most, most))
            except (OSError, ValueError):
                if sys.platform == "linux":  # macOS has no limit of memory
                    raise


def confine(hidden, work):
    """Go where only the folder ``work`` can be written to, and what is ``hidden``, from the top down, is empty.

    What goes on after it is the first process of its own world; this one waits for it. "" where that was done, else
    why not: this process then is where it was.

    Errors: ``OSError`` where only half of it could be done: no place to go on in.
    """
    if sys.platform != "linux":
        return f"{sys.platform} has no namespaces"
    uid, gid = os.getuid(), os.getgid()
    try:
        _libc("unshare", USER | MOUNTS | NETWORK | PROCESSES | TALK)
    except OSError as error:
        return error.strerror
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    _libc("mount", None, b"/", None, REMOUNT_DOWN | PRIVATE, None)
    attributes = (ctypes.c_uint64 * 4)(READ_ONLY, 0, 0, 0)
    _libc("syscall", MOUNT_SETATTR, HERE, b"/", DOWN, ctypes.byref(attributes), ctypes.sizeof(attributes))
    for place in hidden:
        _hide(place, work)
    os.makedirs(work, exist_ok=True)
    _libc("mount", b"none", os.fsencode(work), b"tmpfs", 0, ROOM.encode())
    if child := os.fork():
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
    die_with_parent()
    try:
        _libc("mount", b"proc", b"/proc", b"proc", 0, None)
    except OSError:
        _libc("mount", b"none", b"/proc", b"tmpfs", 0, ROOM.encode())  # at least nobody else's processes
    _give_up_rights()
    os.chdir(work)
    return ""


def _hide(place, work):
    """Let a place be empty: a folder, or what is none. One that is not there any more lies in a hidden one."""
    if not os.path.lexists(place):
        return
    if not os.path.isdir(place):
        _libc("mount", b"/dev/null", os.fsencode(place), None, BIND, None)
    elif work.startswith(os.path.join(place, "")):
        _libc("mount", b"none", os.fsencode(place), b"tmpfs", 0, ROOM.encode())  # ``work`` is made anew in it
    else:
        _libc("mount", b"none", os.fsencode(place), b"tmpfs", ALONE, EMPTY.encode())


def step_down(work):
    """Let a process of root go on as nobody, who can write to ``work`` only; as it is, for anybody else."""
    if os.getuid() == 0:
        os.chown(work, NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        die_with_parent()  # the system forgets that when the user changes


def _give_up_rights():
    """No right to mount or unmount is left, nor a way to get it back."""
    for right in range(64):
        try:
            _libc("prctl", DROP, right, 0, 0, 0)
        except OSError:
            break
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _libc("capset", ctypes.byref(header), ctypes.byref(none))
    _libc("prctl", NO_NEW_RIGHTS, 1, 0, 0, 0)
