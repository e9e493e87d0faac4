"""The scheduler: work in, done by the processes of a Dask cluster out. The one door to it.

Always true: work that was lost with its process is done by another; what the work itself raises is
raised here; no more work waits in the cluster than its processes soon come to.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mapbuilder import __version__
from mapbuilder.errors import ClusterError

if TYPE_CHECKING:
    from mapbuilder.parted import Run, Work

_ANSWER_S = 10.0
"""A scheduler that is there answers by then."""
_WITHOUT_WORKERS_S = 60.0
"""So long new processes are waited for when all have gone."""
_EACH = 2
"""Pieces of work for each thread: one that is done, and one that waits."""


@contextmanager
def running_on(address: str) -> Iterator[Run]:
    """What does work on the cluster of a scheduler, as ``tcp://host:8786``.

    Raises ``ClusterError`` where that cannot be.
    """
    client = _connected(address)
    try:
        _check(client, address)
        yield _run_on(client, address)
    finally:
        client.close()


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "to build on a cluster needs Dask: pip install 'mapbuilder[cluster]'"
        ) from None
    # What cannot be reached is said once, by us.
    for name in ("distributed.client", "distributed.comm", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise ClusterError(
            f"no scheduler answers at {address!r}; start one with 'dask scheduler', and workers "
            "with 'dask worker' and its address"
        ) from error
    except ValueError as error:
        raise ClusterError(
            f"{address!r} is no address of a scheduler; one is written tcp://host:8786"
        ) from error


def _check(client: Any, address: str) -> None:
    """Refuses a cluster that has no workers, or workers with another mapbuilder."""
    from distributed import TimeoutError as WaitedTooLong

    try:
        client.wait_for_workers(1, timeout=_ANSWER_S)
    except WaitedTooLong:
        raise ClusterError(
            f"the scheduler at {address!r} has no workers; start some with 'dask worker {address}'"
        ) from None
    try:
        with _reaching(address):
            versions = client.run(_version)
    except ModuleNotFoundError:
        raise ClusterError(
            "the workers cannot import mapbuilder; install the same version there, "
            f"{__version__}, with 'mapbuilder[cluster]'"
        ) from None
    for worker, version in sorted(versions.items()):
        if version != __version__:
            raise ClusterError(
                f"the worker {worker} has mapbuilder {version}, and here it is {__version__}; "
                "install the same version everywhere"
            )


def _version() -> str:
    from mapbuilder import __version__

    return __version__


@contextmanager
def _reaching(address: str) -> Iterator[None]:
    """Says that the scheduler has gone where it cannot be reached any more."""
    from distributed import CancelledError

    try:
        yield
    except (CancelledError, OSError) as error:
        raise _gone(address) from error


def _gone(address: str) -> ClusterError:
    return ClusterError(
        f"the scheduler at {address!r} has gone while it was worked with; start it again, and then "
        "the build"
    )


def _run_on(client: Any, address: str) -> Run:
    from distributed import CancelledError, KilledWorker, wait
    from distributed import TimeoutError as WaitedTooLong

    def hand_out(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        with _reaching(address), warnings.catch_warnings():
            # What a part is answered is for it alone, however much it is.
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            return client.submit(function, *arguments, pure=False)

    def done_of(waiting: dict[Any, int]) -> list[Any]:
        """What is done, the first of the work first; nothing after a second."""
        with _reaching(address), client.as_current():
            try:
                done, _ = wait(list(waiting), timeout=1, return_when="FIRST_COMPLETED")
            except WaitedTooLong:
                return []
        return sorted(done, key=lambda one: waiting[one])

    def run(function: Callable[..., Any], work: Work) -> Iterator[tuple[int, Any]]:
        waiting: dict[Any, int] = {}
        handed_out = 0
        seen = time.monotonic()
        while waiting or handed_out < len(work):
            with _reaching(address):
                threads = sum(client.nthreads().values())
            if threads:
                seen = time.monotonic()
            elif time.monotonic() - seen > _WITHOUT_WORKERS_S:
                raise ClusterError(f"all workers of the scheduler at {address!r} have gone")
            while handed_out < len(work) and len(waiting) < max(1, _EACH * threads):
                waiting[hand_out(function, work[handed_out])] = handed_out
                handed_out += 1
            for future in done_of(waiting):
                number = waiting.pop(future)
                try:
                    # What the work raises may be an error of the system as well, and is no fault
                    # of the scheduler's.
                    given = future.result()
                except CancelledError as error:
                    raise _gone(address) from error
                except KilledWorker as error:
                    raise ClusterError(
                        "four workers in a row went while they worked on one part; give them more "
                        "memory, or write the table in smaller row groups"
                    ) from error
                yield number, given

    return run
