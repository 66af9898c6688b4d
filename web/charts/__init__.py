"""Charts as SVG, made on the server. Plain Python: geometry first (``Drawing``), then markup.

A chart is a picture of a table that stands beside it. It has a title and a description, classes
instead of colours, and no inline styles. A value that nobody told is a gap, never a zero.
"""
