"""Many processes on many machines over one PostgreSQL. Only this package knows Procrastinate.

Procrastinate carries wake-ups, never posts: the delivery's row is the queue, and a wake-up that is
lost, late or doubled costs nothing but a look (docs/decisions/0007).
"""
