"""Deliveries played through the real adapter of X, over real HTTP, to its stub."""

from __future__ import annotations

from channels.base import DeliveryError, Receipt
from channels.models import Account
from channels.opening import open_channel
from channels.registry import load
from scheduler.delivery import Task
from scheduler.message import outgoing
from tests.channels.sending import Notebook
from tests.people import Network


def call(task: Task) -> Receipt | DeliveryError:
    """What a lane does, without its thread."""
    channel = open_channel(task.delivery.account)
    try:
        return channel.publish(outgoing(task.delivery), Notebook())
    except DeliveryError as error:
        return error


def on_x(network: Network, number: int = 1) -> Account:
    """Account ``number`` of Pontianak: X keeps them apart by their tokens."""
    token = load("x").needs(user_token=f"{2000 + number}-token")
    return network.account("x", handle=f"ptk{number}", credentials=token)
