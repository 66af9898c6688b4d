"""Every channel × every verb it has × every way in which a call can go wrong.

``python -m tests.faults`` strikes each request of each call, lets the engine's own rules go on from
whatever the adapter said, and holds that against what the network in its own process accepted. The
table is ``docs/faults.md``.

``blows`` what can go wrong · ``scenes`` what is done · ``strikes`` doing it · ``going_on`` what the
engine does next · ``judge`` what may be said and must be true · ``table`` the page · ``inside``
what of it concerns the networks without a wire.
"""
