"""Progress, from the threads that run jobs to those who watch."""

import asyncio
import threading

from vitrine.jobs.board import Board, Progress


def test_watchers_are_told_from_other_threads():
    board = Board()

    async def watch():
        seen = []
        async for moved in board.watch("a", patience=5):
            seen.append((moved, board.progress("a")))
            if len(seen) == 1:
                threading.Thread(target=board.post, args=("a", "fit", 0.5)).start()
            elif len(seen) == 2:
                threading.Thread(target=board.end, args=("a",)).start()
            else:
                return seen

    assert asyncio.run(watch()) == [(True, None), (True, Progress("fit", 0.5)), (True, None)]


def test_silence_is_told_and_close_ends_the_watch():
    board = Board()

    async def watch():
        seen = []
        async for moved in board.watch("a", patience=0.01):
            seen.append(moved)
            board.post("b", "fit", 0.5)  # another job's progress wakes nobody here
            if len(seen) == 3:
                board.close()
        return seen

    assert asyncio.run(watch()) == [True, False, False]
