"""What a campaign is asked to do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

DATABASES = ("sqlite", "postgresql")
# By what a network offers to settle an unknown end.
NETWORKS = ("dedupe", "readable", "neither")


class Protection(StrEnum):
    """What keeps posts from going out twice. All but FULL are controls, and must show doubles."""

    FULL = "full"
    EARLY_LOOK = "early-look"  # looks before the network has caught up
    NO_INTENT = "no-intent"  # a restarted engine takes what it had begun for never begun


@dataclass(frozen=True, slots=True)
class Options:
    """``control``: most kills of each control run; 0: none of them. ``blows``: to the database.
    ``accounts``: per network."""

    kills: int
    stops: int
    control: int
    blows: int
    networks: tuple[str, ...]
    seed: int
    workers: int
    accounts: int


def parser() -> argparse.ArgumentParser:
    wanted = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    wanted.add_argument("--kills", type=int, default=1000, help="on each database")
    wanted.add_argument("--stops", type=int, default=40, help="stopped, overtaken and resumed")
    wanted.add_argument(
        "--control", type=int, default=40, help="most kills of each control run; 0: none"
    )
    wanted.add_argument(
        "--blows", type=int, help="to PostgreSQL itself; left out: one for every 50 kills"
    )
    wanted.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    wanted.add_argument("--network", choices=(*NETWORKS, "all"), default="all")
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--workers", type=int, default=4, help="on PostgreSQL; SQLite has one")
    wanted.add_argument("--accounts", type=int, default=16, help="of each network")
    return wanted


def read(arguments: Sequence[str], database: str) -> Options:
    given = parser().parse_args(arguments)
    blows = -(-given.kills // 50) if given.blows is None else given.blows
    return Options(
        kills=given.kills,
        stops=given.stops,
        control=given.control,
        blows=blows if database == "postgresql" else 0,
        networks=NETWORKS if given.network == "all" else (given.network,),
        seed=given.seed,
        workers=given.workers if database == "postgresql" else 1,
        accounts=given.accounts,
    )
