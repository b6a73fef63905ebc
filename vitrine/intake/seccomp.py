"""A system call filter (seccomp-BPF) for the process that decodes: no new process, program or socket.

Threads may still be made, since the HEIC decoder makes one. On another processor than x86-64 and AArch64, or where the
kernel refuses, there is no filter; the limits of `intake.limited` stand alone then.
"""

import ctypes
import platform
import struct
from typing import Final

PR_SET_NO_NEW_PRIVS: Final = 38
PR_SET_SECCOMP: Final = 22
FILTER_MODE: Final = 2
LOAD: Final = 0x20
"""BPF_LD | BPF_W | BPF_ABS"""
IF_EQUAL: Final = 0x15
"""BPF_JMP | BPF_JEQ | BPF_K"""
IF_AT_LEAST: Final = 0x35
IF_BITS: Final = 0x45
RETURN: Final = 0x06
ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000
EPERM: Final = 0x00050001
ENOSYS: Final = 0x00050026
"""So that glibc falls back from clone3, whose flags a filter cannot see, to clone."""
CLONE_THREAD: Final = 0x00010000
X32: Final = 0x40000000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
"""Offsets in `struct seccomp_data`; both processors are little-endian."""

ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE: Final = {"x86_64": 56, "aarch64": 220}
CLONE3: Final = 435
BOTH: Final = (425, 434, 438)
"""io_uring_setup, pidfd_open, pidfd_getfd"""
DENIED: Final = {
    # socket connect socketpair fork vfork execve kill semget msgget shmget shmat ptrace setsid mount tkill
    # add_key request_key keyctl unshare perf_event_open setns process_vm_readv/writev kcmp bpf execveat userfaultfd
    "x86_64": (
        *(41, 42, 53, 57, 58, 59, 62, 64, 68, 29, 30, 101, 112, 165, 200),
        *(248, 249, 250, 272, 298, 308, 310, 311, 312, 321, 322, 323),
    ),
    "aarch64": (
        *(198, 203, 199, 221, 129, 190, 186, 194, 196, 117, 157, 40, 130),
        *(217, 218, 219, 97, 241, 268, 270, 271, 272, 280, 281, 282),
    ),
}


class Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def restrict() -> bool:
    """Filter this process's system calls from now on; False where that cannot be done."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        return False
    code = b"".join(struct.pack("<HBBI", *step) for step in _steps(machine))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    done: int = libc.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(program), 0, 0)
    return done == 0


def _steps(machine: str) -> list[tuple[int, int, int, int]]:
    """(operation, jump if true, jump if false, operand)"""
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (IF_EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (IF_AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, KILL),
        (IF_EQUAL, 0, 1, CLONE3),
        (RETURN, 0, 0, ENOSYS),
    ]
    for number in (*BOTH, *DENIED[machine]):
        steps += [(IF_EQUAL, 0, 1, number), (RETURN, 0, 0, EPERM)]
    return [
        *steps,
        (IF_EQUAL, 0, 3, CLONE[machine]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (IF_BITS, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
