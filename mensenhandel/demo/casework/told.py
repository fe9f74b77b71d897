"""The cases that the stories tell, by working name."""

from collections.abc import Mapping

from .brabant import BRABANT
from .steps import ToldCase
from .zeeland import ZEELAND

TOLD_CASES: Mapping[str, ToldCase] = {case.name: case for case in (*ZEELAND, *BRABANT)}
