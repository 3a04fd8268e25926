"""Lock a process in: no new file or connection, so much memory and processor time and no more.

Runs in a worker process after its graph is open, so it imports little.
"""

from __future__ import annotations

import os
import resource
import sys

FILES = "files"
"""No file, pipe or connection can be opened: no descriptor is left for it."""
MEMORY = "memory"
"""The address space can be limited."""
CALLS = "calls"
"""The kernel refuses the calls that name a file, a connection or another process."""
CONNECTS = "connects"
"""It may open connections, and the files that finding a host takes, because an operator said so."""

_X86_64 = 0xC000003E
_OPENING_CALLS = (2, 257, 437)  # open, openat, openat2
_NETWORK_CALLS = (41, 42, 49, 53)  # socket, connect, bind, socketpair
_OTHER_CALLS = (
    85,  # creat
    *(59, 322, 62, 101, 310, 311),  # execve, execveat, kill, ptrace, process_vm_readv and _writev
    *(76, 82, 83, 84, 86, 87, 88, 90, 92),  # truncate, rename, mkdir, …, chown, by path
    *(258, 260, 263, 264, 265, 266, 268, 316),  # mkdirat, fchownat, unlinkat, …, renameat2
)
_REFUSED_CALLS = (*_OPENING_CALLS, *_NETWORK_CALLS, *_OTHER_CALLS)
"""Numbers of Linux's system calls on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl)."""
_FIRST_X32_CALL = 0x40000000
_SET_FILTER, _ALL_THREADS = 1, 1
_SECCOMP_CALL = 317
_NO_NEW_PRIVILEGES = 38
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


def lock_in(address_space: AddressSpace, *, connects: bool = False) -> tuple[str, ...]:
    """Confine this process for good; return what is in force, of the words above."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    in_force = [MEMORY] if address_space.known else []
    if connects:
        _refuse_calls(_OTHER_CALLS)
        return (*in_force, CONNECTS)
    if _refuse_calls():
        in_force.append(CALLS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return (*in_force, FILES)


class AddressSpace:
    """The address space of this process: how large it is, and how large it may get."""

    def __init__(self) -> None:
        self._file = os.open("/proc/self/statm", os.O_RDONLY) if sys.platform == "linux" else None

    @property
    def known(self) -> bool:
        """Whether the system says its size and keeps its limit."""
        return self._file is not None

    def size(self) -> int:
        """Return the size in bytes; 0 where it is unknown."""
        if self._file is None:
            return 0
        return int(os.pread(self._file, 100, 0).split()[0]) * resource.getpagesize()

    def allow(self, more: int | None) -> None:
        """Let this process take so many bytes more than it has; any number for None."""
        most = resource.RLIM_INFINITY if more is None else self.size() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))


def refuse_network() -> bool:
    """Have the kernel refuse new connections to this process; tell whether it does."""
    return _refuse_calls(_NETWORK_CALLS)


def _refuse_calls(calls: tuple[int, ...] = _REFUSED_CALLS) -> bool:
    """Have the kernel refuse these calls in every thread; tell whether it does."""
    if sys.platform != "linux" or os.uname().machine != "x86_64" or sys.maxsize < 2**32:
        return False
    import ctypes

    rules = _rules(calls)
    code = ctypes.create_string_buffer(rules, len(rules))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    program = Program(len(rules) // 8, ctypes.addressof(code))
    system = ctypes.CDLL(None)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    kept: int = system.syscall(_SECCOMP_CALL, _SET_FILTER, _ALL_THREADS, ctypes.byref(program))
    return kept == 0


def _rules(refused: tuple[int, ...]) -> bytes:
    """Return the filter in the kernel's code for packet filters, eight bytes an instruction."""
    calls = len(refused)
    rules = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 0, calls + 3, _X86_64),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, calls + 1, 0, _FIRST_X32_CALL),
        *((_EQUAL, calls - place, 0, call) for place, call in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(
        code.to_bytes(2, "little") + bytes((yes, no)) + operand.to_bytes(4, "little")
        for code, yes, no, operand in rules
    )
