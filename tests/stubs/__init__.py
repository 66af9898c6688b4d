"""Networks to practise on: real HTTP servers in their own processes.

They check what they are sent as strictly as the networks document it, remember what they accepted
across a kill, and fail in the ways that networks fail when they are told to.
"""
