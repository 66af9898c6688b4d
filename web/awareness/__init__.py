"""How far what was published has been heard: figures of ``scheduler.models.Measured``, added up.

One pass over the rows (``reckon``), pure; the screen and every CSV are drawn from the same tables
(``tables``). What no network told is missing everywhere, and never a zero.
"""
