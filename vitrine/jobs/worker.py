"""A rendering process: `python -m vitrine.jobs.worker MODULE:FUNCTION FD`, started and ended by the pool."""

import faulthandler
import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from vitrine.errors import VitrineError

Message = tuple[dict[str, Any], list[bytes]]
"""A head of JSON values, and bytes."""
Task = Callable[[dict[str, Any], list[bytes], Callable[[str, float], None]], Message]
"""What a worker does: head, parts and a reporter of progress in; head and parts out."""

log = logging.getLogger(__name__)


class UnforeseenError(VitrineError):
    """The rendering failed for a reason that nobody foresaw."""

    code = "unforeseen"
    status = 500
    zh = "渲染因未预料的原因失败。"


def send(line: Connection, message: Message) -> None:
    """Write one message."""
    head, parts = message
    line.send_bytes(json.dumps([head, len(parts)]).encode())
    for part in parts:
        line.send_bytes(part)


def receive(line: Connection) -> Message:
    """Read one message; raises EOFError when the other side is gone."""
    head, count = json.loads(line.recv_bytes())
    return head, [line.recv_bytes() for _ in range(count)]


def work(line: Connection, target: str) -> None:
    """Answer tasks until the line closes."""
    argument, _ = receive(line)
    module, _, function = target.partition(":")
    task: Task = getattr(import_module(module), function)(argument)
    send(line, ({"type": "ready"}, []))
    while True:
        head, parts = receive(line)
        send(line, _answer(line, task, head, parts))


def _answer(line: Connection, task: Task, head: dict[str, Any], parts: list[bytes]) -> Message:
    def report(stage: str, share: float) -> None:
        send(line, ({"type": "progress", "stage": stage, "share": share}, []))

    try:
        answer, results = task(head, parts, report)
    except VitrineError as error:
        return {"type": "failed", "error": error.described()}, []
    except Exception as error:
        # Type and lines only: the message may quote what was measured on a person.
        log.error("rendering failed: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return {"type": "failed", "error": UnforeseenError().described()}, []
    return {"type": "done", "head": answer}, results


def _words_of_ours_only() -> None:
    """Native libraries write their chatter straight to file descriptor 2: let it go nowhere, and our log stay."""
    log_file = os.fdopen(os.dup(2), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = log_file
    faulthandler.enable(log_file)


def _die_with_the_server() -> None:
    # Not through sys.stdin: its lock would be held when the process ends by itself.
    while os.read(0, 1):
        continue
    os._exit(0)


def main() -> None:
    """Entry point."""
    _words_of_ours_only()
    threading.Thread(target=_die_with_the_server, daemon=True).start()
    line = Connection(int(sys.argv[2]))
    try:
        work(line, sys.argv[1])
    except (EOFError, OSError):
        return


if __name__ == "__main__":
    main()
