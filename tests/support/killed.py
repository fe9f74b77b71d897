"""Dying half-way, as a process that is killed: nothing in the code catches it, and nothing is tidied up by the one that died."""


class Killed(BaseException):
    """What a killed process does not live to see."""
