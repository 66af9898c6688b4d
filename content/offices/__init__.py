"""Offices come from a table that an administrator keeps: read, compare, then write.

``sheet.read`` → ``plan.make`` → ``write.carry_out``; the first two are pure.
"""
