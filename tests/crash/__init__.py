"""The crash campaign: real engines, killed and stopped while a network counts what it accepted.

    make crash                         1,000 kills on SQLite, 1,000 on PostgreSQL
    python -m tests.crash --help

The engines (``engine_process``) are forked from a server that has imported everything, so that a
restart costs milliseconds. The network (``network``) is a process of its own and has bad weather,
drawn from the seed. ``office`` plays the people: it plans posts and reconnects accounts; ``later``
corrects, withdraws and reposts what is out. At the end ``judge`` holds what the network accepted,
and what it shows, against the record. Two control runs without a protection have to show doubles,
else the campaign could not fail.
"""
